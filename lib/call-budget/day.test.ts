import { describe, expect, test } from 'vitest';
import { type DayRecord, dayUseOf, feedPauseMs, gridPatienceMs, restOf, usageIsDue } from './day';
import { type CallLane, callLanes } from './model';

const now = new Date('2026-11-23T18:00:00Z');
const today = new Date('2026-11-23T06:00:00Z');
const midnight = new Date('2026-11-24T06:00:00Z');
const limits = { dailyCalls: 10_000, loadsDayPercent: 70 };
const nothing: DayRecord = { day: today, ours: 0, usage: null, quotaSpentUntil: null };

describe('what was used today', () => {
  test("is our own count until Marketo's was read", () => {
    expect(dayUseOf({ ...nothing, ours: 120 }, now)).toMatchObject({ ours: 120, others: 0, total: 120, asOf: null });
  });

  test('is ours as it is now and the others as Marketo last counted them', () => {
    const record = { ...nothing, ours: 150, usage: reading({ total: 1_000, ours: 120 }) };
    expect(dayUseOf(record, now)).toMatchObject({ ours: 150, others: 880, total: 1_030, asOf: now });
  });

  test('is never less than our own, although Marketo does not count every call', () => {
    const record = { ...nothing, ours: 150, usage: reading({ total: 90, ours: 120 }) };
    expect(dayUseOf(record, now)).toMatchObject({ ours: 150, others: 0, total: 150 });
  });

  test('starts anew at midnight in Chicago, also on the days of 23 and 25 hours', () => {
    const days = [
      ['2026-11-23T06:00:00Z', '2026-11-24T05:59:59Z', '2026-11-24T06:00:00Z'],
      ['2026-03-08T06:00:00Z', '2026-03-09T04:59:59Z', '2026-03-09T05:00:00Z'],
      ['2026-11-01T05:00:00Z', '2026-11-02T05:59:59Z', '2026-11-02T06:00:00Z'],
    ] as const;
    for (const [begins, last, next] of days) {
      const day = new Date(begins);
      const record = { ...nothing, day, ours: 9_000, usage: { ...reading({ total: 9_500, ours: 9_000 }), day } };
      expect(restOf('loads', dayUseOf(record, new Date(last)), limits, new Date(last))?.until).toEqual(new Date(next));
      expect(dayUseOf(record, new Date(next))).toMatchObject({ ours: 0, others: 0, total: 0, asOf: null });
    }
  });
});

describe('who rests', () => {
  test.each<[number, CallLane[]]>([
    [6_999, []],
    [7_000, ['loads']],
    [8_999, ['loads']],
    [9_000, ['deliveries', 'feeds', 'loads']],
    [9_800, ['live-grid', 'deliveries', 'feeds', 'loads']],
    [12_000, ['live-grid', 'deliveries', 'feeds', 'loads']],
  ])('at %i of 10,000 calls: %j', (total, resting) => {
    const use = dayUseOf({ ...nothing, ours: total }, now);
    expect(callLanes.filter((lane) => restOf(lane, use, limits, now))).toEqual(resting);
  });

  test('other integrations count as much as we do, and the admin is told so', () => {
    const use = dayUseOf({ ...nothing, ours: 10, usage: reading({ total: 9_010, ours: 10 }) }, now);
    expect(restOf('feeds', use, limits, now)).toEqual({
      until: midnight,
      why: "90 % of today's 10,000 Marketo API calls are used, 9,000 of them by other integrations; the rest is kept for people at their screens.",
    });
  });

  test('an admin may let loads rest earlier or later', () => {
    const use = dayUseOf({ ...nothing, ours: 5_000 }, now);
    expect(restOf('loads', use, { ...limits, loadsDayPercent: 50 }, now)).not.toBeNull();
    expect(restOf('loads', use, { ...limits, loadsDayPercent: 51 }, now)).toBeNull();
  });

  test('once Marketo says that the quota is spent, all but checks before sending and opt-outs', () => {
    const use = dayUseOf({ ...nothing, ours: 10, quotaSpentUntil: midnight }, now);
    expect(callLanes.filter((lane) => restOf(lane, use, limits, now) === null)).toEqual(['send-check']);
    expect(restOf('live-grid', use, limits, now)?.until).toEqual(midnight);
    expect(dayUseOf({ ...nothing, quotaSpentUntil: midnight }, midnight).spentUntil).toBeNull();
  });
});

describe('what slows down before anything stops', () => {
  test.each([
    [6_999, 60_000, 0],
    [7_000, 180_000, 0],
    [9_000, 180_000, 300_000],
  ])('at %i of 10,000 calls the feeds are left alone for %i ms and a grid for %i ms', (ours, feedsMs, gridMs) => {
    const use = dayUseOf({ ...nothing, ours }, now);
    expect(feedPauseMs(60, use, limits)).toBe(feedsMs);
    expect(gridPatienceMs(use, limits)).toBe(gridMs);
  });
});

describe("Marketo's own count is read again", () => {
  test.each([
    ['when it was never read', { ...nothing }, true],
    ['not at once', { ...nothing, ours: 249, usage: reading({ ours: 0 }) }, false],
    ['after 250 calls', { ...nothing, ours: 250, usage: reading({ ours: 0 }) }, true],
    ['not before 15 minutes', { ...nothing, usage: reading({ minutesAgo: 14 }) }, false],
    ['after 15 minutes', { ...nothing, usage: reading({ minutesAgo: 15 }) }, true],
    ['on a new day', { ...nothing, usage: { ...reading({}), day: new Date('2026-11-22T06:00:00Z') } }, true],
  ])('%s', (_, record, due) => {
    expect(usageIsDue(record, now)).toBe(due);
  });
});

function reading({ total = 0, ours = 0, minutesAgo = 0 }) {
  return { day: today, total, ours, readAt: new Date(now.getTime() - minutesAgo * 60_000) };
}
