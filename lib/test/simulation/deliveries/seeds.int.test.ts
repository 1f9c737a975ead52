import { it } from 'vitest';
import { expectAllWell, seedsTimeoutMs } from '../play-in-test';

it(
  'seeds 1 to 60: whatever happens, every activity arrives once, or says why not',
  () => expectAllWell('deliveries', 1, 60),
  seedsTimeoutMs,
);
