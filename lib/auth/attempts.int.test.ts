import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInFailures } from '@/db/schema/users';
import { testDatabase } from '@/db/test/database';
import { AppError } from '../errors';
import { chargeAttempt, forgiveAttempts } from './attempts';
import type { AttemptKey } from './model';
import { testClock } from './test-clock';

const minute = 60_000;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Tries at `clock`'s time: null when the try may be made, else how long to wait. */
function tries(clock = testClock()) {
  const deps = { db: database.db, clock };
  const wait = async (...keys: AttemptKey[]) => {
    const refusal = await chargeAttempt(deps, keys).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (refusal === null) return null;
    if (refusal instanceof AppError && refusal.code === 'rate_limited') return refusal.retryAfterMs;
    throw refusal;
  };
  return { clock, wait, forgive: (...keys: AttemptKey[]) => forgiveAttempts(deps, keys) };
}

describe('counted tries', () => {
  it('are not lengthened by tries while blocked, and never blocked for more than 15 minutes', async () => {
    const { clock, wait } = tries();
    for (let i = 0; i < 5; i++) expect(await wait('email:a@example.com')).toBeNull();
    for (let i = 0; i < 50; i++) expect(await wait('email:a@example.com')).toBe(30_000);
    for (let i = 0; i < 12; i++) {
      clock.advance(15 * minute);
      expect(await wait('email:a@example.com')).toBeNull();
    }
    expect(await wait('email:a@example.com')).toBe(15 * minute);
  });

  it('from one address hold that address back at the twentieth, parallel or not, and no other', async () => {
    const { wait } = tries();
    const waits = await Promise.all(
      Array.from({ length: 30 }, (_, i) => wait(`email:guess${i}@example.com`, 'address:198.51.100.7')),
    );
    expect(waits.filter((ms) => ms === null)).toHaveLength(20);
    expect(await wait('email:guess1@example.com', 'address:198.51.100.8')).toBeNull();
  });

  it('that are held back count against nobody', async () => {
    const { wait } = tries();
    for (let i = 0; i < 5; i++) await wait('email:b@example.com', 'address:198.51.100.9');
    for (let i = 0; i < 40; i++) await wait('email:b@example.com', 'address:198.51.100.9');
    expect(await wait('email:c@example.com', 'address:198.51.100.9')).toBeNull();
  });

  it('survive sharing their keys in any order, with forgiveness in between', async () => {
    const { wait, forgive } = tries();
    const keys: AttemptKey[] = ['address:198.51.100.10', 'email:d@example.com'];
    const work = Array.from({ length: 40 }, (_, i) =>
      i % 4 === 0 ? forgive(...keys) : wait(...(i % 2 ? keys : keys.toReversed())),
    );
    await expect(Promise.all(work)).resolves.toHaveLength(40);
  });

  it('disappear from the table once they have faded', async () => {
    const { clock, wait, forgive } = tries(testClock('2026-05-01T09:00:00Z'));
    await wait('email:faded@example.com');
    clock.advance(61 * minute);
    await wait('email:recent@example.com');
    await forgive('email:other@example.com');
    const keys = (await database.db.select().from(signInFailures)).map((row) => row.key);
    expect(keys).toContain('email:recent@example.com');
    expect(keys).not.toContain('email:faded@example.com');
  });
});
