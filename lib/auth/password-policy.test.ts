import { describe, expect, it } from 'vitest';
import { unmetPasswordRules, unmetRulesSentence } from './password-policy';

const unmet = (password: string) => unmetPasswordRules(password).map((rule) => rule.id);

describe('password policy', () => {
  it.each([
    ['Correct1!', []],
    ['Ünïcöde9§', []],
    ['Correct1', ['length', 'special']],
    ['correct-1', ['upper']],
    ['CORRECT-1', ['lower']],
    ['Correct-x', ['digit']],
    ['Correct 1', ['special']],
    ['', ['length', 'upper', 'lower', 'digit', 'special']],
    [`Aa1!${'x'.repeat(253)}`, ['longest']],
  ])('%j breaks %j', (password, expected) => {
    expect(unmet(password)).toEqual(expected);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(unmet('Aa1!😀😀😀😀')).toEqual(['length']);
  });

  it('says what is missing in one sentence', () => {
    expect(unmetRulesSentence(unmetPasswordRules('correct1'))).toBe(
      'Use at least 9 characters, an upper-case letter, a special character.',
    );
  });
});
