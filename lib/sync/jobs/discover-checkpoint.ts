import { z } from 'zod';

const whole = z.number().int();

/** An export of ids under way, to be compared with the list. */
export const ExportLook = z.object({
  /** Null before it is made. */
  exportId: z.string().nullable().default(null),
  isEnqueued: z.boolean().default(false),
  /** Not looked at before this moment. */
  checkAt: z.coerce.date().nullable().default(null),
  /** The complete file, and from which byte on it is still to be read. */
  file: z
    .object({
      numberOfRecords: whole.nullable(),
      fileSizeBytes: whole.nullable(),
      checksum: z.string().nullable(),
      nextByte: whole,
    })
    .nullable()
    .default(null),
});
export type ExportLook = z.infer<typeof ExportLook>;

export const DiscoverCheckpoint = z.object({
  /** The highest id of this round; null between rounds. */
  endId: z.number().int().nullable().default(null),
  nextId: z.number().int().default(1),
  calls: z.number().int().default(0),
  /** When the next round begins; null before the first load is done. */
  dueAt: z.coerce.date().nullable().default(null),
  /** Where the instance can export the right people: the export under way, and when the next is due. */
  look: ExportLook.nullable().default(null),
  lookDueAt: z.coerce.date().nullable().default(null),
  /** A round was asked for outside of its schedule and is not through yet. */
  asked: z.boolean().default(false),
});
export type DiscoverCheckpoint = z.infer<typeof DiscoverCheckpoint>;

/** True when a round was stopped before its end, or asked for and not begun. */
export function discoveryIsUnfinished(checkpoint: unknown): boolean {
  const parsed = DiscoverCheckpoint.safeParse(checkpoint);
  return parsed.success && (parsed.data.endId !== null || parsed.data.look !== null || parsed.data.asked);
}
