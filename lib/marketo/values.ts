/** Marketo's values as they really arrive, made plain: texts and Salesforce ids. Pure. */

/** A value as text that Postgres can store, trimmed; null when nothing is left. Lists are joined with commas. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(', ') || null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replaceAll('\0', '').toWellFormed().trim() || null;
}

/**
 * A Salesforce id in its 18-character form, so that ids from different sources compare equal; anything that is not a
 * 15-character id is only cleaned. The three added characters note which letters are capitals.
 */
export function salesforceId(value: unknown): string | null {
  const id = textOf(value);
  if (id === null || !/^[a-zA-Z0-9]{15}$/.test(id)) return id;
  const chunks = [id.slice(0, 5), id.slice(5, 10), id.slice(10, 15)];
  return id + chunks.map(capitalsOf).join('');
}

function capitalsOf(fiveCharacters: string): string {
  const bits = [...fiveCharacters].reduce((sum, c, i) => (c >= 'A' && c <= 'Z' ? sum + 2 ** i : sum), 0);
  return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'.charAt(bits);
}
