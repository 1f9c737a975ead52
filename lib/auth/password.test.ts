import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashPassword, verifyNothing, verifyPassword } from './password';

const cheapHash = (password: string) => {
  const salt = Buffer.from('0123456789abcdef');
  const hash = scryptSync(password, salt, 32, { N: 1024, r: 8, p: 1 });
  return `scrypt$1024$8$1$${salt.toString('base64')}$${hash.toString('base64')}`;
};

describe('password hash', () => {
  it('carries its parameters, a salt of its own and never the password', async () => {
    const [first, second] = await Promise.all([hashPassword('Correct-9'), hashPassword('Correct-9')]);
    expect(first).toMatch(/^scrypt\$32768\$8\$3\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
    expect(first).not.toBe(second);
    expect(first).not.toContain('Correct-9');
  });

  it('accepts the password it was made of and no other', async () => {
    const stored = await hashPassword('Correct-9');
    expect(await verifyPassword('Correct-9', stored)).toEqual({ matches: true, outdated: false });
    expect((await verifyPassword('correct-9', stored)).matches).toBe(false);
    expect((await verifyPassword('', stored)).matches).toBe(false);
  });

  it('takes composed and decomposed accents for one password', async () => {
    const stored = await hashPassword('Caf\u00e9-2026');
    expect((await verifyPassword('Cafe\u0301-2026', stored)).matches).toBe(true);
  });

  it('still verifies a hash of other parameters and asks for a new one', async () => {
    expect(await verifyPassword('Correct-9', cheapHash('Correct-9'))).toEqual({ matches: true, outdated: true });
  });

  it.each(['', 'plain', 'bcrypt$1$2$3$AAAA$AAAA', 'scrypt$1024$8$1$AAAA$AAAA'])(
    'refuses %j as a stored hash',
    async (stored) => {
      await expect(verifyPassword('Correct-9', stored)).rejects.toThrow('malformed');
    },
  );

  it('spends about a verification on nobody', async () => {
    const stored = await hashPassword('Correct-9');
    const cpu = async (work: () => Promise<unknown>) => {
      const before = process.cpuUsage();
      await work();
      return process.cpuUsage(before).user;
    };
    const known = await cpu(() => verifyPassword('Wrong-999', stored));
    const unknown = await cpu(() => verifyNothing('Wrong-999'));
    expect(unknown).toBeGreaterThan(known / 4);
  });
});
