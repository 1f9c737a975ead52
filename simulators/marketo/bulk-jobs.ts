/** Bulk extract jobs of all kinds: Created → Queued → Processing → Completed by the clock, two at a time. */
import { randomUUID } from 'node:crypto';
import type { SimulatorClock } from '@/simulators/core/clock';
import { type BulkFile, type BulkPiece, writeBulkFile } from './bulk-file';
import { createBulkLine } from './bulk-line';
import { MarketoError } from './envelope';
import { centralDate } from './limits';
import type { BulkTimes, Limits } from './options';

export type BulkKind = 'leads' | 'activities';
export type BulkFormat = 'CSV' | 'TSV' | 'SSV';
export type BulkStatus = 'Created' | 'Queued' | 'Processing' | 'Cancelled' | 'Completed' | 'Failed';
/** A job that fails with this message, loses its file though it completed, or tells a checksum that is not its file's. */
export type BulkSpoil = { failWith: string } | 'lose-file' | 'wrong-checksum';
export type BulkJob = {
  exportId: string;
  kind: BulkKind;
  /** Only this API user ever sees the job. */
  userId: string;
  format: BulkFormat;
  status: BulkStatus;
  createdAtMs: number;
  queuedAtMs: number | null;
  startedAtMs: number | null;
  finishedAtMs: number | null;
  errorMsg: string | null;
  file: BulkFile | null;
  /** Stays when the file is gone. */
  result: { lengthBytes: number; records: number; checksum: string } | null;
  spoiled: BulkSpoil | null;
  /** Draws the rows, once the job is found to be done. */
  pieces: () => Iterable<BulkPiece>;
};
type Owned = { kind: BulkKind; userId: string };

export type BulkJobs = {
  create(job: Owned & Pick<BulkJob, 'format' | 'pieces'>): BulkJob;
  /** Null when this user has no such job. */
  find(owned: Owned, exportId: string): Promise<BulkJob | null>;
  enqueue(job: BulkJob): void;
  cancel(job: BulkJob): void;
  list(owned: Owned): Promise<BulkJob[]>;
  /** This job, or the next that is created. */
  spoil(exportId: string, how: BulkSpoil): void;
  /** Bytes that another integration extracted today. */
  useQuota(bytes: number): void;
  clear(): void;
};

const maxQueued = 10;
const dayMs = 86_400_000;
const fileKeptMs = 7 * dayMs;
const jobKeptMs = 30 * dayMs;

export function createBulkJobs(input: { clock: SimulatorClock; times: BulkTimes; limits: Limits }): BulkJobs {
  const { clock, times, limits } = input;
  const jobs = new Map<string, BulkJob>();
  const bytesByDay = new Map<string, number>();
  const line = createBulkLine(times);
  let spoilNext: BulkSpoil | null = null;
  let turn: Promise<void> = Promise.resolve();

  /** One look after the other; a status is only refreshed every `statusEveryMs`. */
  function progress(): Promise<void> {
    const look = turn.then(() => {
      expire();
      const nowMs = Math.floor(clock.nowMs() / times.statusEveryMs) * times.statusEveryMs;
      return line.advance([...jobs.values()], nowMs, finish);
    });
    turn = look.catch(() => undefined);
    return look;
  }

  async function finish(job: BulkJob, finishedAtMs: number): Promise<boolean> {
    if (job.spoiled !== null && typeof job.spoiled === 'object') {
      fail(job, job.spoiled.failWith, finishedAtMs);
      return true;
    }
    const file = await writeBulkFile(job.pieces());
    if (job.status !== 'Processing') {
      file.close();
      return false;
    }
    addBytes(finishedAtMs, file.lengthBytes);
    job.file = file;
    job.result = { lengthBytes: file.lengthBytes, records: file.records, checksum: file.checksum };
    job.status = 'Completed';
    job.finishedAtMs = finishedAtMs;
    spoilFile(job);
    return true;
  }

  function addBytes(atMs: number, bytes: number): void {
    const date = centralDate(atMs);
    bytesByDay.set(date, (bytesByDay.get(date) ?? 0) + bytes);
  }

  function expire(): void {
    for (const job of jobs.values()) {
      if (job.finishedAtMs !== null && job.finishedAtMs + fileKeptMs <= clock.nowMs()) dropFile(job);
      if (job.createdAtMs + jobKeptMs <= clock.nowMs()) jobs.delete(job.exportId);
    }
  }

  return {
    create: ({ kind, userId, format, pieces }) => {
      const job: BulkJob = { ...newJob(clock.nowMs()), kind, userId, format, pieces, spoiled: spoilNext };
      spoilNext = null;
      jobs.set(job.exportId, job);
      return job;
    },
    find: async ({ kind, userId }, exportId) => {
      await progress();
      const job = jobs.get(exportId);
      return job && job.kind === kind && job.userId === userId ? job : null;
    },
    enqueue: (job) => {
      if (job.status !== 'Created') throw new MarketoError('1029', 'Job already queued');
      if ((bytesByDay.get(centralDate(clock.nowMs())) ?? 0) >= limits.bulkQuotaBytes)
        throw new MarketoError('1029', `Export daily quota ${megabytes(limits.bulkQuotaBytes)}MB exceeded.`);
      const inLine = [...jobs.values()].filter((other) => other.status === 'Queued' || other.status === 'Processing');
      if (inLine.length >= maxQueued) throw new MarketoError('1029', 'Too many jobs in queue');
      job.status = 'Queued';
      job.queuedAtMs = clock.nowMs();
    },
    cancel: (job) => {
      if (job.status === 'Completed' || job.status === 'Failed')
        throw new MarketoError('1003', `A ${job.status} job cannot be cancelled`);
      if (job.status === 'Processing') line.free(clock.nowMs());
      job.status = 'Cancelled';
    },
    list: async ({ kind, userId }) => {
      await progress();
      return [...jobs.values()].filter((job) => job.kind === kind && job.userId === userId);
    },
    spoil: (exportId, how) => {
      if (exportId === 'next') {
        spoilNext = how;
        return;
      }
      const job = jobs.get(exportId);
      if (!job) throw new Error(`there is no bulk job ${exportId}`);
      job.spoiled = how;
      if (typeof how === 'object') {
        if (job.status === 'Processing') line.free(clock.nowMs());
        fail(job, how.failWith, clock.nowMs());
      }
      if (job.status === 'Completed') spoilFile(job);
    },
    useQuota: (bytes) => addBytes(clock.nowMs(), bytes),
    clear: () => {
      for (const job of jobs.values()) {
        job.status = 'Cancelled';
        dropFile(job);
      }
      jobs.clear();
      bytesByDay.clear();
      line.clear();
      spoilNext = null;
    },
  };
}

function newJob(createdAtMs: number) {
  return {
    exportId: randomUUID(),
    status: 'Created' as const,
    createdAtMs,
    queuedAtMs: null,
    startedAtMs: null,
    finishedAtMs: null,
    errorMsg: null,
    file: null,
    result: null,
  };
}

function fail(job: BulkJob, message: string, atMs: number): void {
  job.status = 'Failed';
  job.errorMsg = message;
  job.finishedAtMs = atMs;
}

function spoilFile(job: BulkJob): void {
  if (job.spoiled === 'lose-file') dropFile(job);
  if (job.spoiled === 'wrong-checksum' && job.result) job.result.checksum = `sha256:${'0'.repeat(64)}`;
}

function dropFile(job: BulkJob): void {
  job.file?.close();
  job.file = null;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
