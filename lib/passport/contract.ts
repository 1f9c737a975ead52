import { z } from 'zod';
import { personEventKinds, personSources, personStates, watchedFields } from '../people/model';
import { dirtyReasons } from '../sync/model';

const text = z.string().nullable();

/** One thing that happened to a person here. */
export const PassportEntry = z.object({
  id: z.number().int(),
  kind: z.enum(personEventKinds),
  /** When this was read from Marketo. */
  notedAt: z.iso.datetime(),
  /** When it happened in Marketo; null where Marketo did not say. */
  happenedAt: z.iso.datetime().nullable(),
  source: z.enum(personSources),
  /** What Marketo calls the activity that told it, such as "Change Data Value". */
  marketoEvent: text,
  changes: z.array(z.object({ field: z.enum(watchedFields), from: text, to: text })),
  /** Why the person left, in words. */
  reason: text,
});
export type PassportEntry = z.infer<typeof PassportEntry>;

export const PassportPage = z.object({
  marketoId: z.number().int(),
  state: z.enum(personStates),
  stateSince: z.iso.datetime(),
  /** Why the person is or is not in the list now. */
  sentence: z.string(),
  /** The record a merged one lives on as. */
  winnerId: z.number().int().nullable(),
  listed: z.object({ at: z.iso.datetime(), by: z.enum(personSources) }),
  /** When the person was last read from Marketo. */
  syncedAt: z.iso.datetime(),
  /** The reading that is about to happen, and why. */
  waiting: z.object({ reason: z.enum(dirtyReasons), dueAt: z.iso.datetime() }).nullable(),
  /** Records that live on as this person, newest first. */
  mergedHere: z.array(z.object({ marketoId: z.number().int(), at: z.iso.datetime() })),
  items: z.array(PassportEntry),
  nextCursor: z.string().nullable(),
});
export type PassportPage = z.infer<typeof PassportPage>;

export const PassportQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export type PassportQuery = z.infer<typeof PassportQuery>;

/** What a passport cursor holds: the last entry of the page above. */
export const PassportCursor = z.object({ before: z.number().int().positive() });
