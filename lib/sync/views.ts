/** Rows of the sync tables as the sync page shows them. Pure. */
import type { SyncJob, SyncRun } from '@/db/queries/sync';
import type { JobView, RunView, SyncView } from './contract';
import { type ExportProgress, LoadCheckpoint } from './jobs/load-checkpoint';
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
    method: checkpoint.method,
    why: checkpoint.why,
    tried: checkpoint.tried,
    startedAt: checkpoint.startedAt.toISOString(),
    peopleRead: checkpoint.read,
    peopleWritten: checkpoint.written,
    apiCalls,
    skipped: checkpoint.skipped,
    progress: checkpoint.phase === 'done' ? null : progressFrom(checkpoint, sync),
  };
}

function progressFrom(checkpoint: LoadCheckpoint, { latest, now }: Sync) {
  const way = checkpoint.exports ? wayByExports(checkpoint.exports, checkpoint.read) : wayByIds(checkpoint);
  const run = latest.find((candidate) => candidate.job === 'load-people');
  const minutes = run ? ((run.finishedAt ?? now).getTime() - run.startedAt.getTime()) / 60_000 : 0;
  const from = LoadCheckpoint.safeParse(run?.checkpointFrom);
  const before = from.success ? positionAtStart(from.data, way) : way.start;
  const perMinute = minutes > 0 ? (way.position - before) / minutes : 0;
  return {
    ...way,
    peoplePerMinute: run && minutes > 0 ? Math.round(run.counts.written / minutes) : null,
    etaSeconds: way.end !== null && perMinute > 0 ? Math.round(((way.end - way.position) / perMinute) * 60) : null,
  };
}

type Way = { unit: 'ids' | 'records' | 'exports'; start: number; position: number; end: number | null };

function wayByIds({ nextId, firstId, highestId, endId }: LoadCheckpoint): Way {
  // The load ends at the greatest known id unless somebody is found above it.
  const end = highestId ?? endId;
  return { unit: 'ids', start: firstId - 1, position: Math.min(end ?? Infinity, nextId - 1), end };
}

function wayByExports({ parts, partsDone, file }: ExportProgress, read: number): Way {
  if (parts > 1) return { unit: 'exports', start: 0, position: partsDone, end: parts };
  const end = file?.numberOfRecords ?? null;
  return { unit: 'records', start: 0, position: Math.min(end ?? Infinity, read), end };
}

/** Where the run began on the same way; at its start when it took another before. */
function positionAtStart(from: LoadCheckpoint, { unit, start }: Way): number {
  if (unit === 'ids') return from.phase === 'range' ? from.nextId - 1 : start;
  return unit === 'exports' ? (from.exports?.partsDone ?? start) : from.read;
}

/** The sweep that waits for an admin's word; null when none does. */
export function vanishedFrom(jobs: SyncJob[]): SyncView['vanished'] {
  const doubt = doubtOf(jobs.find((job) => job.name === 'sweep-people')?.checkpoint);
  return doubt && { people: doubt.vanished, read: doubt.read, since: doubt.since.toISOString() };
}
