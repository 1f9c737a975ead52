import 'server-only';
import { selectCallState, selectCalls, selectUsedHours, type UsedHour } from '@/db/queries/call-budget';
import { countPeopleByState } from '@/db/queries/people';
import { selectMarketoConnection, updateCallChoices } from '@/db/queries/settings';
import { updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { jobNames } from '../sync/model';
import type { CallBudgetInput, CallBudgetView } from './contract';
import { type DayUse, dayCeiling, dayUseOf, feedPauseMs, restOf } from './day';
import { easedLimits } from './easing';
import { forecastOf } from './forecast';
import {
  type CallLimits,
  callLanes,
  dayCost,
  defaultFeedIntervalSeconds,
  lastCentralMidnight,
  nextCentralMidnight,
  politeLimits,
} from './model';
import { concurrentCeiling, windowCeiling } from './turn';

const provider = 'marketo';
const hourMs = 3_600_000;

/** What was used of Marketo's limits, by whom, what is to come, and who rests because of it. */
export async function readCallBudget(ctx: Ctx): Promise<CallBudgetView> {
  const now = ctx.clock.now();
  const weekStart = new Date(now.getTime() - 7 * 24 * hourMs);
  const [connection, state, calls, used, { active: people = 0 }] = await Promise.all([
    selectMarketoConnection(ctx.db),
    selectCallState(ctx.db, provider),
    selectCalls(ctx.db, { provider, now, windowMs: politeLimits.windowMs }),
    selectUsedHours(ctx.db, { provider, since: weekStart }),
    countPeopleByState(ctx.db),
  ]);
  const { feedIntervalSeconds = defaultFeedIntervalSeconds } = connection ?? {};
  const limits: CallLimits = { ...politeLimits, ...(connection && limitsOf(connection)) };
  const eased = easedLimits(limits, state.easing, now);
  const use = dayUseOf(state, now);
  const today = used.filter((row) => row.hour >= lastCentralMidnight(now));
  return {
    connected: connection !== null,
    asOf: now.toISOString(),
    day: {
      ...dayView(use, used, { now, people, dailyCalls: limits.dailyCalls }),
      usageFault: state.usageFault,
      errors: use.asOf ? state.errors.toSorted((a, b) => b.count - a.count) : [],
    },
    window: {
      callsPerWindow: limits.callsPerWindow,
      windowMs: limits.windowMs,
      used: calls.filter((call) => call.takenAt.getTime() > now.getTime() - limits.windowMs).length,
      concurrent: limits.concurrent,
      inFlight: calls.filter((call) => call.inFlight).length,
      easedCallsPerWindow: eased.callsPerWindow,
      easedConcurrent: eased.concurrent,
      pausedUntil: state.pausedUntil && state.pausedUntil > now ? state.pausedUntil.toISOString() : null,
    },
    lanes: callLanes.map((lane) => {
      const rest = restOf(lane, use, limits, now);
      return {
        lane,
        today: sum(today.filter((row) => row.lane === lane)),
        calls: windowCeiling(lane, limits, false),
        lentCalls: windowCeiling(lane, limits, true),
        concurrent: concurrentCeiling(lane, limits),
        restsAt: dayCeiling(lane, limits),
        resting: rest && { until: rest.until.toISOString(), why: rest.why },
      };
    }),
    features: featuresOf(used, today),
    hours: hoursOf(today, now),
    feedIntervalSeconds,
    feedPauseSeconds: feedPauseMs(feedIntervalSeconds, use, limits) / 1000,
    loadsDayPercent: limits.loadsDayPercent,
    people,
  };
}

/** Stores what an admin chose, and lets jobs that rest try again. Throws AppError `not_configured`. */
export async function saveCallBudget(ctx: Ctx, input: CallBudgetInput): Promise<CallBudgetView> {
  if (!(await selectMarketoConnection(ctx.db))) {
    throw new AppError('not_configured', 'Connect Marketo under Settings › Marketo first.');
  }
  await ctx.db.transaction(async (tx) => {
    await updateCallChoices(tx, input);
    await updateJobs(tx, jobNames, { waitUntil: null });
  });
  ctx.log.info(input, 'call budget saved');
  return readCallBudget(ctx);
}

function limitsOf({ callsPerWindow, concurrent, dailyCalls, loadsDayPercent }: Omit<CallLimits, 'windowMs'>) {
  return { callsPerWindow, concurrent, dailyCalls, loadsDayPercent };
}

function dayView(use: DayUse, hours: UsedHour[], given: { now: Date; people: number; dailyCalls: number }) {
  const { now, people, dailyCalls } = given;
  const { ours, others, total, asOf } = use;
  const [dayStart, dayEnd] = [lastCentralMidnight(now), nextCentralMidnight(now)];
  const scheduled = [sweepOf(people, dayEnd)];
  return {
    beginsAt: dayStart.toISOString(),
    endsAt: dayEnd.toISOString(),
    dailyCalls,
    ours,
    others,
    total,
    usageReadAt: asOf?.toISOString() ?? null,
    forecast: forecastOf({ now, dayStart, dayEnd, ours, others, hours, scheduled }),
  };
}

// The nightly sweep, spread over the four hours from 03:15 UTC, about two of them before midnight in Chicago.
function sweepOf(people: number, dayEnd: Date) {
  const from = new Date(`${dayEnd.toISOString().slice(0, 10)}T03:15:00Z`);
  const { sweep: calls } = dayCost({ people, sellers: 0, gridLoadsPerSeller: 0, feedIntervalSeconds: 60 });
  return { from, to: new Date(from.getTime() + 4 * hourMs), calls };
}

function featuresOf(week: UsedHour[], today: UsedHour[]): CallBudgetView['features'] {
  return [...new Set(week.map((row) => row.feature))]
    .map((feature) => ({
      feature,
      today: sum(today.filter((row) => row.feature === feature)),
      week: sum(week.filter((row) => row.feature === feature)),
    }))
    .sort((a, b) => b.today - a.today || b.week - a.week);
}

/** 23 to 25 of them: an hour is skipped or repeated when the clock changes. */
function hoursOf(today: UsedHour[], now: Date): CallBudgetView['hours'] {
  const first = lastCentralMidnight(now).getTime();
  const count = (nextCentralMidnight(now).getTime() - first) / hourMs;
  return Array.from({ length: count }, (_, i) => {
    const hour = new Date(first + i * hourMs);
    const ofHour = today.filter((row) => row.hour.getTime() === hour.getTime());
    const calls = Object.fromEntries(callLanes.map((lane) => [lane, sum(ofHour.filter((row) => row.lane === lane))]));
    return { hour: hour.toISOString(), calls: calls as CallBudgetView['hours'][number]['calls'] };
  });
}

function sum(rows: { calls: number }[]): number {
  return rows.reduce((total, row) => total + row.calls, 0);
}
