import { describe, expect, test } from 'vitest';
import { type ForecastInput, forecastOf } from './forecast';
import type { CallLane } from './model';

const dayStart = new Date('2026-11-23T06:00:00Z');
const dayEnd = new Date('2026-11-24T06:00:00Z');
const noon = new Date('2026-11-23T18:00:00Z');
const quiet: ForecastInput = { now: noon, dayStart, dayEnd, ours: 0, others: 0, hours: [], scheduled: [] };

describe('forecastOf', () => {
  test('is what was used when nothing goes on', () => {
    expect(forecastOf({ ...quiet, ours: 700 })).toEqual({ steady: 0, scheduled: 0, others: 0, total: 700 });
  });

  test('prolongs the last three hours, not the day', () => {
    const hours = [row(7, 'feeds', 9_000), row(15, 'feeds', 100), row(16, 'feeds', 100), row(17, 'live-grid', 100)];
    expect(forecastOf({ ...quiet, ours: 9_300, hours })).toMatchObject({ steady: 1_200, total: 10_500 });
  });

  test('just after midnight it goes by the hours before', () => {
    const now = new Date('2026-11-23T06:15:00Z');
    const hours = [row(4, 'feeds', 240), row(5, 'feeds', 240), row(6, 'feeds', 60)];
    expect(forecastOf({ ...quiet, now, ours: 60, hours }).steady).toBe(5_700);
  });

  test('gives a load under way one more hour', () => {
    const hours = [row(17, 'loads', 5_000), row(18, 'loads', 3_000)];
    const now = new Date('2026-11-23T18:30:00Z');
    expect(forecastOf({ ...quiet, now, ours: 8_000, hours })).toMatchObject({
      steady: 0,
      scheduled: 6_000,
      total: 14_000,
    });
  });

  test('counts of a sweep what lies before midnight', () => {
    const scheduled = [{ from: new Date('2026-11-24T03:00:00Z'), to: new Date('2026-11-24T07:00:00Z'), calls: 400 }];
    expect(forecastOf({ ...quiet, scheduled })).toMatchObject({ scheduled: 300, total: 300 });
    const begun = new Date('2026-11-24T05:00:00Z');
    expect(forecastOf({ ...quiet, now: begun, scheduled })).toMatchObject({ scheduled: 100 });
  });

  test('lets others go on as they did today, once the day is half an hour old', () => {
    expect(forecastOf({ ...quiet, others: 6_000 })).toMatchObject({ others: 6_000, total: 12_000 });
    const now = new Date('2026-11-23T06:10:00Z');
    expect(forecastOf({ ...quiet, now, others: 6_000 })).toMatchObject({ others: 0, total: 6_000 });
  });
});

function row(hour: number, lane: CallLane, calls: number) {
  return { hour: new Date(`2026-11-23T${String(hour).padStart(2, '0')}:00:00Z`), lane, calls };
}
