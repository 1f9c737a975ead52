import { describe, expect, test } from 'vitest';
import { lastCentralMidnight, nextCentralMidnight } from './model';

describe('the quota day, midnight to midnight in Chicago', () => {
  test.each([
    ['in winter', '2026-11-23T12:00:00Z', '2026-11-23T06:00:00Z', '2026-11-24T06:00:00Z'],
    ['in summer', '2026-07-01T12:00:00Z', '2026-07-01T05:00:00Z', '2026-07-02T05:00:00Z'],
    ['late in the evening there', '2026-11-24T05:59:59Z', '2026-11-23T06:00:00Z', '2026-11-24T06:00:00Z'],
    ['at midnight itself', '2026-11-24T06:00:00Z', '2026-11-24T06:00:00Z', '2026-11-25T06:00:00Z'],
    ['on the day of 23 hours', '2026-03-08T12:00:00Z', '2026-03-08T06:00:00Z', '2026-03-09T05:00:00Z'],
    ['on the day of 25 hours', '2026-11-01T12:00:00Z', '2026-11-01T05:00:00Z', '2026-11-02T06:00:00Z'],
    ['over the turn of a year', '2027-01-01T03:00:00Z', '2026-12-31T06:00:00Z', '2027-01-01T06:00:00Z'],
  ])('%s', (_, now, start, end) => {
    expect(lastCentralMidnight(new Date(now))).toEqual(new Date(start));
    expect(nextCentralMidnight(new Date(now))).toEqual(new Date(end));
  });
});
