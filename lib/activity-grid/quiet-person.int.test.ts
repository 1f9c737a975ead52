import { afterAll, beforeAll, expect, it } from 'vitest';
import { daysAgo, type Grid, record, startGrid, untilComplete } from '@/lib/test/grid';
import { loadActivities } from './service';

const newest = { limit: 50, from: 'marketo' as const };

let grid: Grid;
beforeAll(async () => {
  grid = await startGrid();
});
afterAll(() => grid.close());

it('a quiet person among 50,000 foreign activities is read a part per load, and then completely', async () => {
  const quiet = await grid.addPerson();
  const foreign = await grid.addPerson();
  const rows = Array.from({ length: 50_000 }, (_, i) => ({
    marketoId: foreign,
    at: daysAgo(700 - i * 0.014),
    typeId: 2,
  }));
  const own = [1, 5, 6, 20, 45, 80, 170, 300, 444, 690].map((days, i) => ({
    marketoId: quiet,
    at: daysAgo(days),
    typeId: i % 2 ? 10 : 2,
  }));
  const expected = record(grid.marketo, [...rows, ...own]).filter((row) => row.marketoId === quiet);

  const { page, answers } = await untilComplete(() => loadActivities(grid.ctx, quiet, newest));
  const calls = answers.map((answer) => answer.apiCalls);
  // biome-ignore lint/suspicious/noConsole: the figures are what this test is for.
  console.info(`quiet person: ${calls.reduce((sum, n) => sum + n, 0)} calls in ${calls.length} loads`);

  expect(page.items.map((item) => item.id)).toEqual(expected.map((row) => row.guid));
  expect(page.nextBefore).toBeNull();
  expect(Math.max(...calls)).toBeLessThanOrEqual(6);
  // Two groups, and windows of 7, 30, 90, 365 and 700 days in blocks of 1,000 rows: nothing is read twice over.
  const blocks = [7, 30, 90, 365, 700].reduce((sum, days) => sum + Math.ceil((days / 0.014 + 1) / 1_000), 0);
  expect(calls.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(2 * blocks + 5 + 2 * answers.length);
  // Rows once shown stay shown while older ones are being read.
  const shown = answers.map((answer) => answer.items.length);
  expect(shown).toEqual([...shown].sort((a, b) => a - b));

  const warm = await loadActivities(grid.ctx, quiet, newest);
  expect(warm).toMatchObject({ apiCalls: 2, complete: true, live: true });
});
