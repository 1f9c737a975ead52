import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { selectMarketoConnection } from '@/db/queries/settings';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../../context';
import { connectToSimulator, testCtx } from '../../test/context';
import { clockOf, enableJobs, runOnce, runToEnd } from '../../test/sync-driver';
import { askedRound } from '../model';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const minute = 60_000;
const wait = () => marketo.clock.advance(minute);

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    seed: 31,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000, scanBlock: 50_000 },
  });
  marketo.world.seedPeople({ count: 1_200, seed: 31 });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', wait);
});
beforeEach(async () => {
  marketo.faults.clear();
  wait();
  await runToEnd(ctx, 'follow-people', wait);
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

it('wakes a sweep that was stopped before its end, until it is through', async () => {
  expect((await runOnce(ctx, 'follow-people')).wakes).not.toContain('sweep-people');
  expect((await runOnce(ctx, 'sweep-people', 10)).outcome).toBe('paused');
  expect((await runOnce(ctx, 'follow-people')).wakes).toContain('sweep-people');
  await runToEnd(ctx, 'sweep-people', wait);
  expect((await runOnce(ctx, 'follow-people')).wakes).not.toContain('sweep-people');
});

it('lets a sweep list nobody before the first load, which takes the feed positions', async () => {
  const { checkpoint } = await selectJob(database.db, 'load-people');
  await replaceCheckpoint(database.db, 'load-people', null);
  expect(await runOnce(ctx, 'sweep-people')).toMatchObject({ outcome: 'done', counts: { read: 0 }, apiCalls: 0 });
  await replaceCheckpoint(database.db, 'load-people', checkpoint);
});

it('wakes a sweep that was asked for and could not begin', async () => {
  await replaceCheckpoint(database.db, 'sweep-people', askedRound);
  expect((await runOnce(ctx, 'follow-people')).wakes).toContain('sweep-people');
});

it('replaces a position that Marketo refuses', async () => {
  marketo.faults.add({ match: '/leadchanges', times: 2, effect: { code: '1003' } });
  expect(await runOnce(ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
});

it('gives up, instead of asking on and on, when Marketo refuses new positions as well', async () => {
  marketo.faults.add({ match: '/deletedleads', times: 1_000, effect: { code: '610' } });
  const result = await runOnce(ctx, 'follow-people');
  expect(result).toMatchObject({ outcome: 'failed', message: expect.stringContaining('610') });
  expect(result.apiCalls).toBeLessThan(10);
  marketo.faults.clear();
  wait();
  wait();
  expect(await runOnce(ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
});

it('tells the settings page when Marketo cannot even be signed in to, and when it can again', async () => {
  const restarted = testCtx({ database, clock: clockOf(marketo.clock) });
  marketo.faults.add({ match: '/identity', times: 1_000, effect: 'html-502' });
  expect(await runOnce(restarted, 'follow-people')).toMatchObject({ outcome: 'failed', apiCalls: 0 });
  expect((await selectMarketoConnection(database.db))?.lastFault).toContain('502');
  marketo.faults.clear();
  wait();
  await runOnce(restarted, 'follow-people');
  expect((await selectMarketoConnection(database.db))?.lastFault).toBeNull();
});
