import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectJob, updateJobs } from '@/db/queries/sync';
import { testDatabase } from '@/db/test/database';
import { connectToSimulator, testCtx } from '@/lib/test/context';
import { clockOf, enableJobs } from '@/lib/test/sync-driver';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { CallBudgetView } from './contract';
import { measureUsage } from './measure';
import { readCallBudget, saveCallBudget } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({ startAt: new Date('2026-11-01T12:20:00Z') });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

test('before Marketo is connected there is nothing to show and nothing to choose', async () => {
  expect(await readCallBudget(ctx)).toMatchObject({ connected: false, features: [], day: { total: 0 } });
  await expect(saveCallBudget(ctx, { feedIntervalSeconds: 120 })).rejects.toMatchObject({ code: 'not_configured' });
});

test('shows the quota day of 25 hours by lane and by what the calls were made for, with the errors of everybody', async () => {
  await connectToSimulator(ctx, marketo, { callsPerWindow: 50, concurrent: 5 });
  marketo.faults.add({ match: '/describe', effect: { code: '603' } });
  await expect((await ctx.marketo('feeds', 'follow-people')).describeLeads()).rejects.toThrow();
  await (await ctx.marketo('live-grid', 'activity-grid')).getActivityTypes();
  await measureUsage(ctx);

  const view = CallBudgetView.parse(await readCallBudget(ctx));
  expect(view.day).toMatchObject({
    beginsAt: '2026-11-01T05:00:00.000Z',
    endsAt: '2026-11-02T06:00:00.000Z',
    others: 0,
    usageReadAt: expect.any(String),
    usageFault: null,
    // The second is the answer to the try whether this instance can export lists.
    errors: [
      { code: '603', count: 1 },
      { code: '1013', count: 1 },
    ],
  });
  expect(view.hours).toHaveLength(25);
  expect(view.hours[7]).toMatchObject({ hour: '2026-11-01T12:00:00.000Z', calls: { feeds: 1, deliveries: 2 } });
  expect(view.features).toEqual(
    expect.arrayContaining([
      { feature: 'follow-people', today: 1, week: 1 },
      { feature: 'activity-grid', today: 1, week: 1 },
      { feature: 'usage', today: 2, week: 2 },
    ]),
  );
  expect(
    view.lanes.map(({ lane, calls, lentCalls, concurrent, restsAt }) => [lane, calls, lentCalls, concurrent, restsAt]),
  ).toEqual([
    ['send-check', 50, 50, 5, null],
    ['live-grid', 49, 49, 5, 49_000],
    ['deliveries', 35, 47, 4, 45_000],
    ['feeds', 33, 46, 4, 45_000],
    ['loads', 30, 44, 3, 35_000],
  ]);
  expect(view.day.total).toBe(view.features.reduce((sum, { today }) => sum + today, 0));
});

test('a choice is stored, and jobs that rest try again', async () => {
  await enableJobs(ctx);
  await updateJobs(database.db, ['load-people'], { waitUntil: new Date('2026-11-02T06:00:00Z') });
  const saved = await saveCallBudget(ctx, { feedIntervalSeconds: 300 });
  expect(saved).toMatchObject({ feedIntervalSeconds: 300, feedPauseSeconds: 300, loadsDayPercent: 70 });
  expect((await selectJob(database.db, 'load-people')).waitUntil).toBeNull();
  const again = await saveCallBudget(ctx, { loadsDayPercent: 40 });
  expect(again).toMatchObject({ feedIntervalSeconds: 300, loadsDayPercent: 40 });
  expect(again.lanes.at(-1)).toMatchObject({ lane: 'loads', restsAt: 20_000, resting: null });
});
