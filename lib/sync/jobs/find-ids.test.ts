import { describe, expect, it } from 'vitest';
import { idRange, idSamples } from './find-ids';

describe('idSamples', () => {
  it.each([0, 1, 7, 1_000, 5_000_000, 2 ** 31 - 2])(
    'spreads at most one call upwards from %i, dense at first',
    (from) => {
      const ids = idSamples(from, 'up');
      expect(ids.length).toBeLessThanOrEqual(300);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.min(...ids)).toBe(from + 1);
      expect(Math.max(...ids)).toBeLessThanOrEqual(2 ** 31 - 1);
      if (from < 1_000_000) expect(Math.max(...ids)).toBeGreaterThan(2 ** 30);
    },
  );

  it.each([2, 7, 151, 1_000, 5_000_000])('spreads at most one call downwards from %i to 1', (from) => {
    const ids = idSamples(from, 'down');
    expect(ids.length).toBeLessThanOrEqual(300);
    expect(new Set(ids).size).toBe(ids.length);
    expect([Math.max(...ids), Math.min(...ids)]).toEqual([from - 1, 1]);
  });

  it('has nothing to ask below 1', () => {
    expect(idSamples(1, 'down')).toEqual([]);
  });
});

it('makes a range of both ends, or none', () => {
  expect(idRange(3, 5)).toEqual([3, 4, 5]);
  expect(idRange(5, 4)).toEqual([]);
});
