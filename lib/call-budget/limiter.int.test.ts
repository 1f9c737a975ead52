import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '@/db/client';
import { selectCallBudget } from '@/db/queries/call-budget';
import { callBudgets, callLeases, callUsage } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type Clock, systemClock } from '@/lib/clock';
import { manualClock } from '@/lib/test/clock';
import { seededRandom } from '@/lib/test/random';
import { createCallLimiter } from './limiter';
import { type CallLane, type CallLimits, callLanes, politeLimits } from './model';

const limits: CallLimits = { ...politeLimits, callsPerWindow: 10, concurrent: 10 };
const start = '2026-11-23T12:00:00Z';

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

describe('two processes on one budget', () => {
  test('never start more calls in any window, nor have more in flight, than both together may', async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
    const random = seededRandom(seed);
    const busy: CallLimits = { ...politeLimits, callsPerWindow: 12, windowMs: 500, concurrent: 4 };
    const pair = processes(systemClock, busy);
    let inFlight = 0;
    let mostInFlight = 0;
    const oneCall = async (i: number) => {
      const lane = callLanes[Math.floor(random() * callLanes.length)] ?? 'loads';
      const permit = await pair[i % 2]?.take({ lane, maxWaitMs: 60_000 });
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      await systemClock.sleep(random() * 120);
      inFlight -= 1;
      await permit?.release();
    };
    await Promise.all(Array.from({ length: 60 }, (_, i) => oneCall(i)));

    const taken = (await database.db.select().from(callLeases)).map((l) => l.takenAt.getTime()).sort((a, b) => a - b);
    const fullest = Math.max(...taken.map((at) => taken.filter((t) => t >= at && t < at + busy.windowMs).length));
    expect(taken, `seed ${seed}`).toHaveLength(60);
    expect(fullest, `seed ${seed}`).toBeLessThanOrEqual(busy.callsPerWindow);
    expect(mostInFlight, `seed ${seed}`).toBeLessThanOrEqual(busy.concurrent);
    expect(mostInFlight, `seed ${seed}`).toBeGreaterThan(1);
  });

  test('jobs cannot use the reserve of the urgent lanes, in either process', async () => {
    const [one, two] = processes(manualClock(start));
    await two.take({ lane: 'live-grid', maxWaitMs: 0 });
    for (let i = 0; i < 7; i += 1) await (i % 2 ? one : two).take({ lane: 'deliveries', maxWaitMs: 0 });
    await expect(one.take({ lane: 'deliveries', maxWaitMs: 0 })).rejects.toMatchObject({ kind: 'throttled' });
    await one.take({ lane: 'live-grid', maxWaitMs: 0 });
    await expect(two.take({ lane: 'live-grid', maxWaitMs: 0 })).rejects.toMatchObject({ kind: 'throttled' });
    await one.take({ lane: 'send-check', maxWaitMs: 0 });
    await expect(two.take({ lane: 'send-check', maxWaitMs: 0 })).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterMs: limits.windowMs,
    });
  });

  test('a pause that one of them was told holds both, and the longer of two counts', async () => {
    const clock = manualClock(start);
    const [one, two] = processes(clock);
    await one.pause(20_000, 'calls');
    await one.pause(1_000, 'at-once');
    await expect(two.take({ lane: 'send-check', maxWaitMs: 2_000 })).rejects.toMatchObject({
      kind: 'throttled',
      retryAfterMs: 20_000,
    });
    await two.take({ lane: 'feeds', maxWaitMs: 60_000 });
    expect(clock.now().getTime() - new Date(start).getTime()).toBeGreaterThanOrEqual(20_000);
    expect(clock.sleeps).toHaveLength(1);
  });
});

