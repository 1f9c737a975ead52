/** What will have been used at the end of the quota day, if it goes on as in the last hours. Pure. */
import type { CallLane } from './model';

export type ForecastInput = {
  now: Date;
  dayStart: Date;
  dayEnd: Date;
  /** Used so far today. */
  ours: number;
  others: number;
  /** Our calls by hour, those of the last hours before midnight included. */
  hours: { hour: Date; lane: CallLane; calls: number }[];
  /** Work that comes by itself: so many calls, spread from `from` to `to`. */
  scheduled: { from: Date; to: Date; calls: number }[];
};

export type Forecast = {
  /** What our lanes but the loads will still use, at the rate of the last three hours. */
  steady: number;
  /** Sweeps and loads that will still run. */
  scheduled: number;
  others: number;
  /** Of everybody, at midnight. */
  total: number;
};

const hourMs = 3_600_000;
const lookBackMs = 3 * hourMs;
// Others are judged by the day so far; its first minutes would say too much.
const leastOthersMs = hourMs / 2;

/** Loads are not prolonged: one under way goes on for another hour at most, a sweep is known beforehand. */
export function forecastOf(input: ForecastInput): Forecast {
  const { now, dayStart, dayEnd, ours, others, hours } = input;
  const leftMs = Math.max(0, dayEnd.getTime() - now.getTime());
  const goneMs = now.getTime() - dayStart.getTime();
  const steady = ratePerMs(hours, (lane) => lane !== 'loads', lookBackMs, now) * leftMs;
  const load = ratePerMs(hours, (lane) => lane === 'loads', hourMs, now) * Math.min(leftMs, hourMs);
  const sweeps = input.scheduled.reduce((sum, work) => sum + callsWithin(work, now, dayEnd), 0);
  const othersLeft = goneMs >= leastOthersMs ? (others / goneMs) * leftMs : 0;
  const rounded = {
    steady: Math.round(steady),
    scheduled: Math.round(Math.max(load, sweeps)),
    others: Math.round(othersLeft),
  };
  return { ...rounded, total: ours + others + rounded.steady + rounded.scheduled + rounded.others };
}

/** The calls of whole hours that reach into the last `spanMs`, over the time those hours have lasted so far. */
function ratePerMs(hours: ForecastInput['hours'], isMeant: (lane: CallLane) => boolean, spanMs: number, now: Date) {
  const from = Math.ceil((now.getTime() - spanMs) / hourMs) * hourMs;
  const since = Math.min(from, Math.floor(now.getTime() / hourMs) * hourMs);
  const calls = hours.filter(({ hour, lane }) => isMeant(lane) && hour.getTime() >= since);
  const lastedMs = Math.max(now.getTime() - since, hourMs / 4);
  return calls.reduce((sum, row) => sum + row.calls, 0) / lastedMs;
}

function callsWithin({ from, to, calls }: ForecastInput['scheduled'][number], start: Date, end: Date): number {
  const overlapMs = Math.min(to.getTime(), end.getTime()) - Math.max(from.getTime(), start.getTime());
  return overlapMs > 0 ? (calls * overlapMs) / (to.getTime() - from.getTime()) : 0;
}
