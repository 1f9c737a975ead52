import type { AttemptKey, AttemptKind, AttemptRecord } from './model';

// A whole office signs in from one address, so its typing errors must not lock everybody out.
const firstBlockingFailure: Record<AttemptKind, number> = { email: 5, address: 20 };
const firstBlockMs = 30_000;
const longestBlockMs = 15 * 60_000;

/** Failures older than this no longer count. */
export const failuresFadeMs = 60 * 60_000;

/** The key under which tries of this e-mail or address are counted. */
export function attemptKey(kind: AttemptKind, value: string): AttemptKey {
  return `${kind}:${value}`;
}

/** How long to wait after the n-th failure in a row: nothing, then 30 s doubling up to 15 minutes. */
export function blockMsAfter(kind: AttemptKind, failures: number): number {
  const blocksBefore = failures - firstBlockingFailure[kind];
  if (blocksBefore < 0) return 0;
  return Math.min(firstBlockMs * 2 ** blocksBefore, longestBlockMs);
}

/** Milliseconds until a try is allowed again under all of `records`; 0 when it is allowed now. */
export function waitMs(records: AttemptRecord[], now: Date): number {
  const waits = records.map((record) => (record.blockedUntil ? record.blockedUntil.getTime() - now.getTime() : 0));
  return Math.max(0, ...waits);
}

/** The record after one more failure at `now`; an old count starts again at one. */
export function afterFailure(record: AttemptRecord, now: Date): AttemptRecord {
  const faded = now.getTime() - record.lastFailedAt.getTime() > failuresFadeMs;
  const failures = faded ? 1 : record.failures + 1;
  const blockMs = blockMsAfter(kindOf(record.key), failures);
  return {
    key: record.key,
    failures,
    lastFailedAt: now,
    blockedUntil: blockMs > 0 ? new Date(now.getTime() + blockMs) : null,
  };
}

function kindOf(key: AttemptKey): AttemptKind {
  return key.startsWith('email:') ? 'email' : 'address';
}