describe('waiting', () => {
  test('lasts until the window has room, in one sleep', async () => {
    const clock = manualClock(start);
    const [limiter] = processes(clock);
    for (let i = 0; i < 10; i += 1) {
      await (await limiter.take({ lane: 'send-check', maxWaitMs: 0 })).release();
      clock.advance(1_000);
    }
    await limiter.take({ lane: 'send-check', maxWaitMs: 60_000 });
    expect(clock.sleeps).toHaveLength(1);
    expect(clock.sleeps[0]).toBeGreaterThanOrEqual(10_000);
    expect(clock.sleeps[0]).toBeLessThan(10_100);
  });

  test('is not begun when it would be in vain', async () => {
    const clock = manualClock(start);
    const [limiter] = processes(clock);
    for (let i = 0; i < 9; i += 1) await limiter.take({ lane: 'live-grid', maxWaitMs: 0 });
    await expect(limiter.take({ lane: 'live-grid', maxWaitMs: 2_000 })).rejects.toMatchObject({ kind: 'throttled' });
    expect(clock.sleeps).toEqual([]);
  });

  test('a place of one who finished is free at once; of one who was killed, after half a minute', async () => {
    const clock = manualClock(start);
    const [limiter] = processes(clock, { ...limits, concurrent: 2 });
    const permit = await limiter.take({ lane: 'live-grid', maxWaitMs: 0 });
    await limiter.take({ lane: 'live-grid', maxWaitMs: 0 });
    await permit.release();
    await permit.release();
    await limiter.take({ lane: 'live-grid', maxWaitMs: 0 });
    clock.advance(29_000);
    await expect(limiter.take({ lane: 'live-grid', maxWaitMs: 0 })).rejects.toMatchObject({ kind: 'throttled' });
    clock.advance(2_000);
    await limiter.take({ lane: 'live-grid', maxWaitMs: 0 });
  });

  test('a call that takes minutes keeps its place while its process lives', async () => {
    const clock = manualClock(start);
    const beats = new Set<() => void>();
    const heartbeat = (beat: () => void) => {
      beats.add(beat);
      return () => beats.delete(beat);
    };
    const lonely = { ...limits, concurrent: 1 };
    const slow = createCallLimiter({ db: database.db, clock, provider: 'marketo', limits: () => lonely, heartbeat });
    const permit = await slow.take({ lane: 'feeds', maxWaitMs: 0 });
    for (let seconds = 0; seconds < 300; seconds += 20) {
      clock.advance(20_000);
      for (const beat of beats) beat();
      await expect.poll(() => latestExpiry()).toBe(clock.now().getTime() + 30_000);
      await expect(slow.take({ lane: 'send-check', maxWaitMs: 0 })).rejects.toMatchObject({ kind: 'throttled' });
    }
    await permit.release();
    expect(beats.size).toBe(0);
    await slow.take({ lane: 'send-check', maxWaitMs: 0 });
  });

  test('one who gives up takes nothing', async () => {
    const [limiter] = processes(manualClock(start));
    const given = AbortSignal.abort(new Error('gone home'));
    await expect(limiter.take({ lane: 'feeds', maxWaitMs: 60_000, signal: given })).rejects.toThrow('gone home');
    expect(await database.db.select().from(callLeases)).toEqual([]);
  });
});

describe('what admins see', () => {
  test('the window, calls in flight, and the day since midnight in Chicago by lane and hour', async () => {
    const clock = manualClock('2026-11-23T05:30:00Z');
    const [limiter] = processes(clock);
    const call = async (lane: CallLane) => (await limiter.take({ lane, maxWaitMs: 0 })).release();
    await call('loads');
    clock.advance(3_600_000);
    await call('feeds');
    await call('feeds');
    clock.advance(3_600_000);
    await limiter.take({ lane: 'live-grid', maxWaitMs: 0 });

    const budget = await selectCallBudget(database.db, { provider: 'marketo', now: clock.now() });
    expect(budget).toMatchObject({ usedInWindow: 1, inFlight: 1, today: 3 });
    expect(budget.byLane).toEqual([
      { lane: 'send-check', calls: 0 },
      { lane: 'live-grid', calls: 1 },
      { lane: 'deliveries', calls: 0 },
      { lane: 'feeds', calls: 2 },
      { lane: 'loads', calls: 0 },
    ]);
    expect(budget.hours).toHaveLength(24);
    expect(budget.hours.slice(-3)).toEqual([
      { hour: new Date('2026-11-23T05:00:00Z'), calls: 1 },
      { hour: new Date('2026-11-23T06:00:00Z'), calls: 2 },
      { hour: new Date('2026-11-23T07:00:00Z'), calls: 1 },
    ]);
  });

  test('calls of long ago are forgotten, the curve is not', async () => {
    const clock = manualClock(start);
    const [limiter] = processes(clock);
    await (await limiter.take({ lane: 'feeds', maxWaitMs: 0 })).release();
    clock.advance(16 * 60_000);
    await limiter.take({ lane: 'feeds', maxWaitMs: 0 });
    expect(await database.db.select().from(callLeases)).toHaveLength(1);
    expect(await selectCallBudget(database.db, { provider: 'marketo', now: clock.now() })).toMatchObject({ today: 2 });
  });
});

async function latestExpiry() {
  const leases = await database.db.select().from(callLeases);
  return Math.max(...leases.map((lease) => lease.expiresAt.getTime()));
}

function processes(clock: Clock, of: CallLimits = limits) {
  const limiterOn = ({ db }: Pick<Database, 'db'>) =>
    createCallLimiter({ db, clock, provider: 'marketo', limits: () => of });
  return [limiterOn(database), limiterOn(otherProcess)] as const;
}
