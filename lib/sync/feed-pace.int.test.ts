import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectUsedHours } from '@/db/queries/call-budget';
import { selectRunsPage } from '@/db/queries/sync-runs';
import { callBudgets, marketoConnections } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { clockOf, enableJobs, runToEnd } from '../test/sync-driver';
import type { RunTrigger } from './model';
import { runRegistered } from './run-registered';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({ startAt: new Date('2026-11-23T12:00:00Z') });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  marketo.world.seedPeople({ count: 5, seed: 1 });
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', () => marketo.clock.advance(60_000));
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

test.each([
  ['as the admin chose', 120, 0, [false, true, false, true, false, true]],
  ['every minute by default', 60, 0, [true, true, true, true, true, true]],
  ['a third as often when 70 % of the quota are used', 60, 36_000, [false, false, true, false, false, true]],
] as const)('the schedule asks the feeds %s', async (_, feedIntervalSeconds, ours, asked) => {
  await database.db.update(marketoConnections).set({ feedIntervalSeconds });
  await database.db.update(callBudgets).set({ ours });
  await follow('admin');
  const minutes = [];
  for (let minute = 0; minute < asked.length; minute += 1) {
    marketo.clock.advance(60_000);
    minutes.push(await follow('cron'));
  }
  expect(minutes).toEqual(asked);
});

test('who asks by hand is answered at once, and a round that is not due leaves no trace', async () => {
  await follow('admin');
  const runs = await selectRunsPage(database.db, { selection: {}, limit: 50 });
  expect(await follow('worker')).toBe(false);
  expect(await selectRunsPage(database.db, { selection: {}, limit: 50 })).toEqual(runs);
  for (const trigger of ['admin', 'command', 'chain'] as const) expect(await follow(trigger)).toBe(true);
});

test('its calls are booked under its name', async () => {
  const booked = await selectUsedHours(database.db, { provider: 'marketo', since: new Date(0) });
  expect([...new Set(booked.map((row) => row.feature))].sort()).toEqual([
    'follow-people',
    'load-people',
    'settings',
    'usage',
  ]);
});

/** Whether the feeds were asked. */
async function follow(trigger: RunTrigger): Promise<boolean> {
  const before = feedCalls();
  const deadline = new Date(marketo.clock.now().getTime() + 60_000);
  expect(await runRegistered(ctx, 'follow-people', { trigger, deadline })).toMatchObject({ outcome: 'done' });
  return feedCalls() > before;
}

function feedCalls() {
  return marketo.calls.filter((call) => call.path.startsWith('/rest/v1/activities')).length;
}
