import { describe, expect, it } from 'vitest';
import { hourBars, sumBars } from './day-bars';

const none = { 'send-check': 0, 'live-grid': 0, deliveries: 0, feeds: 0, loads: 0 };
const day = {
  beginsAt: '2026-11-23T06:00:00.000Z',
  endsAt: '2026-11-23T10:00:00.000Z',
  dailyCalls: 1_000,
  ours: 30,
  others: 70,
  total: 100,
  usageReadAt: null,
  usageFault: null,
  forecast: { steady: 100, scheduled: 0, others: 100, total: 300 },
  errors: [],
};
const hours = [
  { hour: '2026-11-23T06:00:00.000Z', calls: { ...none, feeds: 10 } },
  { hour: '2026-11-23T07:00:00.000Z', calls: { ...none, feeds: 10, loads: 10 } },
  { hour: '2026-11-23T08:00:00.000Z', calls: none },
  { hour: '2026-11-23T09:00:00.000Z', calls: none },
];
const label = (hour: string) => hour.slice(11, 13);

describe('the curve of the day', () => {
  it('adds up hour by hour and goes on to what is expected at midnight', () => {
    const bars = sumBars({ asOf: '2026-11-23T08:00:00.000Z', day, hours }, label);
    expect(bars.map((bar) => bar.label)).toEqual(['06', '07', '08', '09']);
    expect(bars.map(({ values }) => [values.feeds, values.loads, values.others, values.expected])).toEqual([
      [10, 0, 0, undefined],
      [20, 10, 0, undefined],
      [20, 10, 70, undefined],
      [20, 10, 70, 200],
    ]);
    const atMidnight = Object.values(bars.at(-1)?.values ?? {}).reduce((sum, value) => sum + value, 0);
    expect(atMidnight).toBe(day.forecast.total);
  });

  it('or shows each hour for itself', () => {
    expect(hourBars({ hours }, label)[1]?.values).toEqual({ ...none, feeds: 10, loads: 10 });
  });
});
