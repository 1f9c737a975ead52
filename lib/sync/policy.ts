/** What each kind of fault does to a job. The one table; transports and jobs only name the kind. */
import { nextCentralMidnight } from '../call-budget/model';
import type { FaultKind } from '../provider-fault';
import type { RunOutcome } from './model';

export type JobVerdict = {
  /** Try the same step again in this run, up to three times in a row. */
  retryStep: boolean;
  outcome: RunOutcome;
  /** The job sleeps until an admin, or a changed connection, wakes it. */
  pause: boolean;
  /** How long to wait from `now` before the next run when the fault does not say. */
  waitMs(now: Date): number;
};

const seconds = (n: number) => () => n * 1000;
const untilCentralMidnight = (now: Date) => nextCentralMidnight(now).getTime() - now.getTime();

const verdicts: Record<FaultKind, JobVerdict> = {
  throttled: { retryStep: false, outcome: 'throttled', pause: false, waitMs: seconds(20) },
  quota: { retryStep: false, outcome: 'throttled', pause: false, waitMs: untilCentralMidnight },
  // A token can be refused twice in a row while Marketo renews it; only one that never heals needs a person.
  'signed-out': { retryStep: true, outcome: 'failed', pause: true, waitMs: seconds(0) },
  forbidden: { retryStep: false, outcome: 'failed', pause: true, waitMs: seconds(0) },
  unavailable: { retryStep: true, outcome: 'failed', pause: false, waitMs: seconds(30) },
  unknown: { retryStep: true, outcome: 'failed', pause: false, waitMs: seconds(30) },
  rejected: { retryStep: false, outcome: 'failed', pause: false, waitMs: seconds(60) },
  gone: { retryStep: false, outcome: 'failed', pause: false, waitMs: seconds(60) },
};

export const verdictOnJob = (kind: FaultKind): JobVerdict => verdicts[kind];

/** Exponential with full jitter, 0.5 s to 30 s. `random` in [0, 1). */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(30_000, 500 * 2 ** attempt));
}
