/** The seeds that every commit plays; two files share them, so that they run side by side. */
import { expect } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { layGround } from './ground';
import { failureOf } from './play-seeds';
import { runSeed } from './run-seed';

/** Long enough for a machine that does other things besides. */
export const seedsTimeoutMs = 900_000;

/** Fails with the history of every seed that went wrong, and how to play it again. */
export async function expectAllWell(from: number, to: number): Promise<void> {
  const database = await testDatabase();
  const ground = await layGround(database.url);
  const failures: string[] = [];
  for (let seed = from; seed <= to; seed += 1) {
    const result = await runSeed(ground, seed);
    if (result.wrong.length > 0) failures.push(failureOf(result));
  }
  await ground.close();
  await database.close();
  expect(failures.join('\n\n')).toBe('');
}
