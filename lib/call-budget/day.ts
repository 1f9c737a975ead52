/** The day's quota: who used how much of it, and which lanes rest because of that. Pure. */
import {
  type CallLane,
  type CallLimits,
  laneShares,
  lastCentralMidnight,
  nextCentralMidnight,
  patientGridFrom,
  patientGridMs,
  slowFeedsFactor,
  slowFeedsFrom,
  usageEveryMs,
} from './model';

/** What is kept of the day: our own count, and Marketo's count of everybody when it was last read. */
export type DayRecord = {
  day: Date | null;
  ours: number;
  usage: { day: Date; total: number; ours: number; readAt: Date } | null;
  quotaSpentUntil: Date | null;
};

export type DayUse = {
  ours: number;
  /** Other integrations of the instance: Marketo's count less what was ours at that moment. */
  others: number;
  total: number;
  /** When Marketo's count of today was read; null before that. */
  asOf: Date | null;
  /** Marketo said that nothing is left, until then. */
  spentUntil: Date | null;
};

/** Why a lane rests, in words for an admin, and until when. */
export type Rest = { until: Date; why: string };

type DayLimits = Pick<CallLimits, 'dailyCalls' | 'loadsDayPercent'>;

/** What was used since the last midnight in Chicago, as far as is known at `now`. */
export function dayUseOf(record: DayRecord, now: Date): DayUse {
  const today = lastCentralMidnight(now).getTime();
  const ours = record.day?.getTime() === today ? record.ours : 0;
  const usage = record.usage?.day.getTime() === today ? record.usage : null;
  const others = usage ? Math.max(0, usage.total - usage.ours) : 0;
  const spentUntil = record.quotaSpentUntil && record.quotaSpentUntil > now ? record.quotaSpentUntil : null;
  return { ours, others, total: ours + others, asOf: usage?.readAt ?? null, spentUntil };
}

/** Whether `lane` rests now, and why; null when it may call. Checks before sending and opt-outs never rest. */
export function restOf(lane: CallLane, use: DayUse, limits: DayLimits, now: Date): Rest | null {
  const ceiling = dayCeiling(lane, limits);
  if (ceiling === null) return null;
  if (use.spentUntil) {
    return { until: use.spentUntil, why: `Marketo says that today's ${callsText(limits.dailyCalls)} are used up.` };
  }
  if (use.total < ceiling) return null;
  const percent = Math.floor((use.total / limits.dailyCalls) * 100);
  const others = use.others > 0 ? `, ${use.others.toLocaleString('en')} of them by other integrations` : '';
  const used = `${percent} % of today's ${callsText(limits.dailyCalls)} are used${others}`;
  return { until: nextCentralMidnight(now), why: `${used}; the rest is kept for ${keptFor[lane]}.` };
}

/** Calls of everybody at which `lane` begins to rest; null for one that never does. */
export function dayCeiling(lane: CallLane, limits: DayLimits): number | null {
  const part = lane === 'loads' ? limits.loadsDayPercent / 100 : laneShares[lane].day;
  return part === null ? null : Math.max(1, Math.floor(limits.dailyCalls * part));
}

/** How long to leave the feeds alone between two rounds: longer as the quota goes. */
export function feedPauseMs(intervalSeconds: number, use: DayUse, { dailyCalls }: DayLimits): number {
  return intervalSeconds * 1000 * (use.total >= dailyCalls * slowFeedsFrom ? slowFeedsFactor : 1);
}

/** How old the newest rows of a grid may be before Marketo is asked again. */
export function gridPatienceMs(use: DayUse, { dailyCalls }: DayLimits): number {
  return use.total >= dailyCalls * patientGridFrom ? patientGridMs : 0;
}

const usageEveryCalls = 250;

/** Whether Marketo's own count should be read again: it sees the other integrations, we do not. */
export function usageIsDue(record: DayRecord, now: Date): boolean {
  const { usage } = record;
  const use = dayUseOf(record, now);
  if (!usage || use.asOf === null) return true;
  return now.getTime() - usage.readAt.getTime() >= usageEveryMs || use.ours - usage.ours >= usageEveryCalls;
}

const keptFor: Record<CallLane, string> = {
  'send-check': 'nobody',
  'live-grid': 'what is more urgent',
  deliveries: 'people at their screens',
  feeds: 'people at their screens',
  loads: 'following changes and for people at their screens',
};

const callsText = (calls: number) => `${calls.toLocaleString('en')} Marketo API calls`;
