/** The rule of the call budget: may this lane call now, and if not, when is it worth asking again? Pure. */
import { type CallLane, type CallLimits, type CallLoad, callLanes, isUrgent, laneShares } from './model';

export type Turn = { granted: true } | { granted: false; waitMs: number };

type Rates = Pick<CallLimits, 'callsPerWindow' | 'windowMs' | 'concurrent'>;

// A call in flight ends without notice; asking again this often costs one small query.
const lookAgainMs = 150;
// Loads start their calls evenly, this many parts to a window: places then come free every moment, not all at once.
const partsOfWindow = 10;

/** Judges `lane` against everything in `load` at `now`. A lane needs room in its own share and in those above it. */
export function turnOf(lane: CallLane, load: CallLoad, limits: Rates, now: Date): Turn {
  const lent = nobodyUrgent(load, limits.windowMs, now);
  const shares = callLanes.slice(0, callLanes.indexOf(lane) + 1);
  const waitMs = Math.max(
    load.pausedUntil ? load.pausedUntil.getTime() - now.getTime() : 0,
    lane === 'loads' ? paceWaitMs(load, limits, lent, now) : 0,
    ...shares.map((share) => shareWaitMs(share, load, limits, lent, now)),
  );
  return waitMs > 0 ? { granted: false, waitMs } : { granted: true };
}

/** Calls that `lane` and the less urgent ones may start in a window together. */
export function windowCeiling(lane: CallLane, { callsPerWindow }: Pick<Rates, 'callsPerWindow'>, lent: boolean) {
  const { window, lentWindow } = laneShares[lane];
  return partOf(callsPerWindow, lent ? lentWindow : window);
}

/** Calls that `lane` and the less urgent ones may have in flight together. */
export function concurrentCeiling(lane: CallLane, { concurrent }: Pick<Rates, 'concurrent'>) {
  return partOf(concurrent, laneShares[lane].concurrent);
}

/** True when the reserve of the urgent lanes lies idle. */
export function nobodyUrgent({ calls }: CallLoad, windowMs: number, now: Date): boolean {
  return !calls.some(
    ({ lane, takenAt, inFlight }) => isUrgent(lane) && (inFlight || takenAt.getTime() + windowMs > now.getTime()),
  );
}

/** 0 when there is room; else until the oldest call that is in the way leaves the window. */
function shareWaitMs(share: CallLane, load: CallLoad, limits: Rates, lent: boolean, now: Date): number {
  const within = callLanes.slice(callLanes.indexOf(share));
  const calls = load.calls.filter((call) => within.includes(call.lane));
  const inFlight = calls.filter((call) => call.inFlight).length;
  const windowWaitMs = waitUntilFewer(calls, windowCeiling(share, limits, lent), limits.windowMs, now);
  return Math.max(windowWaitMs, inFlight >= concurrentCeiling(share, limits) ? lookAgainMs : 0);
}

function paceWaitMs(load: CallLoad, limits: Rates, lent: boolean, now: Date): number {
  const ceiling = windowCeiling('loads', limits, lent);
  const calls = Math.max(1, Math.floor(ceiling / partsOfWindow));
  const loads = load.calls.filter((call) => call.lane === 'loads');
  return waitUntilFewer(loads, calls, Math.ceil((limits.windowMs * calls) / ceiling), now);
}

function waitUntilFewer(calls: CallLoad['calls'], most: number, spanMs: number, now: Date): number {
  const endsMs = calls
    .map((call) => call.takenAt.getTime() + spanMs - now.getTime())
    .filter((ms) => ms > 0)
    .sort((a, b) => b - a);
  return endsMs[most - 1] ?? 0;
}

// The smallest share is one call: with very small limits every lane still gets its turn.
function partOf(limit: number, part: number): number {
  return Math.max(1, Math.floor(limit * part + 1e-9));
}
