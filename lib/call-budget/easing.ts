/** After a 606 or 615 everybody calls half as much, then little by little as much as before. Pure. */
import type { CallLimits } from './model';

/** The part of the limits (0 to 1) that was left at `at`. */
export type Easing = { at: Date; calls: number; concurrent: number };

const least = 0.1;
/** From half to all: 100 s for the calls of a window, 60 s for those at once. */
const callsRegainedPerMs = 0.5 / 100_000;
const concurrentRegainedPerMs = 0.5 / 60_000;
// Answers to calls that were already under way say nothing new.
const sameEventMs = { calls: 20_000, 'at-once': 3_000 };

/** The limits as they are at `now`, while they recover. */
export function easedLimits(limits: CallLimits, easing: Easing | null, now: Date): CallLimits {
  const { calls, concurrent } = recovered(easing, now);
  return {
    ...limits,
    callsPerWindow: Math.max(1, Math.floor(limits.callsPerWindow * calls + 1e-9)),
    concurrent: Math.max(1, Math.floor(limits.concurrent * concurrent + 1e-9)),
  };
}

/** The easing after Marketo has pushed back once more. */
export function easedAgain(easing: Easing | null, fewer: 'calls' | 'at-once', now: Date): Easing {
  const { calls, concurrent } = recovered(easing, now);
  const sinceMs = easing ? now.getTime() - easing.at.getTime() : Number.POSITIVE_INFINITY;
  const part = fewer === 'calls' ? easing?.calls : easing?.concurrent;
  if (easing && part !== 1 && sinceMs < sameEventMs[fewer]) return easing;
  return {
    at: now,
    calls: fewer === 'calls' ? Math.max(least, calls / 2) : calls,
    concurrent: fewer === 'at-once' ? Math.max(least, concurrent / 2) : concurrent,
  };
}

function recovered(easing: Easing | null, now: Date): { calls: number; concurrent: number } {
  if (!easing) return { calls: 1, concurrent: 1 };
  const sinceMs = Math.max(0, now.getTime() - easing.at.getTime());
  return {
    calls: Math.min(1, easing.calls + sinceMs * callsRegainedPerMs),
    concurrent: Math.min(1, easing.concurrent + sinceMs * concurrentRegainedPerMs),
  };
}
