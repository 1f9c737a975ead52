/** What keeps people current: Start and Pause are about these. */
export const peopleJobNames = [
  'load-people',
  'read-opportunities',
  'follow-people',
  'refresh-people',
  'sweep-people',
  'discover-people',
  'reconcile-people',
] as const;
/** What carries sales activities out. They are on from the first start; what goes where is said by switches. */
export const deliveryJobNames = [
  'deliver-to-marketo',
  'make-activity-types',
  'deliver-to-salesforce',
  'tend-salesforce',
] as const;
export const jobNames = [...peopleJobNames, ...deliveryJobNames] as const;
export type JobName = (typeof jobNames)[number];

/** `write`: somebody recorded what a job has to carry on. */
export const runTriggers = ['cron', 'worker', 'admin', 'command', 'chain', 'write'] as const;
export type RunTrigger = (typeof runTriggers)[number];

/** done: nothing left; paused: deadline or an admin; throttled: a provider limit; failed: someone must look. */
export const runOutcomes = ['done', 'paused', 'throttled', 'failed'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** What a step did, in records. `skipped` is keyed by the reason in words. */
export type Counts = {
  read: number;
  written: number;
  removed: number;
  skipped: Record<string, number>;
};

/** The reason of people who were not listed because as many are listed as can be. */
export const overTheCapReason = 'over the cap';

export const noCounts: Counts = { read: 0, written: 0, removed: 0, skipped: {} };

/** The sum of both, the skipped by reason. */
export function addCounts(a: Counts, b: Counts): Counts {
  const skipped = { ...a.skipped };
  for (const [reason, n] of Object.entries(b.skipped)) skipped[reason] = (skipped[reason] ?? 0) + n;
  return { read: a.read + b.read, written: a.written + b.written, removed: a.removed + b.removed, skipped };
}

/**
 * Why a person is to be read again. Later entries outrank earlier ones when both apply; `early` was read before Marketo
 * showed the change it had announced.
 */
export const dirtyReasons = [
  'found',
  'swept',
  'reconciled',
  'early',
  'changed',
  'created',
  'owner',
  'merged',
  'deleted',
] as const;
export type DirtyReason = (typeof dirtyReasons)[number];

/** The checkpoint of a sweep, or of a discovery, that was asked for outside of its schedule. */
export const askedRound = { asked: true };

export const syncPhases = ['not-started', 'loading', 'following', 'paused'] as const;
export type SyncPhase = (typeof syncPhases)[number];

/** The way from nothing to a list that follows Marketo, in order. */
export const syncStages = ['connect', 'positions', 'method', 'load', 'opportunities', 'following'] as const;
export type SyncStage = (typeof syncStages)[number];

/** `now` is under way, `stopped` would be if the sync were not paused or off, `ahead` comes later. */
export const stageStates = ['done', 'now', 'stopped', 'ahead'] as const;
export type StageState = (typeof stageStates)[number];
