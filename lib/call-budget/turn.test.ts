import { describe, expect, test } from 'vitest';
import { type CallLane, type CallLimits, callLanes, politeLimits } from './model';
import { turnOf } from './turn';

const now = new Date('2026-11-23T12:00:00Z');
const small: CallLimits = {
  callsPerWindow: 9,
  windowMs: 20_000,
  concurrent: 6,
  reservedCalls: 3,
  reservedConcurrent: 2,
};

describe('turnOf', () => {
  test.each(callLanes)('%s may call when nothing happens', (lane) => {
    expect(turn(lane, [])).toEqual({ granted: true });
  });

  test.each<[CallLane, number]>([
    ['send-check', 9],
    ['live-grid', 9],
    ['deliveries', 6],
    ['feeds', 6],
    ['loads', 4],
  ])('%s alone may start %i calls in a window', (lane, most) => {
    expect(turn(lane, calls(lane, most - 1))).toEqual({ granted: true });
    expect(turn(lane, calls(lane, most))).toMatchObject({ granted: false });
  });

  test('jobs at their limit leave people their reserve, and people never wait for less than everything', () => {
    const jobs = calls('feeds', 6);
    expect(turn('live-grid', [...jobs, ...calls('live-grid', 2)])).toEqual({ granted: true });
    expect(turn('live-grid', [...jobs, ...calls('live-grid', 3)])).toMatchObject({ granted: false });
  });

  test('a load at its limit leaves feeds a turn', () => {
    expect(turn('loads', calls('loads', 4))).toMatchObject({ granted: false });
    expect(turn('feeds', calls('loads', 4))).toEqual({ granted: true });
  });

  test('waits until enough of the oldest calls have left the window', () => {
    const ages = [19_000, 15_000, 10_000, 9_000, 8_000, 7_000, 6_000, 5_000, 1_000];
    expect(turn('live-grid', aged(ages))).toEqual({ granted: false, waitMs: 1_000 });
    expect(turn('feeds', aged(ages))).toEqual({ granted: false, waitMs: 11_000 });
    expect(turn('live-grid', aged([20_000, ...ages.slice(1)]))).toEqual({ granted: true });
  });

  test.each<[CallLane, number]>([
    ['live-grid', 6],
    ['feeds', 4],
    ['loads', 3],
  ])('%s may have %i calls in flight, however long ago they started', (lane, most) => {
    const running = Array.from({ length: most }, () => call('loads', 120_000, true));
    expect(turn(lane, running.slice(1))).toEqual({ granted: true });
    expect(turn(lane, running)).toEqual({ granted: false, waitMs: 150 });
  });

  test('a pause holds everybody until it ends', () => {
    const load = { pausedUntil: new Date(now.getTime() + 5_000), calls: [] };
    for (const lane of callLanes) expect(turnOf(lane, load, small, now)).toEqual({ granted: false, waitMs: 5_000 });
    expect(turnOf('loads', load, small, new Date(now.getTime() + 5_000))).toEqual({ granted: true });
  });

  test('with very small limits every lane still gets its turn', () => {
    const tiny = { ...politeLimits, callsPerWindow: 5, concurrent: 1 };
    for (const lane of callLanes)
      expect(turnOf(lane, { pausedUntil: null, calls: [] }, tiny, now)).toEqual({ granted: true });
  });
});

function turn(lane: CallLane, recent: ReturnType<typeof call>[]) {
  return turnOf(lane, { pausedUntil: null, calls: recent }, small, now);
}

function calls(lane: CallLane, count: number) {
  return Array.from({ length: count }, () => call(lane, 1_000, false));
}

function aged(agesMs: number[]) {
  return agesMs.map((ageMs) => call('feeds', ageMs, false));
}

function call(lane: CallLane, ageMs: number, inFlight: boolean) {
  return { lane, takenAt: new Date(now.getTime() - ageMs), inFlight };
}
