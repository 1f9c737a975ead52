import { it } from 'vitest';
import { expectAllWell, seedsTimeoutMs } from './play-in-test';

it(
  'seeds 101 to 200: whatever happens, people come right in the end',
  () => expectAllWell('people', 101, 200),
  seedsTimeoutMs,
);
