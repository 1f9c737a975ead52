import { expect, it } from 'vitest';
import type { DueDelivery } from '@/db/queries/deliveries';
import { windowsOf } from './look-windows';

const sent = (at: string) => ({ delivery: { sentAt: new Date(at), changedAt: new Date(0) } }) as DueDelivery;

it('what was sent about the same time is looked for together, and nothing is read of the time between', () => {
  const windows = windowsOf([sent('2026-03-02T10:00:00Z'), sent('2026-02-01T08:00:00Z'), sent('2026-03-02T11:30:00Z')]);
  expect(windows.map(({ due, since, until }) => [due.length, since.toISOString(), until.toISOString()])).toEqual([
    [1, '2026-02-01T07:30:00.000Z', '2026-02-01T08:33:00.000Z'],
    [2, '2026-03-02T09:30:00.000Z', '2026-03-02T12:03:00.000Z'],
  ]);
});

it('of many times the oldest come first, and a handful at once', () => {
  const days = Array.from({ length: 9 }, (_, day) => sent(`2026-03-1${day}T10:00:00Z`));
  const windows = windowsOf(days.toReversed());
  expect(windows).toHaveLength(5);
  expect(windows[0]?.due).toEqual([days[0]]);
});

it('nothing is looked for where nothing is due', () => expect(windowsOf([])).toEqual([]));
