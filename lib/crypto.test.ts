import { describe, expect, it } from 'vitest';
import { decryptSecret, encryptSecret, keyId } from './crypto';

const [older, newer] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const context = 'marketo:clientSecret';

describe('a stored secret', () => {
  it('comes back as it was, and never reads the same twice', () => {
    const once = encryptSecret('s3cret ✓', context, [newer]);
    expect(decryptSecret(once, context, [newer])).toBe('s3cret ✓');
    expect(encryptSecret('s3cret ✓', context, [newer])).not.toBe(once);
    expect(once).not.toContain('s3cret');
  });

  it('stays readable while keys rotate, and says which key it needs', () => {
    const stored = encryptSecret('x', context, [older]);
    expect(decryptSecret(stored, context, [newer, older])).toBe('x');
    expect(encryptSecret('x', context, [newer, older])).toContain(`.${keyId(newer)}.`);
    expect(() => decryptSecret(stored, context, [newer])).toThrow(keyId(older));
  });

  it('does not open in another place', () => {
    const stored = encryptSecret('x', context, [newer]);
    expect(() => decryptSecret(stored, 'salesforce:refreshToken', [newer])).toThrow();
  });

  it.each([3, 4])('does not open once part %i was altered', (part) => {
    const parts = encryptSecret('a longer secret', context, [newer]).split('.');
    const bytes = Buffer.from(parts[part] ?? '', 'base64url');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    parts[part] = bytes.toString('base64url');
    expect(() => decryptSecret(parts.join('.'), context, [newer])).toThrow();
  });

  it('refuses what it did not write', () => {
    expect(() => decryptSecret('plain text', context, [newer])).toThrow('Not a stored secret');
  });
});
