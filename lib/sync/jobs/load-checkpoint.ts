import { z } from 'zod';

export const LoadCheckpoint = z.object({
  phase: z.enum(['positions', 'probe', 'range', 'done']),
  /** The next id to read. */
  nextId: z.number().int(),
  /** The highest id to read, known after the probe. */
  endId: z.number().int().nullable(),
  startedAt: z.coerce.date().nullable(),
  read: z.number().int(),
  written: z.number().int(),
});
export type LoadCheckpoint = z.infer<typeof LoadCheckpoint>;

/** Whether everybody has been read once. */
export function loadIsDone(checkpoint: unknown): boolean {
  const parsed = LoadCheckpoint.safeParse(checkpoint);
  return parsed.success && parsed.data.phase === 'done';
}
