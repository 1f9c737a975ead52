import { describe, expect, it } from 'vitest';
import { Credentials, lockedError, SetupInput, signInFailureFrom } from './contract';

describe('why a sign-in failed', () => {
  it.each([
    ['CredentialsSignin', { kind: 'wrong' }],
    [lockedError(29_001), { kind: 'locked', retryAfterSeconds: 30 }],
    ['locked:soon', { kind: 'failed' }],
    ['failed', { kind: 'failed' }],
    ['Configuration', { kind: 'failed' }],
    ['', { kind: 'failed' }],
  ])('%j reads as %j', (error, expected) => {
    expect(signInFailureFrom(error)).toEqual(expected);
  });
});

describe('what is sent', () => {
  it('is an e-mail in one spelling, and a password as typed', () => {
    expect(Credentials.parse({ email: ' Ann@Example.COM ', password: ' spaced ' })).toEqual({
      email: 'ann@example.com',
      password: ' spaced ',
    });
  });

  it.each([
    { email: 'ann', password: 'x' },
    { email: 'a@b.co', password: '' },
    { email: 'a@b.co', password: 'x'.repeat(1025) },
    {},
    null,
  ])('is no sign-in: %j', (given) => {
    expect(Credentials.safeParse(given).success).toBe(false);
  });

  it('names the rules a new password breaks, on the field', () => {
    const parsed = SetupInput.safeParse({ token: 't', name: 'Ann', email: 'a@b.co', password: 'Correct9' });
    expect(parsed.error?.issues.map((issue) => [issue.path.join('.'), issue.message])).toEqual([
      ['password', 'Use at least 9 characters, a special character.'],
    ]);
  });
});
