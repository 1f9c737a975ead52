/** Values inside SOQL, ids in one spelling and what they are of, and lists short enough for an address. jsforce's own escaping is not safe. */

const escapes: Record<string, string> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** A string literal with its quotes. Whatever the value holds, it stays inside. */
export function soqlString(value: string): string {
  return `'${value.replaceAll(/[\\'\n\r\t\b\f]/g, (character) => escapes[character] ?? '')}'`;
}

/** A moment as SOQL writes it, without quotes; it compares whole seconds. */
export function soqlDateTime(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** `('a', 'b')` for IN. */
export function soqlList(values: readonly string[]): string {
  return `(${values.map(soqlString).join(',')})`;
}

/** Salesforce refuses an address and headers beyond 16,384 bytes; the rest of the query and the headers need room, too. */
export const longestListBytes = 12_000;

/**
 * The values in groups whose lists are at most `mostBytes` long in an address. A value that is longer alone gets a
 * group of its own.
 */
export function chunkByBytes(values: readonly string[], mostBytes = longestListBytes): string[][] {
  const chunks: string[][] = [];
  let bytes = 0;
  for (const value of values) {
    const size = encodedBytes(`${soqlString(value)},`);
    const last = chunks.at(-1);
    if (last && bytes + size <= mostBytes) {
      last.push(value);
      bytes += size;
    } else {
      chunks.push([value]);
      bytes = size;
    }
  }
  return chunks;
}

const encodedBytes = (text: string) => encodeURIComponent(text.toWellFormed()).length;

const suffixLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18 characters of an id; error messages have 15. Anything that is no id comes back as it was. */
export function to18(id: string): string {
  if (!/^[0-9a-zA-Z]{15}$/.test(id)) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((character, bit) => (/[A-Z]/.test(character) ? 1 << bit : 0));
    return suffixLetters[bits.reduce((sum, bit) => sum + bit, 0)];
  });
  return id + suffix.join('');
}

export type RecordObject = 'Contact' | 'Lead';
/** Which of the two an id is of: those of leads begin with 00Q. */
export const objectOf = (id: string): RecordObject => (id.startsWith('00Q') ? 'Lead' : 'Contact');
