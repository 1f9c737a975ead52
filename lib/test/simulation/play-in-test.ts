/** The seeds that every commit plays; two files share them, so that they run side by side. */
import { expect } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { type About, failureOf, storiesOf } from './play-seeds';

/** Long enough for a machine that does other things besides. */
export const seedsTimeoutMs = 900_000;

/** Fails with the history of every seed that went wrong, and how to play it again. */
export async function expectAllWell(about: About, from: number, to: number): Promise<void> {
  const database = await testDatabase();
  const stories = await storiesOf(about, database.url);
  const failures: string[] = [];
  for (let seed = from; seed <= to; seed += 1) {
    const result = await stories.play(seed);
    if (result.wrong.length > 0) failures.push(failureOf(result, { traced: false, about }));
  }
  await stories.close();
  await database.close();
  expect(failures.join('\n\n')).toBe('');
}
