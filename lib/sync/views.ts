/** Rows of the sync tables as the sync page shows them. Pure. */
import type { SyncJob, SyncRun } from '@/db/queries/sync';
import type { JobView, RunView, SyncView } from './contract';
import { LoadCheckpoint } from './jobs/load-checkpoint';
import { doubtOf } from './jobs/sweep-checkpoint';
import type { JobName, SyncPhase } from './model';
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

/** A job with its words from the registry, its state and its newest run. */
export function jobViewFrom(name: JobName, jobs: SyncJob[], latest: SyncRun[], running: SyncRun[]): JobView {
  const state = jobs.find((job) => job.name === name);
  const lastRun = latest.find((run) => run.job === name);
  const { title, purpose, schedule } = registry[name];
  return {
    name,
    title,
    purpose,
    schedule,
    enabled: state?.enabled ?? false,
    running: running.some((run) => run.job === name),
    pausedReason: state?.pausedReason ?? null,
    lastOkAt: state?.lastOkAt?.toISOString() ?? null,
    lastRun: lastRun ? runViewFrom(lastRun) : null,
  };
}

/** Where the sync as a whole stands; one paused job means somebody has to look. */
export function phaseOf(jobs: SyncJob[]): SyncPhase {
  const load = jobs.find((job) => job.name === 'load-people');
  const started = Boolean(load?.enabled || load?.checkpoint || load?.pausedReason);
  if (!started) return 'not-started';
  if (jobs.some((job) => !job.enabled)) return 'paused';
  return loadCheckpointOf(jobs)?.phase === 'done' ? 'following' : 'loading';
}

/** How far the first load is; null before it begins and after it is done. */
export function progressFrom(jobs: SyncJob[], latest: SyncRun[], now: Date): SyncView['progress'] {
  const checkpoint = loadCheckpointOf(jobs);
  if (!checkpoint?.startedAt || checkpoint.phase === 'done') return null;
  const position = checkpoint.nextId - 1;
  const run = latest.find((candidate) => candidate.job === 'load-people');
  const minutes = run ? ((run.finishedAt ?? now).getTime() - run.startedAt.getTime()) / 60_000 : 0;
  const idsPerMinute = run && minutes > 0 ? (position - positionAtStart(run, checkpoint.firstId)) / minutes : 0;
  const left = checkpoint.endId === null ? null : Math.max(0, checkpoint.endId - position);
  return {
    position,
    end: checkpoint.endId,
    peopleRead: checkpoint.read,
    peopleWritten: checkpoint.written,
    peoplePerMinute: run && minutes > 0 ? Math.round(run.counts.written / minutes) : null,
    etaSeconds: left !== null && idsPerMinute > 0 ? Math.round((left / idsPerMinute) * 60) : null,
    startedAt: checkpoint.startedAt.toISOString(),
  };
}

/** The sweep that waits for an admin's word; null when none does. */
export function vanishedFrom(jobs: SyncJob[]): SyncView['vanished'] {
  const doubt = doubtOf(jobs.find((job) => job.name === 'sweep-people')?.checkpoint);
  return doubt && { people: doubt.vanished, read: doubt.read, since: doubt.since.toISOString() };
}

function positionAtStart(run: SyncRun, firstId: number): number {
  const from = LoadCheckpoint.safeParse(run.checkpointFrom);
  return from.success && from.data.phase === 'range' ? from.data.nextId - 1 : firstId - 1;
}

function loadCheckpointOf(jobs: SyncJob[]): LoadCheckpoint | null {
  const parsed = LoadCheckpoint.safeParse(jobs.find((job) => job.name === 'load-people')?.checkpoint);
  return parsed.success ? parsed.data : null;
}
