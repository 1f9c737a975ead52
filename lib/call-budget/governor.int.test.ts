/** The budget of two processes over minutes and days of simulated time: limits, lending, shedding, midnight. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { selectUsedHours } from '@/db/queries/call-budget';
import { callBudgets, callLeases, callUsage } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { manualClock } from '@/lib/test/clock';
import { connectToSimulator, testCtx } from '@/lib/test/context';
import { seededRandom } from '@/lib/test/random';
import { clockOf } from '@/lib/test/sync-driver';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { dayCeiling } from './day';
import { createCallLimiter } from './limiter';
import { measureUsage } from './measure';
import { type CallLane, type CallLimits, callLanes, politeLimits } from './model';
import { readDayUse } from './read-day';

const start = '2026-11-23T12:00:00Z';
const windowMs = politeLimits.windowMs;

let database: Awaited<ReturnType<typeof testDatabase>>;
let otherProcess: Database;

beforeAll(async () => {
  database = await testDatabase();
  otherProcess = openDatabase(database.url, { maxConnections: 4 });
});
afterAll(async () => {
  await otherProcess.close();
  await database.close();
});
beforeEach(async () => {
  for (const table of [callLeases, callBudgets, callUsage]) await database.db.delete(table);
});

describe('two processes', () => {
  const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));

  test(`never exceed the window, the calls at once or the day, whatever they ask and whoever dies (SEED=${seed})`, async () => {
    const random = seededRandom(seed);
    const clock = manualClock(start);
    const limits: CallLimits = { ...politeLimits, dailyCalls: 350 };
    const pair = processes(clock, limits);
    const taken: { lane: CallLane; at: number; until: number }[] = [];
    const running: { endsAt: number; end: () => Promise<void> }[] = [];
    for (let i = 0; i < 700; i += 1) {
      clock.advance(random() * 400);
      const now = clock.now().getTime();
      for (const call of running.splice(0)) {
        if (call.endsAt <= now) await call.end();
        else running.push(call);
      }
      const lane = callLanes[Math.floor(random() ** 0.5 * callLanes.length)] ?? 'loads';
      const permit = await pair[i % 2]?.take({ lane, maxWaitMs: 0 }).catch(() => null);
      if (!permit) continue;
      const killed = random() < 0.01;
      const endsAt = now + (killed ? 30_000 : random() * 2_000);
      taken.push({ lane, at: now, until: endsAt });
      if (!killed) running.push({ endsAt, end: permit.release });
    }
    for (const { at } of taken) {
      const inWindow = taken.filter((call) => call.at >= at && call.at < at + windowMs);
      expect(inWindow.length).toBeLessThanOrEqual(limits.callsPerWindow);
      expect(inWindow.filter((call) => call.lane === 'loads').length).toBeLessThanOrEqual(44);
      expect(taken.filter((call) => call.at <= at && call.until > at).length).toBeLessThanOrEqual(limits.concurrent);
    }
    for (const lane of ['loads', 'feeds', 'live-grid'] as const) {
      const last = taken.findLastIndex((call) => call.lane === lane);
      expect(last).toBeLessThan(dayCeiling(lane, limits) ?? 0);
    }
    expect(taken.length).toBeGreaterThan(200);
  });

  test('a load alone gets more than 40 of 50 calls in 20 s; a seller who comes then waits under two seconds', async () => {
    const clock = manualClock(start);
    const [worker, app] = processes(clock, politeLimits);
    const loads: number[] = [];
    const load = async (maxWaitMs: number) => {
      const permit = await worker.take({ lane: 'loads', maxWaitMs });
      loads.push(clock.now().getTime());
      clock.advance(300);
      await permit.release();
    };
    while (clock.now().getTime() < Date.parse(start) + 60_000) await load(60_000);
    const between = (from: number) => loads.filter((at) => at >= from && at < from + windowMs).length;
    expect(between(Date.parse(start) + 20_000)).toBeGreaterThanOrEqual(42);

    for (let i = 0; i < 12; i += 1) {
      const asked = clock.now().getTime();
      const permit = await app.take({ lane: 'live-grid', maxWaitMs: 2_000 });
      expect(clock.now().getTime() - asked).toBeLessThanOrEqual(2_000);
      await expect(load(0)).rejects.toMatchObject({ kind: 'throttled' });
      await permit.release();
    }
    clock.advance(windowMs);
    await load(0);
  });

  test('a load in full run still lets the feeds have theirs', async () => {
    const clock = manualClock(start);
    const [worker, other] = processes(clock, politeLimits);
    let feeds = 0;
    while (clock.now().getTime() < Date.parse(start) + 120_000) {
      await (await worker.take({ lane: 'loads', maxWaitMs: 60_000 })).release();
      const permit = await other.take({ lane: 'feeds', maxWaitMs: 0 }).catch(() => null);
      await permit?.release();
      if (permit) feeds += 1;
    }
    expect(feeds).toBeGreaterThanOrEqual(12);
  });
});

describe('the quota of the day', () => {
  let marketo: MarketoSimulator;
  let ctx: Ctx;
  afterEach(() => marketo.close());

  async function begin(startAt: string, dailyQuota = 100) {
    const limits = { callsPer20s: 1e6, concurrent: 50, dailyQuota };
    marketo = await startMarketo({ startAt: new Date(startAt), limits });
    ctx = testCtx({ database, clock: clockOf(marketo.clock) });
    await connectToSimulator(ctx, marketo, { callsPerWindow: 5_000, concurrent: 10, dailyCalls: dailyQuota });
  }
  const call = async (lane: CallLane) => (await ctx.marketo(lane)).getUsage();
  const arrived = () => marketo.calls.filter((one) => one.path.startsWith('/rest/')).length;

  test('another application that eats 90 % of it sheds from the bottom; opt-outs and checks go on', async () => {
    await begin(start);
    await measureUsage(ctx);
    await call('loads');
    await eat(marketo, 65);
    marketo.clock.advance(15 * 60_000);
    await measureUsage(ctx);
    expect(await readDayUse(ctx)).toMatchObject({ others: 65 });
    const before = arrived();
    await expect(call('loads')).rejects.toMatchObject({
      kind: 'quota',
      remoteCode: null,
      message: expect.stringMatching(
        /^7\d % of today's 100 Marketo API calls are used, 65 of them by other integrations/,
      ),
      retryAfterMs: expect.closeTo(17.75 * 3_600_000, -4),
    });
    await call('feeds');
    await eat(marketo, 15);
    marketo.clock.advance(15 * 60_000);
    await measureUsage(ctx);
    await expect(call('feeds')).rejects.toMatchObject({ kind: 'quota' });
    await expect(call('deliveries')).rejects.toMatchObject({ kind: 'quota' });
    await call('live-grid');
    await call('send-check');
    expect(arrived() - before).toBe(1 + 15 + 2 + 2);
  });

  test.each([
    ['an ordinary day', '2026-11-23T12:00:00Z', '2026-11-24T06:00:00Z'],
    ['the day of 23 hours', '2026-03-08T12:00:00Z', '2026-03-09T05:00:00Z'],
    ['the day of 25 hours', '2026-11-01T12:00:00Z', '2026-11-02T06:00:00Z'],
  ])(
    'once Marketo refuses, all but checks and opt-outs rest until midnight in Chicago: %s',
    async (_, now, midnight) => {
      await begin(now, 12);
      await eat(marketo, 9);
      await expect(call('feeds')).rejects.toMatchObject({ kind: 'quota', remoteCode: '607' });
      const before = arrived();
      for (const lane of ['live-grid', 'deliveries', 'feeds', 'loads'] as const) {
        await expect(call(lane)).rejects.toMatchObject({ kind: 'quota', remoteCode: null });
      }
      expect(arrived()).toBe(before);
      await expect(call('send-check')).rejects.toMatchObject({ kind: 'quota', remoteCode: '607' });
      expect(arrived()).toBe(before + 1);
      marketo.clock.set(new Date(Date.parse(midnight) - 60_000));
      await expect(call('feeds')).rejects.toMatchObject({ kind: 'quota', remoteCode: null });
      marketo.clock.set(new Date(midnight));
      for (const lane of callLanes) expect(await call(lane)).toHaveLength(1);
    },
  );

  test('a refusal just after midnight is taken for the end of the old day', async () => {
    await begin('2026-11-24T06:10:00Z', 12);
    await eat(marketo, 9);
    await expect(call('feeds')).rejects.toMatchObject({ kind: 'quota', retryAfterMs: 15 * 60_000 });
  });

  test("is not measured twice at once, and goes on by our own count when Marketo's cannot be read", async () => {
    await begin(start);
    marketo.faults.add({ match: '/stats/', times: 10, effect: { code: '603' } });
    const before = arrived();
    await Promise.all([measureUsage(ctx), measureUsage(ctx)]);
    expect(arrived() - before).toBe(1);
    expect(await readDayUse(ctx)).toMatchObject({ asOf: null, others: 0, total: expect.any(Number) });
    marketo.faults.clear();
    await measureUsage(ctx);
    expect(arrived() - before).toBe(1);
    marketo.clock.advance(60_000);
    await measureUsage(ctx);
    expect(arrived() - before).toBe(3);
    expect(await readDayUse(ctx)).toMatchObject({ asOf: expect.any(Date), others: 0 });
  });

  test('every call is booked under what it was made for, and forgotten after 35 days', async () => {
    await begin(start);
    await (await ctx.marketo('live-grid', 'activity-grid')).getUsage();
    await (await ctx.marketo('feeds', 'follow-people')).getUsage();
    const booked = await selectUsedHours(database.db, { provider: 'marketo', since: new Date(start) });
    expect(booked.map(({ lane, feature, calls }) => [lane, feature, calls])).toEqual(
      expect.arrayContaining([
        ['live-grid', 'settings', expect.any(Number)],
        ['live-grid', 'activity-grid', 1],
        ['feeds', 'follow-people', 1],
      ]),
    );
    marketo.clock.advance(36 * 24 * 3_600_000);
    await call('feeds');
    expect(await selectUsedHours(database.db, { provider: 'marketo', since: new Date(0) })).toHaveLength(1);
  });
});

function processes(clock: ReturnType<typeof manualClock>, limits: CallLimits) {
  const limiterOn = ({ db }: Pick<Database, 'db'>) =>
    createCallLimiter({ db, clock, provider: 'marketo', limits: () => limits });
  return [limiterOn(database), limiterOn(otherProcess)] as const;
}

/** Calls of somebody else's integration on the same instance. */
async function eat({ url, clientId, clientSecret }: MarketoSimulator, calls: number) {
  const query = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const { access_token: token } = await (await fetch(`${url}/identity/oauth/token?${query}`)).json();
  const headers = { authorization: `Bearer ${token}` };
  for (let i = 0; i < calls; i += 1) await fetch(`${url}/rest/v1/stats/errors.json`, { headers });
}
