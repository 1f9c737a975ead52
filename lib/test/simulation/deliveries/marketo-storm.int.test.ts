/**
 * Deliveries to Marketo in a storm: a tenth of the answers lost after the write, codes, resets, pages of HTML, processes
 * killed and standing still at any statement, commit or request. Each seed is told by its number.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { type Ground, layGround } from '../ground';
import { marketoStorm } from './marketo-storm';

let database: Awaited<ReturnType<typeof testDatabase>>;
let ground: Ground;

beforeAll(async () => {
  database = await testDatabase();
  ground = await layGround(database.url);
});
afterAll(async () => {
  await ground.close();
  await database.close();
});

const seeds = [[1, 500], ...Array.from({ length: 12 }, (_, n) => [n + 2, 80])] as [number, number][];

let struck = 0;

it.each(seeds)(
  'seed %i: %i activities, each in Marketo once, with the right person, and known here',
  async (seed, activities) => {
    const { wrong, journal, deliveries, sentAgain } = await marketoStorm(ground, database.db, seed, activities);
    expect(wrong, `seed ${seed}\n${journal.join('\n')}`).toEqual([]);
    expect(deliveries).toBe(activities);
    struck += sentAgain;
  },
  300_000,
);

it('the storm struck: many of them had to be taken more than once', () => {
  const all = seeds.reduce((sum, [, activities]) => sum + activities, 0);
  expect(struck).toBeGreaterThan(all / 10);
});
