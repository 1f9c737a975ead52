import { describe, expect, it } from 'vitest';
import { faultKinds } from '../provider-fault';
import { backoffMs, verdictOnJob } from './policy';

describe('verdictOnJob', () => {
  it.each(['signed-out', 'forbidden'] as const)('%s pauses the job until somebody mends the connection', (kind) => {
    expect(verdictOnJob(kind)).toMatchObject({ pause: true, outcome: 'failed' });
  });

  it.each(['throttled', 'quota'] as const)('%s waits without calling it a failure', (kind) => {
    expect(verdictOnJob(kind)).toMatchObject({ pause: false, outcome: 'throttled', retryStep: false });
    expect(verdictOnJob(kind).waitMs).toBeGreaterThan(0);
  });

  it('only retries a step at once where the next try may well succeed', () => {
    expect(faultKinds.filter((kind) => verdictOnJob(kind).retryStep)).toEqual(['signed-out', 'unavailable', 'unknown']);
  });
});

describe('backoffMs', () => {
  it('doubles its ceiling and caps it at 30 s', () => {
    expect([0, 1, 2, 10].map((attempt) => backoffMs(attempt, 1))).toEqual([500, 1000, 2000, 30_000]);
  });

  it('spreads over the whole range', () => {
    expect(backoffMs(3, 0)).toBe(0);
    expect(backoffMs(3, 0.5)).toBe(2000);
  });
});
