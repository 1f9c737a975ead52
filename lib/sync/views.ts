/** Rows of the sync tables as the sync page shows them. Pure. */
import type { SyncJob, SyncRun } from '@/db/queries/sync';
import type { JobView, RunView, SyncView } from './contract';
import { LoadCheckpoint } from './jobs/load-checkpoint';
import { doubtOf } from './jobs/sweep-checkpoint';
import type { JobName } from './model';
import { loadCheckpointOf } from './phase';
import { registry } from './registry';

/** A run as the sync page shows it. */
export function runViewFrom(run: SyncRun): RunView {
  return {
    id: run.id,
    job: run.job,
    trigger: run.trigger,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    outcome: run.outcome,
    counts: run.counts,
    apiCalls: run.apiCalls,
    faultKind: run.faultKind,
    message: run.message,
  };
}

type Sync = {
  jobs: SyncJob[];
  /** The newest run of each job. */
  latest: SyncRun[];
  /** Runs that are alive. */
  running: SyncRun[];
  now: Date;
};

/** A job with its words from the registry, its state and its newest run. */
export function jobViewFrom(name: JobName, { jobs, latest, running, now }: Sync): JobView {
  const state = jobs.find((job) => job.name === name);
  const lastRun = latest.find((run) => run.job === name);
  const { title, purpose, schedule } = registry[name];
  const isWaiting = state?.enabled && state.waitUntil && state.waitUntil > now;
  return {
    name,
    title,
    purpose,
    schedule,
    enabled: state?.enabled ?? false,
    running: running.some((run) => run.job === name),
    pausedReason: state?.pausedReason ?? null,
    waiting:
      isWaiting && state.waitUntil ? { until: state.waitUntil.toISOString(), why: lastRun?.message ?? null } : null,
    lastOkAt: state?.lastOkAt?.toISOString() ?? null,
    lastRun: lastRun ? runViewFrom(lastRun) : null,
  };
}

/** What the first load came to so far; null before it begins. `apiCalls` are those of all its runs. */
export function loadViewFrom(sync: Sync, apiCalls: number): SyncView['load'] {
  const checkpoint = loadCheckpointOf(sync.jobs);
  if (!checkpoint?.startedAt) return null;
  return {
    method: 'id-ranges',
    why: null,
    startedAt: checkpoint.startedAt.toISOString(),
    peopleRead: checkpoint.read,
    peopleWritten: checkpoint.written,
    apiCalls,
    skipped: checkpoint.skipped,
    progress: checkpoint.phase === 'done' ? null : progressFrom(checkpoint, sync),
  };
}

function progressFrom(checkpoint: LoadCheckpoint, { latest, now }: Sync) {
  // The load ends at the greatest known id unless somebody is found above it.
  const end = checkpoint.highestId ?? checkpoint.endId;
  const position = end === null ? checkpoint.nextId - 1 : Math.min(end, checkpoint.nextId - 1);
  const run = latest.find((candidate) => candidate.job === 'load-people');
  const minutes = run ? ((run.finishedAt ?? now).getTime() - run.startedAt.getTime()) / 60_000 : 0;
  const idsPerMinute = run && minutes > 0 ? (position - positionAtStart(run, checkpoint.firstId)) / minutes : 0;
  return {
    start: checkpoint.firstId - 1,
    position,
    end,
    peoplePerMinute: run && minutes > 0 ? Math.round(run.counts.written / minutes) : null,
    etaSeconds: end !== null && idsPerMinute > 0 ? Math.round(((end - position) / idsPerMinute) * 60) : null,
  };
}

function positionAtStart(run: SyncRun, firstId: number): number {
  const from = LoadCheckpoint.safeParse(run.checkpointFrom);
  return from.success && from.data.phase === 'range' ? from.data.nextId - 1 : firstId - 1;
}

/** The sweep that waits for an admin's word; null when none does. */
export function vanishedFrom(jobs: SyncJob[]): SyncView['vanished'] {
  const doubt = doubtOf(jobs.find((job) => job.name === 'sweep-people')?.checkpoint);
  return doubt && { people: doubt.vanished, read: doubt.read, since: doubt.since.toISOString() };
}
