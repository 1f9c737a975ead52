import { z } from 'zod';

export const DiscoverCheckpoint = z.object({
  /** The highest id of this round; null between rounds. */
  endId: z.number().int().nullable().default(null),
  nextId: z.number().int().default(1),
  calls: z.number().int().default(0),
  /** When the next round begins; null before the first load is done. */
  dueAt: z.coerce.date().nullable().default(null),
  /** A round was asked for outside of its schedule and is not through yet. */
  asked: z.boolean().default(false),
});
export type DiscoverCheckpoint = z.infer<typeof DiscoverCheckpoint>;

/** True when a round was stopped before its end, or asked for and not begun. */
export function discoveryIsUnfinished(checkpoint: unknown): boolean {
  const parsed = DiscoverCheckpoint.safeParse(checkpoint);
  return parsed.success && (parsed.data.endId !== null || parsed.data.asked);
}
