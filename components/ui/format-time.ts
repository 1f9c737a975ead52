const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** "5 min. ago", "in 2 hr.", and "just now" within the minute. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

/** The exact moment in the given zone (the viewer's when absent), then in UTC. */
export function exactTime(at: Date, timeZone?: string): string {
  const local = formatter('en', { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at);
  return `${local} (${at.toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
}

/** Date and time to the minute, for columns: "23 Nov 2026, 18:05". */
export function shortTime(at: Date, timeZone?: string): string {
  return formatter('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// Making one costs as much as drawing a row of a table.
function formatter(locale: string, options: Intl.DateTimeFormatOptions) {
  const key = [locale, ...Object.values(options)].join(' ');
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}
