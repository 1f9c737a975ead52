import { it } from 'vitest';
import { expectAllWell, seedsTimeoutMs } from './play-in-test';

it(
  'seeds 1 to 100: whatever happens, people come right in the end',
  () => expectAllWell('people', 1, 100),
  seedsTimeoutMs,
);
