/** Salesforce record ids: 15 characters, and 3 that make them safe to compare without case. */

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checkLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const serialPattern = /^.{3}5f00000(.{5}).{3}$/;
const idPattern = /^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/;

/** The id that every simulator gives the record of this prefix and number. */
export function sfdcId(prefix: string, serial: number): string {
  let rest = '';
  for (let left = serial; left > 0; left = Math.floor(left / 62)) rest = (digits[left % 62] ?? '') + rest;
  return withCheckLetters(`${prefix}5f00000${rest.padStart(5, '0')}`);
}

/** Null when the id is not one of ours. */
export function serialOfSfdcId(id: string): number | null {
  const rest = serialPattern.exec(id)?.[1];
  if (!rest) return null;
  let serial = 0;
  for (const digit of rest) serial = serial * 62 + digits.indexOf(digit);
  return serial;
}

/** The form of 18 characters; null when the text is no id. */
export function to18(id: string): string | null {
  return idPattern.test(id) ? withCheckLetters(id.slice(0, 15)) : null;
}

function withCheckLetters(id15: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let upper = 0;
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(start + i);
      if (code >= 65 && code <= 90) upper |= 1 << i;
    }
    suffix += checkLetters[upper] ?? '';
  }
  return id15 + suffix;
}
