import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { selectSalesforceConnection } from '@/db/queries/salesforce-connections';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Ctx } from './context';
import { type ManualClock, manualClock } from './test/clock';
import { secondProcess, testCtx } from './test/context';
import { connectToSalesforce } from './test/salesforce';
import { aSeller } from './test/sellers';

const startAt = '2026-11-02T10:00:00.000Z';
const User = z.object({ Id: z.string() });

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let clock: ManualClock;
let ctx: Ctx;
let id: string;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  org = await startSalesforce({ startAt: new Date(startAt) });
  clock = manualClock(startAt);
  ctx = testCtx({ database, clock, salesforceUrl: org.url });
  id = await connectToSalesforce(ctx, org, await aSeller(ctx.db));
});
afterEach(async () => {
  expect(org.unknownRequests).toEqual([]);
  await org.close();
});

const ask = async (by: Ctx = ctx) =>
  (await by.salesforce(id, 'activities')).query({ soql: 'SELECT Id FROM User LIMIT 1', row: User });
const stored = async () => {
  const row = await selectSalesforceConnection(ctx.db, id);
  if (!row) throw new Error('The connection is gone.');
  return row;
};

describe('a session', () => {
  it('is renewed by one of two processes, 100 times, and nobody has to sign in again', async () => {
    const other = secondProcess(database.url, clock, org.url);
    for (let round = 0; round < 100; round++) {
      org.tokens.expireAccess();
      clock.advance(210_000);
      const answers = await Promise.all([ask(), ask(other.ctx), ask(), ask(other.ctx)]);
      expect(answers.map((rows) => rows.length)).toEqual([1, 1, 1, 1]);
    }
    await other.close();
    expect(await stored()).toMatchObject({ state: 'active', tokenVersion: 101 });
    const refreshes = org.calls.filter(({ path }) => path.endsWith('/oauth2/token'));
    expect(refreshes.map(({ status }) => status)).toEqual(Array(100).fill(200));
    expect(org.tokens.grants()).toBe(1);
  });
});
