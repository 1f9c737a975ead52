import { describe, expect, it } from 'vitest';
import { faultKinds } from '../provider-fault';
import { backoffMs, verdictOnJob } from './policy';

const now = new Date('2026-03-02T09:00:00Z');

describe('verdictOnJob', () => {
  it.each(['signed-out', 'forbidden'] as const)('%s pauses the job until somebody mends the connection', (kind) => {
    expect(verdictOnJob(kind)).toMatchObject({ pause: true, outcome: 'failed' });
  });

  it.each(['throttled', 'quota'] as const)('%s waits without calling it a failure', (kind) => {
    expect(verdictOnJob(kind)).toMatchObject({ pause: false, outcome: 'throttled', retryStep: false });
    expect(verdictOnJob(kind).waitMs(now)).toBeGreaterThan(0);
  });

  it('quota waits until midnight in the central United States, when it starts anew, also across a change of the clock', () => {
    const waitsUntil = (iso: string) =>
      new Date(Date.parse(iso) + verdictOnJob('quota').waitMs(new Date(iso))).toISOString();
    expect(waitsUntil('2026-07-01T12:00:00Z')).toBe('2026-07-02T05:00:00.000Z');
    expect(waitsUntil('2026-11-01T12:00:00Z')).toBe('2026-11-02T06:00:00.000Z');
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
