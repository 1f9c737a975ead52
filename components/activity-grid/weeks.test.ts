import { describe, expect, it } from 'vitest';
import { countsOf, isInWeek, totalOf, weekEndOf, weekStartOf } from './weeks';

const none = { email: 0, call: 0, 'interesting-moment': 0, web: 0, score: 0 };

describe('weeks', () => {
  it.each([
    ['2026-11-16T00:00:00.000Z', '2026-11-16'],
    ['2026-11-22T23:59:59.999Z', '2026-11-16'],
    ['2026-11-23T00:00:00.000Z', '2026-11-23'],
    ['2027-01-01T12:00:00.000Z', '2026-12-28'],
  ])('%s falls in the week of %s', (moment, weekStart) => {
    expect(weekStartOf(moment)).toBe(weekStart);
    expect(isInWeek(moment, weekStart)).toBe(true);
  });

  it('end on Sunday', () => {
    expect(weekEndOf('2026-12-28')).toBe('2027-01-03');
  });

  it('are counted one by one or together', () => {
    const weeks = [
      { weekStart: '2026-11-16', counts: { ...none, email: 2, web: 1 } },
      { weekStart: '2026-11-23', counts: { ...none, email: 3 } },
    ];
    expect(countsOf(weeks, null)).toMatchObject({ email: 5, web: 1 });
    expect(countsOf(weeks, '2026-11-23')).toMatchObject({ email: 3, web: 0 });
    expect(totalOf(countsOf(weeks, null))).toBe(6);
  });
});
