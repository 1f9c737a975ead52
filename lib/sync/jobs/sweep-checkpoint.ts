import { z } from 'zod';

export const SweepCheckpoint = z.object({
  /** Known people up to this id were read in this sweep; null between sweeps. */
  afterId: z.number().int().nullable().default(null),
  /** A sweep was asked for outside of its schedule and is not through yet. */
  asked: z.boolean().default(false),
  /** How many people this sweep will read, as known when it began. */
  expected: z.number().int().default(0),
  calls: z.number().int().default(0),
  read: z.number().int().default(0),
  /** Listed people whom Marketo no longer showed. */
  vanished: z.number().int().default(0),
  /** The last sweep was stopped because too many vanished; an admin has to say whether they are gone. */
  doubt: z
    .object({ vanished: z.number().int(), read: z.number().int(), since: z.coerce.date() })
    .nullable()
    .default(null),
  /** Who said that the vanished are really gone; null where nobody did. */
  confirmedBy: z.string().nullable().default(null),
});
export type SweepCheckpoint = z.infer<typeof SweepCheckpoint>;

/** Between two sweeps. */
export const noSweep: SweepCheckpoint = SweepCheckpoint.parse({});

/** True when a sweep was stopped before its end (by a deadline or a fault), or asked for and not begun. */
export function sweepIsUnfinished(checkpoint: unknown): boolean {
  const parsed = SweepCheckpoint.safeParse(checkpoint);
  return parsed.success && (parsed.data.afterId !== null || parsed.data.asked);
}

/** Too many vanished in the last sweep, and no admin has said yet whether they are gone. */
export function doubtOf(checkpoint: unknown): SweepCheckpoint['doubt'] {
  const parsed = SweepCheckpoint.safeParse(checkpoint);
  return parsed.success ? parsed.data.doubt : null;
}

/** How many of `listed` people may vanish in one sweep before it stops: one in a hundred, and never fewer than 50. */
export function mostVanished(listed: number): number {
  return Math.max(50, Math.floor(listed / 100));
}
