/** What each kind of fault does to a delivery. The one table; `policy.ts` says the same of jobs. */
import type { DeliveryFailure, Settlement } from '../deliveries/model';
import type { FaultKind } from '../provider-fault';

type Verdict =
  /** The provider did not get to it: it waits `waitMs`, and the try does not count. */
  | { to: 'queued'; counted: false; waitMs: number }
  /** It is tried again after each of these waits, then it is refused for good. */
  | { to: 'queued'; counted: true; waitMs(attempts: number, random: number): number | null }
  /** Perhaps it arrived. */
  | { to: 'unknown'; waitMs: number }
  | { to: 'rejected' };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const quickTries = 8;
const hourlyTries = 24;
const dailyTries = 14;

const verdicts: Record<FaultKind, Verdict> = {
  throttled: { to: 'queued', counted: false, waitMs: 20_000 },
  quota: { to: 'queued', counted: false, waitMs: 15 * minuteMs },
  // Whoever signs in again does not wait for long, and a session that never works is not asked for without a pause.
  'signed-out': { to: 'queued', counted: false, waitMs: 20_000 },
  // Somebody has to allow it; who does may also just wait.
  forbidden: { to: 'queued', counted: true, waitMs: (attempts) => (attempts < dailyTries ? 24 * hourMs : null) },
  unavailable: { to: 'queued', counted: true, waitMs: quickThenHourly },
  unknown: { to: 'unknown', waitMs: 30_000 },
  rejected: { to: 'rejected' },
  gone: { to: 'rejected' },
};

function quickThenHourly(attempts: number, random: number): number | null {
  if (attempts < quickTries) return Math.round((0.5 + random / 2) * Math.min(5 * minuteMs, 2_000 * 2 ** attempts));
  return attempts < quickTries + hourlyTries ? hourMs : null;
}

type Sent = { key: string; claims: number; attempts: number };

/**
 * What becomes of a delivery that was claimed and failed. `random` (0 to 1) spreads the tries of many. A provider that
 * names a pause (`retryAfterMs`) is believed.
 */
export function settlementAfter(
  { key, claims, attempts }: Sent,
  failure: DeliveryFailure & { retryAfterMs?: number },
  { now, random }: { now: Date; random: number },
): Settlement {
  const { retryAfterMs, ...said } = failure;
  const verdict = verdicts[failure.kind];
  const claimed = { key, claims, from: 'sending' } as const;
  if (verdict.to === 'rejected') return { ...claimed, to: 'rejected', failure: said };
  const after = (ms: number) => new Date(now.getTime() + ms);
  if (verdict.to === 'unknown') return { ...claimed, to: 'unknown', dueAt: after(verdict.waitMs), failure: said };
  if (!verdict.counted) {
    return { ...claimed, to: 'queued', dueAt: after(retryAfterMs ?? verdict.waitMs), counted: false, failure: said };
  }
  const waitMs = verdict.waitMs(attempts, random);
  if (waitMs === null)
    return { ...claimed, to: 'rejected', failure: { ...said, message: `${said.message} ${givenUp}` } };
  return { ...claimed, to: 'queued', dueAt: after(Math.max(waitMs, retryAfterMs ?? 0)), counted: true, failure: said };
}
const givenUp = 'It was tried again and again, and is not tried any more by itself.';

/** How often something is looked for, and how long in between, before a person has to decide. */
export const mostLooks = 12;
export const lookAgainMs = (looks: number) => Math.min(hourMs, 30_000 * 2 ** looks);
