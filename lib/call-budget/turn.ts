/** The rule of the call budget: may this lane call now, and if not, when is it worth asking again? Pure. */
import type { CallLane, CallLimits, CallLoad } from './model';

export type Turn = { granted: true } | { granted: false; waitMs: number };

/** A share of the budget that some lanes have together. A lane needs room in every share it belongs to. */
type Share = { lanes: readonly CallLane[]; calls: number; concurrent: number };

// A call in flight ends without notice; asking again this often costs one small query.
const lookAgainMs = 150;

/** Judges `lane` against everything in `load` at `now`. */
export function turnOf(lane: CallLane, load: CallLoad, limits: CallLimits, now: Date): Turn {
  const pauseMs = load.pausedUntil ? load.pausedUntil.getTime() - now.getTime() : 0;
  const waits = sharesOf(limits)
    .filter((share) => share.lanes.includes(lane))
    .map((share) => waitInShare(share, load, limits.windowMs, now));
  const waitMs = Math.max(pauseMs, ...waits);
  return waitMs > 0 ? { granted: false, waitMs } : { granted: true };
}

/**
 * Urgent lanes may use everything. Other lanes leave the reserve free, at most a third of it all when the limits are
 * small; and loads, which never end by themselves, leave the deliveries and feeds a little besides.
 */
function sharesOf(limits: CallLimits): Share[] {
  const calls = limits.callsPerWindow - Math.min(limits.reservedCalls, Math.floor(limits.callsPerWindow / 3));
  const concurrent = limits.concurrent - Math.min(limits.reservedConcurrent, Math.floor(limits.concurrent / 3));
  return [
    {
      lanes: ['send-check', 'live-grid', 'deliveries', 'feeds', 'loads'],
      calls: limits.callsPerWindow,
      concurrent: limits.concurrent,
    },
    { lanes: ['deliveries', 'feeds', 'loads'], calls, concurrent },
    { lanes: ['loads'], calls: Math.max(1, calls - 2), concurrent: Math.max(1, concurrent - 1) },
  ];
}

/** 0 when there is room; else until the oldest call that is in the way leaves the window. */
function waitInShare(share: Share, load: CallLoad, windowMs: number, now: Date): number {
  const calls = load.calls.filter((call) => share.lanes.includes(call.lane));
  const inFlight = calls.filter((call) => call.inFlight).length;
  const endsMs = calls
    .map((call) => call.takenAt.getTime() + windowMs - now.getTime())
    .filter((ms) => ms > 0)
    .sort((a, b) => b - a);
  const windowWaitMs = endsMs[share.calls - 1] ?? 0;
  return Math.max(windowWaitMs, inFlight >= share.concurrent ? lookAgainMs : 0);
}
