import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../client';
import { testDatabase } from '../test/database';
import { restartActivityReads, selectActivityReads, updateActivityRead } from './activity-reads';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

async function aStoredRead(marketoId: number) {
  await restartActivityReads(database.db, [{ marketoId, typeGroup: 'email', fingerprint: 'types' }]);
  return theRead(marketoId);
}

async function theRead(marketoId: number) {
  const [read] = await selectActivityReads(database.db, marketoId);
  if (!read) throw new Error('no read is stored');
  return read;
}

describe('two readers that started from the same position', () => {
  it('cannot take it back: the second finds that it moved', async () => {
    const started = await aStoredRead(1);
    const coveredFrom = new Date('2026-11-16T00:00:00Z');
    expect(await updateActivityRead(database.db, started, { headToken: 'first', coveredFrom })).toBe(true);
    expect(await updateActivityRead(database.db, started, { headToken: 'second' })).toBe(false);
    expect(await theRead(1)).toMatchObject({ headToken: 'first', coveredFrom });
  });

  it('cannot save into a group that was started anew', async () => {
    const started = await aStoredRead(2);
    await restartActivityReads(database.db, [{ ...started, fingerprint: 'other types' }]);
    expect(await updateActivityRead(database.db, started, { headToken: 'late' })).toBe(false);
  });
});

describe('starting anew', () => {
  it('forgets the positions, not when the rows were last current', async () => {
    const started = await aStoredRead(3);
    const headReadAt = new Date('2026-11-20T10:00:00Z');
    await updateActivityRead(database.db, started, { headToken: 'head', headReadAt, reachedStart: true });
    await aStoredRead(3);
    expect(await theRead(3)).toMatchObject({ headToken: null, reachedStart: false, headReadAt });
  });
});
