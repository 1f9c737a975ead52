import { describe, expect, it } from 'vitest';
import { daysBefore } from './plan';
import { aRead } from './sample-read';
import { needsOlderWeeks, weekStarts } from './weeks';

describe('the weeks', () => {
  it.each([
    ['a Monday', '2026-11-23T00:00:00Z', '2026-11-23'],
    ['a Sunday night', '2026-11-29T23:59:59Z', '2026-11-23'],
    ['the turn of the year', '2027-01-01T12:00:00Z', '2026-12-28'],
  ])('are 13 Mondays up to the week of %s', (_, now, lastMonday) => {
    const starts = weekStarts(new Date(now));
    expect(starts).toHaveLength(13);
    expect(starts.at(-1)).toBe(lastMonday);
    expect(starts.every((start) => new Date(start).getUTCDay() === 1)).toBe(true);
    expect(new Set(starts).size).toBe(13);
  });

  it('need older rows until every group covers 90 days', () => {
    const now = new Date('2026-11-23T10:00:00Z');
    const covered = (days: number) => aRead({ headToken: 'head', coveredFrom: daysBefore(now, days) });
    expect(needsOlderWeeks([covered(90), covered(30)], now)).toBe(true);
    expect(needsOlderWeeks([covered(90), covered(365)], now)).toBe(false);
  });
});
