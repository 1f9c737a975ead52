import { z } from 'zod';
import { activityKinds, standingsInMarketo } from './model';

export const ActivityView = z.object({
  /** Marketo's GUID; of a sales activity that Marketo has not returned yet the journal's id. */
  id: z.string(),
  kind: z.enum(activityKinds),
  type: z.string(),
  occurredAt: z.iso.datetime(),
  title: z.string(),
  attributes: z.record(z.string(), z.string()),
  /** The line of the journal that this is, or stands for. */
  salesActivityId: z.uuid().nullable(),
  /** How the line stands in Marketo, as long as only the journal tells of it; null for what Marketo returned. */
  standing: z.enum(standingsInMarketo).nullable(),
});
export type ActivityView = z.infer<typeof ActivityView>;

export const ActivitiesQuery = z.object({
  /** Comma-separated kinds; none means all. */
  kinds: z
    .string()
    .transform((s) => s.split(',').filter(Boolean))
    .pipe(z.array(z.enum(activityKinds)))
    .optional(),
  /** `nextBefore` of the page above. */
  before: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(300).default(50),
  /** `stored` answers at once from what is known, without asking Marketo. */
  from: z.enum(['marketo', 'stored']).default('marketo'),
});
export type ActivitiesQuery = z.infer<typeof ActivitiesQuery>;

export const ActivitiesPage = z.object({
  items: z.array(ActivityView),
  /** The moment up to which the rows are known to be current. Null when Marketo has never been read for this person. */
  asOf: z.iso.datetime().nullable(),
  /** True when Marketo answered during this request. */
  live: z.boolean(),
  /** False while older or newer rows are still being read: ask the same page again. */
  complete: z.boolean(),
  apiCalls: z.number().int(),
  /** Opaque; null on the last page, or while `complete` is false and nothing older is known yet. */
  nextBefore: z.string().nullable(),
  /** Why `live` is false, in one sentence for the person reading the grid. */
  notice: z.string().nullable(),
});
export type ActivitiesPage = z.infer<typeof ActivitiesPage>;

/** 13 weeks (90 days), oldest first; weeks start on Monday, UTC. */
export const ActivityWeeks = z.object({
  weeks: z.array(
    z.object({
      weekStart: z.iso.date(),
      counts: z.object(
        Object.fromEntries(activityKinds.map((k) => [k, z.number().int()])) as Record<
          (typeof activityKinds)[number],
          z.ZodNumber
        >,
      ),
    }),
  ),
  /** False while the 90 days are still being read. */
  complete: z.boolean(),
  apiCalls: z.number().int(),
});
export type ActivityWeeks = z.infer<typeof ActivityWeeks>;
