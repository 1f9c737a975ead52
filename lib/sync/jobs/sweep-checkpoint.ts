import { z } from 'zod';

export const SweepCheckpoint = z.object({
  /** Null between sweeps. */
  endId: z.number().int().nullable(),
  nextId: z.number().int(),
  /** A sweep was asked for outside of its schedule and has not begun yet. */
  asked: z.boolean().default(false),
});
export type SweepCheckpoint = z.infer<typeof SweepCheckpoint>;

/** Where a sweep begins. */
export const sweepStart = (asked: boolean): SweepCheckpoint => ({ endId: null, nextId: 1, asked });

/** True when a sweep was stopped before its end (by a deadline or a fault), or asked for and not begun. */
export function sweepIsUnfinished(checkpoint: unknown): boolean {
  const parsed = SweepCheckpoint.safeParse(checkpoint);
  return parsed.success && (parsed.data.endId !== null || parsed.data.asked);
}
