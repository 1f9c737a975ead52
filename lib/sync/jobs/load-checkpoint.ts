/** Where the first load stands: saved with every page, and what the sync page tells about it. */
import { z } from 'zod';
import type { Tx } from '@/db/client';
import type { Step } from '../engine';
import { addCounts, type Counts } from '../model';

export const LoadCheckpoint = z.object({
  phase: z.enum(['positions', 'probe', 'range', 'done']),
  startedAt: z.coerce.date().nullable(),
  /** Sums over all runs, as in Counts. */
  read: z.number().int(),
  written: z.number().int(),
  removed: z.number().int().default(0),
  skipped: z.record(z.string(), z.number().int()).default({}),
  /** By id ranges: the next id to read, the first that was, the greatest known one and the last to try. */
  nextId: z.number().int(),
  firstId: z.number().int().default(1),
  highestId: z.number().int().nullable().default(null),
  endId: z.number().int().nullable(),
});
export type LoadCheckpoint = z.infer<typeof LoadCheckpoint>;

export const loadStart: LoadCheckpoint = {
  phase: 'positions',
  startedAt: null,
  read: 0,
  written: 0,
  removed: 0,
  skipped: {},
  nextId: 1,
  firstId: 1,
  highestId: null,
  endId: null,
};

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
