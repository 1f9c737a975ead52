export type PasswordRule = { id: 'length' | 'upper' | 'lower' | 'digit' | 'special' | 'longest'; label: string };

const longestPassword = 256;

const checks: (PasswordRule & { holds(password: string): boolean })[] = [
  { id: 'length', label: 'at least 9 characters', holds: (password) => [...password].length >= 9 },
  { id: 'upper', label: 'an upper-case letter', holds: (password) => /\p{Lu}/u.test(password) },
  { id: 'lower', label: 'a lower-case letter', holds: (password) => /\p{Ll}/u.test(password) },
  { id: 'digit', label: 'a digit', holds: (password) => /\p{Nd}/u.test(password) },
  { id: 'special', label: 'a special character', holds: (password) => /[^\p{L}\p{N}\s]/u.test(password) },
  // Hashing costs in proportion to length, so an endless password would be a cheap way to keep the server busy.
  { id: 'longest', label: `at most ${longestPassword} characters`, holds: (p) => [...p].length <= longestPassword },
];

/** Every rule, in the order a form lists them. */
export const passwordRules: PasswordRule[] = checks.map(({ id, label }) => ({ id, label }));

/** The rules `password` breaks, in display order; empty when it may be used. Runs in the browser and on the server. */
export function unmetPasswordRules(password: string): PasswordRule[] {
  return checks.filter((check) => !check.holds(password)).map(({ id, label }) => ({ id, label }));
}

/** What is missing, as one sentence: "Use at least 9 characters, a digit." */
export function unmetRulesSentence(unmet: PasswordRule[]): string {
  return `Use ${unmet.map((rule) => rule.label).join(', ')}.`;
}
