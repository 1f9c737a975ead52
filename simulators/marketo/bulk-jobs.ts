/** Bulk lead extract jobs: Created → Queued → Processing → Completed by the clock, two at a time, with a byte quota. */
import { createHash, randomUUID } from 'node:crypto';
import type { SimulatorClock } from '@/simulators/core/clock';
import { MarketoError } from './envelope';
import type { BulkTimes, Limits } from './options';

export type BulkFormat = 'CSV' | 'TSV' | 'SSV';
export type BulkStatus = 'Created' | 'Queued' | 'Processing' | 'Cancelled' | 'Completed' | 'Failed';
export type BulkJob = {
  exportId: string;
  format: BulkFormat;
  status: BulkStatus;
  createdAtMs: number;
  queuedAtMs: number | null;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  errorMsg: string | null;
  file: { text: Buffer; records: number; checksum: string } | null;
  /** Draws the rows; called when the job starts to be processed. */
  render: () => { text: string; records: number };
};

export type BulkJobs = {
  create(format: BulkFormat, render: BulkJob['render']): BulkJob;
  /** Null when there is no such job. */
  find(exportId: string): BulkJob | null;
  enqueue(job: BulkJob): void;
  cancel(job: BulkJob): void;
  list(): BulkJob[];
  /** Lets the job fail with this message, or lose its file though it completed. */
  spoil(exportId: string, how: { failWith: string } | 'lose-file'): void;
  clear(): void;
};

const maxProcessing = 2;
const maxQueued = 10;

export function createBulkJobs(input: { clock: SimulatorClock; times: BulkTimes; limits: Limits }): BulkJobs {
  const { clock, times, limits } = input;
  const jobs = new Map<string, BulkJob>();
  let bytesUsed = 0;

  /** Moves every job to where the clock says it is; a status is only refreshed every `statusEveryMs`. */
  function progress(): void {
    const nowMs = Math.floor(clock.nowMs() / times.statusEveryMs) * times.statusEveryMs;
    for (const job of jobs.values()) finishIfDue(job, nowMs);
    const waiting = [...jobs.values()].filter((job) => job.status === 'Queued');
    for (const job of waiting) startIfDue(job, nowMs);
    for (const job of waiting) finishIfDue(job, nowMs);
  }

  function startIfDue(job: BulkJob, nowMs: number): void {
    const dueMs = (job.queuedAtMs ?? 0) + times.queuedForMs;
    const busy = [...jobs.values()].filter((other) => other.status === 'Processing').length;
    if (busy >= maxProcessing || nowMs < dueMs) return;
    job.status = 'Processing';
    job.startedAtMs = dueMs;
  }

  function finishIfDue(job: BulkJob, nowMs: number): void {
    if (job.status !== 'Processing' || nowMs < (job.startedAtMs ?? 0) + times.processingForMs) return;
    const { text, records } = job.render();
    const bytes = Buffer.from(text, 'utf8');
    bytesUsed += bytes.length;
    job.file = { text: bytes, records, checksum: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
    job.status = 'Completed';
    job.finishedAtMs = (job.startedAtMs ?? 0) + times.processingForMs;
  }

  return {
    create: (format, render) => {
      const job: BulkJob = {
        exportId: randomUUID(),
        format,
        status: 'Created',
        createdAtMs: clock.nowMs(),
        queuedAtMs: null,
        startedAtMs: null,
        finishedAtMs: null,
        errorMsg: null,
        file: null,
        render,
      };
      jobs.set(job.exportId, job);
      return job;
    },
    find: (exportId) => {
      progress();
      return jobs.get(exportId) ?? null;
    },
    enqueue: (job) => {
      progress();
      if (job.status !== 'Created') throw new MarketoError('1029', 'Job already queued');
      if (bytesUsed >= limits.bulkQuotaBytes)
        throw new MarketoError(
          '1029',
          `Export daily quota ${Math.round(limits.bulkQuotaBytes / 1024 / 1024)}MB exceeded.`,
        );
      const inLine = [...jobs.values()].filter((other) => other.status === 'Queued' || other.status === 'Processing');
      if (inLine.length >= maxQueued) throw new MarketoError('1029', 'Too many jobs in queue');
      job.status = 'Queued';
      job.queuedAtMs = clock.nowMs();
    },
    cancel: (job) => {
      progress();
      if (job.status === 'Completed' || job.status === 'Failed')
        throw new MarketoError('1003', `A ${job.status} job cannot be cancelled`);
      job.status = 'Cancelled';
    },
    list: () => {
      progress();
      return [...jobs.values()];
    },
    spoil: (exportId, how) => {
      const job = jobs.get(exportId);
      if (!job) throw new Error(`there is no bulk job ${exportId}`);
      if (how === 'lose-file') {
        job.file = null;
        return;
      }
      job.status = 'Failed';
      job.errorMsg = how.failWith;
      job.finishedAtMs = clock.nowMs();
    },
    clear: () => {
      jobs.clear();
      bytesUsed = 0;
    },
  };
}
