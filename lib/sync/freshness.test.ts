import { describe, expect, it } from 'vitest';
import { freshnessFrom } from './freshness';

const now = new Date('2026-03-01T10:02:00Z');
const five = new Date('2026-03-01T09:55:00Z');

describe('freshness', () => {
  it('is the time within which half, and 95 of 100, of the changes were seen', () => {
    const counts = [
      { at: five, seconds: 90, samples: 6 },
      { at: five, seconds: 20, samples: 94 },
    ];
    expect(freshnessFrom(counts, now)).toMatchObject({ p50Seconds: 20, p95Seconds: 90, samples: 100 });
  });

  it('is twelve slices of an hour, the running one last, those without a change empty', () => {
    const { slices } = freshnessFrom([{ at: five, seconds: 20, samples: 9 }], now);
    expect(slices).toHaveLength(12);
    expect(slices[0]?.at).toBe('2026-03-01T09:05:00.000Z');
    expect(slices.at(-1)).toEqual({ at: '2026-03-01T10:00:00.000Z', p50Seconds: null, p95Seconds: null, samples: 0 });
    expect(slices.at(-2)).toEqual({ at: five.toISOString(), p50Seconds: 20, p95Seconds: 20, samples: 9 });
  });

  it('is unknown without a change', () => {
    expect(freshnessFrom([], now)).toMatchObject({ p50Seconds: null, p95Seconds: null, samples: 0 });
  });
});
