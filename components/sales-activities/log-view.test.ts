import { describe, expect, it } from 'vitest';
import { dayText, isFiltered, type LogView, logQueryOf, startOfDay } from './log-view';

const nothing: LogView = {
  person: null,
  kind: null,
  seller: null,
  destination: null,
  state: null,
  problem: null,
  from: null,
  to: null,
  activity: null,
};

describe('the address of the activity log', () => {
  it('asks for everything where it says nothing, whatever passport is open', () => {
    const query = logQueryOf({ ...nothing, activity: 'x' });
    expect(Object.values(query).every((value) => value === undefined)).toBe(true);
    expect(isFiltered(query)).toBe(false);
  });

  it('asks for whole days of the viewer, the last one with its evening', () => {
    const day = new Date('2026-03-01T00:00:00Z');
    const { since, until } = logQueryOf({ ...nothing, from: day, to: day });
    expect(new Date(since ?? '')).toEqual(new Date(2026, 2, 1));
    expect(new Date(until ?? '')).toEqual(new Date(2026, 2, 2));
    expect(dayText(day)).toBe('2026-03-01');
    expect(startOfDay(new Date('2026-12-31T00:00:00Z'), 1)).toEqual(new Date(2027, 0, 1));
  });

  it('asks for what it names', () => {
    const asked = { person: 7, kind: 'call', destination: 'salesforce', state: 'rejected', problem: 'p' } as const;
    const query = logQueryOf({ ...nothing, ...asked });
    expect(query).toMatchObject(asked);
    expect(isFiltered(query)).toBe(true);
  });
});
