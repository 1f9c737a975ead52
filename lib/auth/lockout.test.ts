import { describe, expect, it } from 'vitest';
import { afterFailure, attemptKey, blockMsAfter, waitMs } from './lockout';
import type { AttemptRecord } from './model';

const start = new Date('2026-03-02T09:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);
const fresh = (kind: 'email' | 'address'): AttemptRecord => ({
  key: attemptKey(kind, 'x'),
  failures: 0,
  lastFailedAt: start,
  blockedUntil: null,
});

describe('lock-out', () => {
  it.each([
    [1, 0],
    [4, 0],
    [5, 30],
    [6, 60],
    [7, 120],
    [9, 480],
    [10, 900],
    [11, 900],
    [5_000, 900],
  ])('failure %i of an e-mail costs %i seconds', (failures, seconds) => {
    expect(blockMsAfter('email', failures)).toBe(seconds * 1000);
  });

  it.each([
    [5, 0],
    [19, 0],
    [20, 30],
    [21, 60],
  ])('failure %i from an address costs %i seconds', (failures, seconds) => {
    expect(blockMsAfter('address', failures)).toBe(seconds * 1000);
  });

  it('blocks at the fifth failure and opens again when the time is over', () => {
    let record = fresh('email');
    for (let i = 0; i < 5; i++) record = afterFailure(record, start);
    expect(waitMs([record], start)).toBe(30_000);
    expect(waitMs([record], later(29_999))).toBe(1);
    expect(waitMs([record], later(30_000))).toBe(0);
  });

  it('waits for the slowest key', () => {
    const blocked = { ...fresh('address'), blockedUntil: later(5_000) };
    expect(waitMs([fresh('email'), blocked], start)).toBe(5_000);
    expect(waitMs([], start)).toBe(0);
  });

  it('forgets after an hour without failures', () => {
    const record = { ...fresh('email'), failures: 9 };
    expect(afterFailure(record, later(60 * 60_000)).failures).toBe(10);
    expect(afterFailure(record, later(60 * 60_000 + 1))).toMatchObject({ failures: 1, blockedUntil: null });
  });
});
