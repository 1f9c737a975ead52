/** The ways Marketo writes a moment, and the one it takes everywhere. Pure. */

/** Marketo refuses milliseconds in places; the earlier second is the safe one. */
export function wholeSeconds(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * Reads every date form Marketo is known to send: `Z`, `+0000`, `-08:00`, the asset API's `Z+0000`, a blank instead
 * of the `T`, a bare day, and no zone at all (meaning UTC). Null for anything that is not a date.
 */
export function parseMarketoDate(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const iso = value
    .trim()
    .replace(/Z\+0000$/i, 'Z')
    .replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const hasTime = /T\d\d:/.test(iso);
  const hasZone = /(z|[+-]\d\d:\d\d)$/i.test(iso);
  if (!/^\d{4}-\d\d-\d\d/.test(iso)) return null;
  const date = new Date(hasTime && !hasZone ? `${iso}Z` : iso);
  return Number.isNaN(date.getTime()) ? null : date;
}
