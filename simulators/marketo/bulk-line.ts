/** The waiting line before the two places in which bulk jobs are processed, played forward to an instant. */
import type { BulkJob } from './bulk-jobs';
import type { BulkTimes } from './options';

/** False when the job had given its place back before. */
type Finish = (job: BulkJob, atMs: number) => Promise<boolean>;

export type BulkLine = {
  /** Starts and finishes jobs in the order in which the clock would have, up to `nowMs`. */
  advance(jobs: BulkJob[], nowMs: number, finish: Finish): Promise<void>;
  /** A place is free again before its job was done. */
  free(atMs: number): void;
  clear(): void;
};

const places = 2;

export function createBulkLine(times: BulkTimes): BulkLine {
  let freeSinceMs: number[] = Array(places).fill(0);

  const dueMs = (job: BulkJob) => (job.queuedAtMs ?? 0) + times.queuedForMs;
  const endMs = (job: BulkJob) => (job.startedAtMs ?? 0) + times.processingForMs;

  function startNext(jobs: BulkJob[], nowMs: number): boolean {
    const [next] = jobs.filter((job) => job.status === 'Queued').sort((a, b) => dueMs(a) - dueMs(b));
    const place = Math.min(...freeSinceMs);
    if (!next || !Number.isFinite(place)) return false;
    const startMs = Math.max(dueMs(next), place);
    if (startMs > nowMs) return false;
    freeSinceMs.splice(freeSinceMs.indexOf(place), 1);
    next.status = 'Processing';
    next.startedAtMs = startMs;
    return true;
  }

  return {
    advance: async (jobs, nowMs, finish) => {
      for (;;) {
        if (startNext(jobs, nowMs)) continue;
        const [first] = jobs.filter((job) => job.status === 'Processing').sort((a, b) => endMs(a) - endMs(b));
        if (!first || endMs(first) > nowMs) return;
        const atMs = endMs(first);
        if (await finish(first, atMs)) freeSinceMs.push(atMs);
      }
    },
    free: (atMs) => {
      freeSinceMs.push(atMs);
    },
    clear: () => {
      freeSinceMs = Array(places).fill(0);
    },
  };
}
