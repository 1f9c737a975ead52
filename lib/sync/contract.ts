import { z } from 'zod';
import { callLanes } from '../call-budget/model';
import { loadMethods } from '../settings/model';
import { jobNames, runOutcomes, runTriggers, stageStates, syncPhases, syncStages } from './model';

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
  /** The moment before which the job does nothing, and why in words; null while it does not wait. */
  waiting: z.object({ until: z.iso.datetime(), why: z.string().nullable() }).nullable(),
  lastOkAt: when,
  lastRun: RunView.nullable(),
});
export type JobView = z.infer<typeof JobView>;

export const RunsQuery = z.object({
  job: z.enum(jobNames).optional(),
  outcome: z.enum([...runOutcomes, 'running']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `nextCursor` of the page above. */
  cursor: z.uuid().optional(),
});
export type RunsQuery = z.infer<typeof RunsQuery>;

/** The newest first. */
export const RunsPage = z.object({ items: z.array(RunView), nextCursor: z.string().nullable() });
export type RunsPage = z.infer<typeof RunsPage>;

export const RunParams = z.object({ run: z.uuid('Expected the id of a run') });

const Freshness = z.object({
  /** Marketo's change time to visible here. Null without a change. */
  p50Seconds: z.number().nullable(),
  p95Seconds: z.number().nullable(),
  samples: z.number().int(),
});

const LoadView = z.object({
  /** How people are loaded; null before it is chosen. */
  method: z.enum(loadMethods).nullable(),
  why: z.string().nullable(),
  /** Ways that were tried before and given up, with the reason in words. */
  tried: z.array(z.object({ method: z.enum(loadMethods), why: z.string() })),
  startedAt: z.iso.datetime(),
  peopleRead: z.number().int(),
  peopleWritten: z.number().int(),
  /** Calls of the load, as far as its runs are kept. */
  apiCalls: z.number().int(),
  /** Records left out, by the reason in words. */
  skipped: z.record(z.string(), z.number().int()),
  /** While the load goes on; null once it is done. */
  progress: z
    .object({
      /** What is counted: Marketo IDs, records of one export, or exports. */
      unit: z.enum(['ids', 'records', 'exports']),
      /** Where it began, how far it is, and where it ends as far as that is known. */
      start: z.number().int(),
      position: z.number().int(),
      end: z.number().int().nullable(),
      peoplePerMinute: z.number().nullable(),
      etaSeconds: z.number().nullable(),
    })
    .nullable(),
});

export const SyncView = z.object({
  /** When this was so. */
  asOf: z.iso.datetime(),
  phase: z.enum(syncPhases),
  stages: z.array(z.object({ stage: z.enum(syncStages), state: z.enum(stageStates) })),
  jobs: z.array(JobView),
  /** The first load, going on or done; null before it begins. */
  load: LoadView.nullable(),
  people: z.object({
    active: z.number().int(),
    /** Most people who may be listed: beyond it nobody is added. */
    most: z.number().int(),
    waiting: z.number().int(),
    /** Tombstones by state: why people are no longer listed. */
    gone: z.record(z.string(), z.number().int()),
  }),
  /** Marketo stopped showing so many people that the sweep waits for an admin's word; null when it does not. */
  vanished: z.object({ people: z.number().int(), read: z.number().int(), since: z.iso.datetime() }).nullable(),
  freshness: z.object({
    /** When every feed was last read to its end. */
    followedAt: when,
    /** Over the last hour. */
    ...Freshness.shape,
    /** The last hour in slices of five minutes, oldest first, the running one last. */
    slices: z.array(Freshness.extend({ at: z.iso.datetime() })),
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
