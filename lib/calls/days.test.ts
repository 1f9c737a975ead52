import { describe, expect, it, test } from 'vitest';
import { dayBounds, daysOf, periodMoments, startOfDay } from './days';

test.each([
  ['an ordinary day', '2026-03-01', 'UTC', '2026-03-01T00:00:00Z'],
  ['west of Greenwich', '2026-03-01', 'America/New_York', '2026-03-01T05:00:00Z'],
  ['half an hour off', '2026-03-01', 'Asia/Kolkata', '2026-02-28T18:30:00Z'],
  ['far in the east', '2026-03-01', 'Pacific/Kiritimati', '2026-02-28T10:00:00Z'],
  ['far in the west', '2026-03-01', 'Pacific/Pago_Pago', '2026-03-01T11:00:00Z'],
  ['the day the clocks go forward', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
  ['the day after it', '2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
  ['a day without midnight', '2026-09-06', 'America/Santiago', '2026-09-06T04:00:00Z'],
  ['the day after midnight came twice', '2026-04-05', 'America/Santiago', '2026-04-05T04:00:00Z'],
  ['a day on which midnight comes twice', '2026-11-01', 'America/Havana', '2026-11-01T04:00:00Z'],
  ['a day that was left out', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
])('%s begins when its first moment is', (_, day, timeZone, moment) => {
  expect(startOfDay(day, timeZone)).toEqual(new Date(moment));
});

describe('a period', () => {
  it('lasts from the first moment of its first day to the last of its last', () => {
    expect(periodMoments({ from: '2026-03-28', to: '2026-03-29', timeZone: 'Europe/Berlin' })).toEqual({
      from: new Date('2026-03-27T23:00:00Z'),
      until: new Date('2026-03-29T22:00:00Z'),
    });
  });

  it('may have one end, or none', () => {
    expect(periodMoments({ from: '2026-03-01', timeZone: 'UTC' })).toEqual({ from: new Date('2026-03-01') });
    expect(periodMoments({ timeZone: 'UTC' })).toEqual({});
    expect(daysOf({ from: '2026-03-01', timeZone: 'UTC' }, 366)).toBeNull();
  });

  it('has its days, unless they are too many', () => {
    const period = { from: '2026-02-27', to: '2026-03-02', timeZone: 'UTC' };
    expect(daysOf(period, 4)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(daysOf(period, 3)).toBeNull();
    expect(daysOf({ from: '2026-03-02', to: '2026-03-01', timeZone: 'UTC' }, 3)).toEqual([]);
  });

  it('has one bound more than days', () => {
    expect(dayBounds(['2026-03-28', '2026-03-29'], 'Europe/Berlin').map((bound) => bound.toISOString())).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    expect(dayBounds([], 'UTC')).toEqual([]);
  });
});
