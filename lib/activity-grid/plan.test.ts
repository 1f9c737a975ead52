import { describe, expect, it } from 'vitest';
import { contiguousFrom, daysBefore, headSteps, isStale, overlapSteps, reachesStart, windowSteps } from './plan';
import { aRead } from './sample-read';

const now = new Date('2026-11-23T15:30:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const covered = (days: number, given: Parameters<typeof aRead>[0] = {}) =>
  aRead({ headToken: 'head', headReadAt: hoursAgo(1), coveredFrom: daysBefore(now, days), ...given });

describe('towards the present', () => {
  const given = { now, headMaxAgeMs: 0, caughtUp: new Set<string>() };

  it('starts a group never read seven days back, at midnight UTC', () => {
    const [step] = headSteps([aRead()], given);
    expect(step).toMatchObject({ purpose: 'window', from: new Date('2026-11-16T00:00:00Z'), to: null, token: null });
  });

  it('goes on with a first window where it stopped, also on a later day', () => {
    const from = new Date('2026-11-14T00:00:00Z');
    const [step] = headSteps([aRead({ windowFrom: from, windowToken: 'middle' })], given);
    expect(step).toMatchObject({ purpose: 'window', from, to: null, token: 'middle' });
  });

  it('asks every group from its own position', () => {
    const steps = headSteps([covered(7), covered(7, { typeGroup: 'web', headToken: 'other' })], given);
    expect(steps.map((step) => [step.purpose, step.token])).toEqual([
      ['head', 'head'],
      ['head', 'other'],
    ]);
  });

  it('asks nothing of groups that caught up in this load, or were read recently enough', () => {
    expect(headSteps([covered(7)], { ...given, caughtUp: new Set(['email']) })).toEqual([]);
    expect(headSteps([covered(7)], { ...given, headMaxAgeMs: 2 * 3_600_000 })).toEqual([]);
    expect(headSteps([covered(7)], { ...given, headMaxAgeMs: 1_800_000 })).toHaveLength(1);
  });
});

describe('a group left alone for long', () => {
  it('starts anew once that is cheaper than going on from its position', () => {
    expect(isStale(covered(30, { headReadAt: hoursAgo(6 * 24) }), now)).toBe(false);
    expect(isStale(covered(30, { headReadAt: hoursAgo(8 * 24) }), now)).toBe(true);
  });

  it('drops a first window that was never finished', () => {
    expect(isStale(aRead({ windowToken: 'middle', windowFrom: daysBefore(now, 7) }), now)).toBe(false);
    expect(isStale(aRead({ windowToken: 'middle', windowFrom: daysBefore(now, 20) }), now)).toBe(true);
    expect(isStale(aRead(), now)).toBe(false);
  });
});

describe('into the past', () => {
  const none = { now, rowsCovered: new Map<string, number>() };

  it.each([
    [7, 30],
    [8, 30],
    [30, 90],
    [90, 365],
    [365, 760],
  ])('reads from %i days back to %i', (from, to) => {
    const [step] = windowSteps([covered(from)], none);
    expect(step).toMatchObject({ from: daysBefore(now, to), to: daysBefore(now, from), token: null });
  });

  it('ends with what Marketo keeps', () => {
    expect(reachesStart(daysBefore(now, 760), now)).toBe(true);
    expect(reachesStart(daysBefore(now, 759), now)).toBe(false);
    expect(windowSteps([covered(760, { reachedStart: true })], none)).toEqual([]);
  });

  it('chooses a shorter window for a busy person: about two pages of rows', () => {
    const [step] = windowSteps([covered(7)], { now, rowsCovered: new Map([['email', 1_500]]) });
    expect(step?.from).toEqual(daysBefore(now, 7 + 3));
    const [densest] = windowSteps([covered(7)], { now, rowsCovered: new Map([['email', 50_000]]) });
    expect(densest?.from).toEqual(daysBefore(now, 8));
  });

  it('extends only the groups that keep the common range short', () => {
    const steps = windowSteps([covered(30), covered(7, { typeGroup: 'web' })], none);
    expect(steps.map((step) => step.read.typeGroup)).toEqual(['web']);
  });

  it('goes on with a window that was begun', () => {
    const begun = { windowFrom: daysBefore(now, 12), windowTo: daysBefore(now, 7), windowToken: 'middle' };
    const [step] = windowSteps([covered(7, begun)], none);
    expect(step).toMatchObject({ from: begun.windowFrom, to: begun.windowTo, token: 'middle' });
  });
});

describe('the common range', () => {
  it('is unknown while a first window is being read', () => {
    expect(contiguousFrom([])).toBeNull();
    expect(contiguousFrom([covered(7), aRead({ typeGroup: 'web' })])).toBeNull();
  });

  it('starts where the shortest group starts', () => {
    expect(contiguousFrom([covered(90), covered(7)])).toEqual(daysBefore(now, 7));
    expect(contiguousFrom([covered(760, { reachedStart: true }), covered(90)])).toEqual(daysBefore(now, 90));
    expect(contiguousFrom([covered(760, { reachedStart: true })])).toEqual(new Date(0));
  });
});

describe('the last day again', () => {
  const begun = new Map<string, string | null>();

  it('is read once an hour', () => {
    expect(overlapSteps([covered(7, { overlapReadAt: hoursAgo(0.5) })], { now, begun })).toEqual([]);
    const [step] = overlapSteps([covered(7, { overlapReadAt: hoursAgo(1) })], { now, begun });
    expect(step).toMatchObject({ purpose: 'overlap', from: daysBefore(now, 1), token: null });
  });

  it('goes on page by page within one load, and ends with it', () => {
    const read = covered(7, { overlapReadAt: now });
    expect(overlapSteps([read], { now, begun: new Map([['email', 'middle']]) })).toMatchObject([{ token: 'middle' }]);
    expect(overlapSteps([read], { now, begun: new Map([['email', null]]) })).toEqual([]);
  });
});
