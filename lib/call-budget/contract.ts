import { z } from 'zod';
import { callLanes, feedIntervals } from './model';

const count = z.number().int();
const moment = z.iso.datetime();

export const CallBudgetView = z.object({
  connected: z.boolean(),
  asOf: moment,
  day: z.object({
    beginsAt: moment,
    endsAt: moment,
    /** Marketo's quota of the instance. */
    dailyCalls: count,
    ours: count,
    others: count,
    total: count,
    /** When Marketo's own count was last read today; null when `others` is not known. */
    usageReadAt: moment.nullable(),
    /** Why the last reading failed, in words. */
    usageFault: z.string().nullable(),
    /** Everybody's calls at the end of the day, and what of it is still to come. */
    forecast: z.object({ steady: count, scheduled: count, others: count, total: count }),
    /** Errors that Marketo answered to everybody today, by its code. */
    errors: z.array(z.object({ code: z.string(), count })),
  }),
  window: z.object({
    callsPerWindow: count,
    windowMs: count,
    used: count,
    concurrent: count,
    inFlight: count,
    /** What is left of both while Marketo recovers. */
    easedCallsPerWindow: count,
    easedConcurrent: count,
    pausedUntil: moment.nullable(),
  }),
  lanes: z.array(
    z.object({
      lane: z.enum(callLanes),
      today: count,
      /** Calls the lane and those below it may start in a window; `lentCalls` while nobody is urgent. */
      calls: count,
      lentCalls: count,
      concurrent: count,
      /** Everybody's calls of the day at which the lane begins to rest; null never rests. */
      restsAt: count.nullable(),
      resting: z.object({ until: moment, why: z.string() }).nullable(),
    }),
  ),
  /** Most calls first. */
  features: z.array(z.object({ feature: z.string(), today: count, week: count })),
  /** Every hour of the quota day, those to come as well. */
  hours: z.array(z.object({ hour: moment, calls: z.record(z.enum(callLanes), count) })),
  feedIntervalSeconds: count,
  /** The same as it is now, longer when much of the quota is used. */
  feedPauseSeconds: count,
  loadsDayPercent: count,
  /** People followed, where a what-if begins. */
  people: count,
});
export type CallBudgetView = z.infer<typeof CallBudgetView>;

export const CallBudgetInput = z.strictObject({
  feedIntervalSeconds: z.literal(feedIntervals).optional(),
  loadsDayPercent: z.number().int().min(10).max(90).optional(),
});
export type CallBudgetInput = z.infer<typeof CallBudgetInput>;
