/** Where the first load stands: saved with every step, and what the sync page tells about it. */
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { loadMethods } from '../../settings/model';
import type { Step, SyncCtx } from '../engine';
import { addCounts, type Counts } from '../model';
import { goingOn } from '../quiet-step';

const whole = z.number().int();
const method = z.enum(loadMethods);

/** One export under way; a list is one part, a history by month has many. */
export const ExportPart = z.object({
  part: whole,
  /** Exports made for this part so far, the present one included. */
  attempts: whole,
  /** Null before one is made. */
  exportId: z.string().nullable(),
  /** By our clock and before the call: what Marketo exports cannot be older. Null before. */
  enqueuedAt: z.coerce.date().nullable(),
  /** Not looked at before this moment. */
  checkAt: z.coerce.date().nullable(),
  /** Marketo's last word. */
  status: z.string(),
});
export type ExportPart = z.infer<typeof ExportPart>;

export const ExportProgress = z.object({
  /** The times of creation that the parts cover; null for a list. */
  from: z.coerce.date().nullable(),
  to: z.coerce.date().nullable(),
  parts: whole,
  partsDone: whole,
  nextPart: whole,
  open: z.array(ExportPart),
  /** The complete export that is being imported, and from which byte on; null between two. */
  file: z
    .object({
      part: whole,
      exportId: z.string(),
      numberOfRecords: whole.nullable(),
      fileSizeBytes: whole.nullable(),
      checksum: z.string().nullable(),
      /** Null when all of it is imported. */
      nextByte: whole.nullable(),
    })
    .nullable(),
});
export type ExportProgress = z.infer<typeof ExportProgress>;

export const LoadCheckpoint = z.object({
  phase: z.enum(['positions', 'method', 'probe', 'range', 'export', 'done']),
  /** How people are read, and why so, in a sentence; null before it is decided. */
  method: method.nullable().default(null),
  why: z.string().nullable().default(null),
  /** Ways that were tried and given up, with the reason. */
  tried: z.array(z.object({ method, why: z.string() })).default([]),
  startedAt: z.coerce.date().nullable(),
  /** Sums over all runs, as in Counts. */
  read: whole,
  written: whole,
  removed: whole.default(0),
  skipped: z.record(z.string(), whole).default({}),
  /** By id ranges: the next id to read, the first that was, the greatest known one and the last to try. */
  nextId: whole,
  firstId: whole.default(1),
  highestId: whole.nullable().default(null),
  endId: whole.nullable(),
  /** By exports. */
  exports: ExportProgress.nullable().default(null),
});
export type LoadCheckpoint = z.infer<typeof LoadCheckpoint>;

export const loadStart: LoadCheckpoint = LoadCheckpoint.parse({
  phase: 'positions',
  startedAt: null,
  read: 0,
  written: 0,
  nextId: 1,
  endId: null,
});

/** Whether everybody has been read once. */
export function loadIsDone(checkpoint: unknown): boolean {
  const parsed = LoadCheckpoint.safeParse(checkpoint);
  return parsed.success && parsed.data.phase === 'done';
}

/** A step that stores people and goes on at `next`, where the sums follow what was stored. */
export function storing(next: LoadCheckpoint, commit: (tx: Tx) => Promise<Counts>): Step<LoadCheckpoint> {
  const isDone = next.phase === 'done';
  return {
    next,
    nextAfter: (counts) => ({ ...next, ...addCounts(next, counts) }),
    done: isDone,
    wakes: isDone ? ['follow-people', 'read-opportunities'] : [],
    commit,
  };
}

/** A step back to the choice of a method, without the present one: what it has stored stays. */
export function giveUp(checkpoint: LoadCheckpoint, ctx: SyncCtx, why: string): Step<LoadCheckpoint> {
  const method = checkpoint.method ?? 'id-ranges';
  ctx.log.warn({ method, why }, 'this way of loading people failed; trying the next');
  const tried = [...checkpoint.tried, { method, why }];
  return goingOn<LoadCheckpoint>({ ...checkpoint, phase: 'method', exports: null, tried });
}
