import { z } from 'zod';
import { callLanes } from '../call-budget/model';
import { jobNames, runOutcomes, runTriggers, syncPhases } from './model';

const when = z.iso.datetime().nullable();

export const CountsView = z.object({
  read: z.number().int(),
  written: z.number().int(),
  removed: z.number().int(),
  skipped: z.record(z.string(), z.number().int()),
});

export const RunView = z.object({
  id: z.uuid(),
  job: z.enum(jobNames),
  trigger: z.enum(runTriggers),
  startedAt: z.iso.datetime(),
  /** Null while the run is going on. */
  finishedAt: when,
  outcome: z.enum(runOutcomes).nullable(),
  counts: CountsView,
  apiCalls: z.number().int(),
  faultKind: z.string().nullable(),
  /** In words for an admin: why it paused, was throttled or failed. */
  message: z.string().nullable(),
});
export type RunView = z.infer<typeof RunView>;

export const JobView = z.object({
  name: z.enum(jobNames),
  title: z.string(),
  purpose: z.string(),
  /** In words: "every minute", "once, when the sync starts". */
  schedule: z.string(),
  enabled: z.boolean(),
  running: z.boolean(),
  pausedReason: z.string().nullable(),
  lastOkAt: when,
  lastRun: RunView.nullable(),
});
export type JobView = z.infer<typeof JobView>;

export const SyncView = z.object({
  phase: z.enum(syncPhases),
  jobs: z.array(JobView),
  runs: z.array(RunView),
  progress: z
    .object({
      /** Highest Marketo ID read so far, out of the highest known. */
      position: z.number().int(),
      end: z.number().int().nullable(),
      peopleRead: z.number().int(),
      peopleWritten: z.number().int(),
      peoplePerMinute: z.number().nullable(),
      etaSeconds: z.number().nullable(),
      startedAt: z.iso.datetime(),
    })
    .nullable(),
  people: z.object({
    active: z.number().int(),
    waiting: z.number().int(),
    /** Tombstones by state: why people are no longer listed. */
    gone: z.record(z.string(), z.number().int()),
  }),
  /** Marketo stopped showing so many people that the sweep waits for an admin's word; null when it does not. */
  vanished: z.object({ people: z.number().int(), read: z.number().int(), since: z.iso.datetime() }).nullable(),
  freshness: z.object({
    /** When every feed was last read to its end. */
    followedAt: when,
    /** Marketo's change time to visible here, over the last hour. Null without a change. */
    p50Seconds: z.number().nullable(),
    p95Seconds: z.number().nullable(),
    samples: z.number().int(),
  }),
  callBudget: z.object({
    callsPerWindow: z.number().int(),
    windowMs: z.number().int(),
    usedInWindow: z.number().int(),
    inFlight: z.number().int(),
    concurrent: z.number().int(),
    today: z.number().int(),
    byLane: z.array(z.object({ lane: z.enum(callLanes), calls: z.number().int() })),
    /** Calls of each hour of the last 24, oldest first. */
    hours: z.array(z.object({ hour: z.iso.datetime(), calls: z.number().int() })),
  }),
});
export type SyncView = z.infer<typeof SyncView>;

/** `already-running` only comes from the cron door. */
export const CronAnswer = z.object({
  job: z.enum(jobNames),
  outcome: z.enum([...runOutcomes, 'already-running']),
  counts: CountsView,
  apiCalls: z.number().int(),
  durationMs: z.number().int(),
  message: z.string().nullable(),
});
export type CronAnswer = z.infer<typeof CronAnswer>;

/** An admin's word on people whom Marketo no longer shows: `gone` takes them off the list, else they are looked for again. */
export const VanishedVerdict = z.strictObject({ gone: z.boolean() });
export type VanishedVerdict = z.infer<typeof VanishedVerdict>;

/** A worker takes the job as soon as one is free. */
export const JobQueued = z.object({ job: z.enum(jobNames), queued: z.literal(true) });

export const JobParams = z.object({ job: z.string() });
