import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayCalls, dayCost } from './model';

const people = { sellers: 100, gridLoadsPerSeller: 40, people: 100_000 };

describe('what a day costs', () => {
  test('by what it is spent on', () => {
    expect(dayCost({ ...people, feedIntervalSeconds: 60 })).toEqual({
      feeds: 4_320,
      refresh: 1_440,
      sweep: 334 + 48,
      discovery: 120 + 48,
      compare: 24,
      grid: 8_000,
      usage: 192,
    });
  });

  test('without people and sellers only the feeds, the hourly export and the statistics are left', () => {
    expect(dayCalls({ sellers: 0, gridLoadsPerSeller: 40, people: 0, feedIntervalSeconds: 900 })).toBe(
      96 * 4 + 120 + 192,
    );
  });

  test('is what docs/operations.md says', () => {
    const docs = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
    const rows = [...docs.matchAll(/^\| ([\d,]+) \| (\d+) s \| ([\d,]+) \| (\d+) % \|$/gm)].map((row) =>
      row.slice(1).map((text) => Number(text.replaceAll(',', ''))),
    );
    expect(rows).toHaveLength(6);
    for (const [count = 0, feedIntervalSeconds = 0, calls, percent] of rows) {
      const total = dayCalls({ ...people, people: count, feedIntervalSeconds });
      expect([calls, percent]).toEqual([total, Math.round(total / 500)]);
    }
  });
});
