/** The words and numbers of the call budget: lanes and their shares, the limits, the quota day. */
import type { JobName } from '../sync/model';

/** Who may spend provider calls, most urgent first. A lower lane can never starve a higher one. */
export const callLanes = ['send-check', 'live-grid', 'deliveries', 'feeds', 'loads'] as const;
export type CallLane = (typeof callLanes)[number];

/** What a call was made for: a job, or one of the others. */
export type CallFeature = JobName | 'activity-grid' | 'lookup' | 'settings' | 'usage' | 'other';

export type CallLimits = {
  /** Calls all processes together may start in any window. */
  callsPerWindow: number;
  windowMs: number;
  /** Calls all processes together may have in flight. */
  concurrent: number;
  /** Marketo's quota of a day, which all integrations of the instance share. */
  dailyCalls: number;
  /** Loads rest once everybody together has used this much of the quota. */
  loadsDayPercent: number;
};

/** Adobe asks each integration to stay at or below half of the instance's 100 calls per 20 s and 10 at once. */
export const politeLimits: CallLimits = {
  callsPerWindow: 50,
  windowMs: 20_000,
  concurrent: 5,
  dailyCalls: 50_000,
  loadsDayPercent: 70,
};

/** Parts (0 to 1) of a limit that a lane and all less urgent ones may use together; the rest is for the lanes above. */
export type LaneShare = {
  window: number;
  /** The same while nobody has been urgent for a whole window: an unused reserve is lent. */
  lentWindow: number;
  concurrent: number;
  /** Of the day's quota, counted over all integrations; null is never refused while Marketo still answers. */
  day: number | null;
};

/** Opt-outs travel with the checks before sending: both are refused by nobody but Marketo. */
export const laneShares: Record<CallLane, LaneShare> = {
  'send-check': { window: 1, lentWindow: 1, concurrent: 1, day: null },
  'live-grid': { window: 0.98, lentWindow: 0.98, concurrent: 1, day: 0.98 },
  deliveries: { window: 0.7, lentWindow: 0.94, concurrent: 0.8, day: 0.9 },
  feeds: { window: 0.66, lentWindow: 0.92, concurrent: 0.8, day: 0.9 },
  loads: { window: 0.6, lentWindow: 0.88, concurrent: 0.6, day: politeLimits.loadsDayPercent / 100 },
};

/** From this part of the quota on the feeds are asked less often, and from the other the grid shows rows for longer. */
export const slowFeedsFrom = 0.7;
export const slowFeedsFactor = 3;
export const patientGridFrom = 0.9;
export const patientGridMs = 5 * 60_000;

/** How often the change feeds may be asked. */
export const feedIntervals = [60, 120, 300, 600, 900] as const;
export const defaultFeedIntervalSeconds = 60;

/** How often Marketo's own count is read at least, in two calls. */
export const usageEveryMs = 15 * 60_000;

export const isUrgent = (lane: CallLane) => lane === 'send-check' || lane === 'live-grid';

/** What counts against the limits at one moment: calls started within the window, and those still in flight. */
export type CallLoad = {
  pausedUntil: Date | null;
  calls: { lane: CallLane; takenAt: Date; inFlight: boolean }[];
};

/** A permit to make one provider call; `release` must be called when the answer has arrived or failed. */
export type CallPermit = { release(): Promise<void> };

/** Hands out permits; waits for one, and throws a ProviderFault when it would take longer than `maxWaitMs`. */
export type CallLimiter = {
  take(input: { lane: CallLane; feature?: CallFeature; maxWaitMs: number; signal?: AbortSignal }): Promise<CallPermit>;
  /** Called after a 606 or 615: nobody calls until `pauseMs` from now, and for a while everybody calls `fewer`. */
  pause(pauseMs: number, fewer: 'calls' | 'at-once'): Promise<void>;
  /** Called after a 607: only checks before sending go on until `restMs` from now. */
  quotaSpent(restMs: number): Promise<void>;
};

/** Marketo's daily quota starts anew at midnight US Central Time. */
export function nextCentralMidnight(now: Date): Date {
  const tomorrow = new Date(`${centralDate(now)}T00:00:00Z`);
  tomorrow.setUTCDate(tomorrow.getUTCDate() + 1);
  return centralMidnight(tomorrow.toISOString().slice(0, 10));
}

/** When the quota day that holds `now` began. */
export function lastCentralMidnight(now: Date): Date {
  return centralMidnight(centralDate(now));
}

/** The quota day that holds `now`, as Marketo's usage statistics name it: `2026-11-23`. */
export function centralDate(now: Date): string {
  return [centralPart(now, 'year'), centralPart(now, 'month'), centralPart(now, 'day')].join('-');
}

const stillYesterdayMs = 3_600_000;
const askAgainMs = 15 * 60_000;

/**
 * When to ask again after Marketo said that the quota is spent. Adobe names the zone of its midnight only loosely, so a
 * refusal in the first hour after ours is taken as the end of the old day, not of the new one.
 */
export function quotaReturnsAt(now: Date): Date {
  const sinceMidnightMs = now.getTime() - lastCentralMidnight(now).getTime();
  return sinceMidnightMs < stillYesterdayMs ? new Date(now.getTime() + askAgainMs) : nextCentralMidnight(now);
}

const central = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

/** Midnight is 05:00 UTC in summer and 06:00 in winter. The clock changes at two, never at midnight. */
function centralMidnight(isoDay: string): Date {
  const inSummer = new Date(`${isoDay}T05:00:00Z`);
  return centralPart(inSummer, 'hour') === '00' ? inSummer : new Date(`${isoDay}T06:00:00Z`);
}

function centralPart(now: Date, type: Intl.DateTimeFormatPartTypes): string {
  return central.formatToParts(now).find((part) => part.type === type)?.value ?? '';
}

/** What decides how many calls an ordinary day costs. */
export type DayPlan = {
  feedIntervalSeconds: number;
  sellers: number;
  /** How often one seller opens a person's activities in a day. */
  gridLoadsPerSeller: number;
  people: number;
};

/** What a day of `plan` costs at most, by what it is spent on: full rounds of the feeds, no page beyond the first. */
export function dayCost(
  plan: DayPlan,
): Record<'feeds' | 'refresh' | 'sweep' | 'discovery' | 'compare' | 'grid' | 'usage', number> {
  const rounds = Math.ceil(secondsOfDay / plan.feedIntervalSeconds);
  const batches = Math.ceil(plan.people / peoplePerCall);
  return {
    feeds: rounds * feedsPerRound,
    refresh: rounds,
    // Everybody known once a night, and their opportunities once a week.
    sweep: batches + Math.ceil(batches / 7),
    // A small export every hour; and once a week the IDs that are not listed, thought as many as those that are.
    discovery: 24 * callsPerExport + Math.ceil(batches / 7),
    // One range of IDs in fourteen, every night.
    compare: Math.ceil(batches / 14),
    grid: plan.sellers * plan.gridLoadsPerSeller * callsPerGridLoad,
    usage: ((secondsOfDay * 1000) / usageEveryMs) * 2,
  };
}

/** All of `dayCost` together. */
export function dayCalls(plan: DayPlan): number {
  return Object.values(dayCost(plan)).reduce((sum, calls) => sum + calls, 0);
}

const secondsOfDay = 24 * 3600;
const peoplePerCall = 300;
const feedsPerRound = 3;
/** Created, put in the queue, looked after twice, fetched. */
const callsPerExport = 5;
/** Two groups of activity types, each read on from where it was. */
const callsPerGridLoad = 2;
