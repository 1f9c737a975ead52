/** Where the sync as a whole stands, read off its jobs. Pure. */
import type { SyncJob } from '@/db/queries/sync';
import { LoadCheckpoint } from './jobs/load-checkpoint';
import { peopleJobNames, type SyncPhase } from './model';

/** Of the people's jobs one paused job means that somebody has to look. */
export function phaseOf(all: SyncJob[]): SyncPhase {
  const jobs = all.filter((job) => peopleJobNames.some((name) => name === job.name));
  const load = jobs.find((job) => job.name === 'load-people');
  const started = Boolean(load?.enabled || load?.checkpoint || load?.pausedReason);
  if (!started) return 'not-started';
  if (jobs.some((job) => !job.enabled)) return 'paused';
  return loadCheckpointOf(jobs)?.phase === 'done' ? 'following' : 'loading';
}

/** True while the first load goes on and has not come to this record yet. */
export function stillToLoad(jobs: SyncJob[], marketoId: number): boolean {
  const load = loadCheckpointOf(jobs);
  if (load?.phase === 'done') return false;
  return load?.phase !== 'range' || marketoId >= load.nextId;
}

/** How far the first load is; null before it began. */
export function loadCheckpointOf(jobs: SyncJob[]): LoadCheckpoint | null {
  const parsed = LoadCheckpoint.safeParse(jobs.find((job) => job.name === 'load-people')?.checkpoint);
  return parsed.success ? parsed.data : null;
}
