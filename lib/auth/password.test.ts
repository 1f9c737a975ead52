import { describe, expect, it } from 'vitest';
import { hashPassword, verifyNothing, verifyPassword } from './password';

const cheap = { N: 1024, r: 8, p: 1 };
// The full cost takes a quarter second of a core; beside other tests on a small machine, far longer.
const timeout = 30_000;

describe('password hash', () => {
  it('carries its parameters and never the password', { timeout }, async () => {
    const stored = await hashPassword('Correct-9');
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{44}$/);
    expect(stored).not.toContain('Correct-9');
    expect(await verifyPassword('Correct-9', stored)).toEqual({ matches: true, outdated: false });
  });

  it('has a salt of its own', async () => {
    expect(await hashPassword('Correct-9', cheap)).not.toBe(await hashPassword('Correct-9', cheap));
  });

  it('accepts the password it was made of and no other', async () => {
    const stored = await hashPassword('Correct-9', cheap);
    expect((await verifyPassword('Correct-9', stored)).matches).toBe(true);
    expect((await verifyPassword('correct-9', stored)).matches).toBe(false);
    expect((await verifyPassword('', stored)).matches).toBe(false);
  });

  it('takes composed and decomposed accents for one password', async () => {
    const stored = await hashPassword('Caf\u00e9-2026', cheap);
    expect((await verifyPassword('Cafe\u0301-2026', stored)).matches).toBe(true);
  });

  it('still verifies a hash of other parameters and asks for a new one', async () => {
    const stored = await hashPassword('Correct-9', cheap);
    expect(await verifyPassword('Correct-9', stored)).toEqual({ matches: true, outdated: true });
  });

  it.each(['', 'plain', 'bcrypt$1$2$3$AAAA$AAAA', 'scrypt$1024$8$1$AAAA$AAAA'])(
    'refuses %j as a stored hash',
    async (stored) => {
      await expect(verifyPassword('Correct-9', stored)).rejects.toThrow('malformed');
    },
  );

  it('spends about a verification on nobody', { timeout }, async () => {
    const stored = `scrypt$32768$8$3$${Buffer.alloc(16, 1).toString('base64')}$${Buffer.alloc(32, 1).toString('base64')}`;
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
