import { describe, expect, test } from 'vitest';
import { type CallLane, callLanes, politeLimits } from './model';
import { turnOf } from './turn';

const now = new Date('2026-11-23T12:00:00Z');
const small = { ...politeLimits, callsPerWindow: 20, concurrent: 10 };
const seller = call('live-grid', 19_999, false);

describe('turnOf', () => {
  test.each(callLanes)('%s may call when nothing happens', (lane) => {
    expect(turn(lane, [])).toEqual({ granted: true });
  });

  test.each<[CallLane, number]>([
    ['send-check', 20],
    ['live-grid', 19],
    ['deliveries', 18],
    ['feeds', 18],
    ['loads', 17],
  ])('%s alone may start %i calls in a window while nobody is urgent', (lane, most) => {
    expect(turn(lane, spread(lane, most - 1))).toEqual({ granted: true });
    expect(turn(lane, spread(lane, most))).toMatchObject({ granted: false });
  });

  test.each<[CallLane, number]>([
    ['deliveries', 14],
    ['feeds', 13],
    ['loads', 12],
  ])('%s may start %i calls while somebody is', (lane, most) => {
    expect(turn(lane, [seller, ...spread(lane, most - 1)])).toEqual({ granted: true });
    expect(turn(lane, [seller, ...spread(lane, most)])).toMatchObject({ granted: false });
  });

  test('a reserve is lent only after a whole window without anybody urgent, in flight ones included', () => {
    const loads = spread('loads', 12);
    expect(turn('loads', [call('live-grid', 20_000, false), ...loads])).toEqual({ granted: true });
    expect(turn('loads', [call('live-grid', 25_000, true), ...loads])).toMatchObject({ granted: false });
  });

  test('jobs at their limit leave people their reserve, and people wait for nothing but the whole', () => {
    const jobs = spread('feeds', 13);
    expect(turn('live-grid', [...jobs, ...calls('live-grid', 5)])).toEqual({ granted: true });
    expect(turn('live-grid', [...jobs, ...calls('live-grid', 6)])).toMatchObject({ granted: false });
    expect(turn('send-check', [...jobs, ...calls('live-grid', 6)])).toEqual({ granted: true });
  });

  test('a load at its limit leaves feeds a turn', () => {
    for (const others of [[], [seller]]) {
      const loads = spread('loads', others.length > 0 ? 12 : 17);
      expect(turn('loads', [...others, ...loads])).toMatchObject({ granted: false });
      expect(turn('feeds', [...others, ...loads])).toEqual({ granted: true });
    }
  });

  test('loads start their calls evenly, so that places come free every moment', () => {
    expect(turn('loads', [call('loads', 1_000, false)])).toEqual({ granted: false, waitMs: 177 });
    expect(turn('feeds', [call('feeds', 1_000, false)])).toEqual({ granted: true });
  });

  test('waits until enough of the oldest calls have left the window', () => {
    const ages = Array.from({ length: 20 }, (_, i) => 19_500 - i * 500);
    expect(turn('send-check', aged(ages))).toEqual({ granted: false, waitMs: 500 });
    expect(turn('feeds', aged(ages))).toEqual({ granted: false, waitMs: 1_500 });
    expect(turn('send-check', aged([20_000, ...ages.slice(1)]))).toEqual({ granted: true });
  });

  test.each<[CallLane, number]>([
    ['live-grid', 10],
    ['feeds', 8],
    ['loads', 6],
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

/** Evenly over the window, the newest two seconds ago. */
function spread(lane: CallLane, count: number) {
  return Array.from({ length: count }, (_, i) => call(lane, 2_000 + i * 900, false));
}

function aged(agesMs: number[]) {
  return agesMs.map((ageMs) => call('feeds', ageMs, false));
}

function call(lane: CallLane, ageMs: number, inFlight: boolean) {
  return { lane, takenAt: new Date(now.getTime() - ageMs), inFlight };
}
