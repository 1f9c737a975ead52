/** Salesforce record ids as they appear in Marketo: 15 characters and 3 that make them safe to compare without case. */
export type SfdcPrefix = '003' | '005' | '006' | '001' | '00Q' | '00G';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const checkLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

export function sfdcId(prefix: SfdcPrefix, serial: number): string {
  let rest = '';
  for (let left = serial; left > 0; left = Math.floor(left / 62)) rest = (digits[left % 62] ?? '') + rest;
  return withCheckLetters(`${prefix}5f00000${rest.padStart(5, '0')}`);
}

function withCheckLetters(id15: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let upper = 0;
    for (let i = 0; i < 5; i++) if (/[A-Z]/.test(id15[start + i] ?? '')) upper |= 1 << i;
    suffix += checkLetters[upper] ?? '';
  }
  return id15 + suffix;
}
