import { z } from 'zod';
import { salesActivityKinds } from '../sales-activities/model';
import { duplicateChoices, longestTemplate, noMatchChoices, rollUpObjects, unknownFields } from './model';

const SubjectTemplate = z
  .string('Expected the subject')
  .trim()
  .min(1, 'Expected a subject, with or without dynamic fields')
  .max(longestTemplate, `Expected at most ${longestTemplate} characters`)
  .refine((template) => unknownFields(template).length === 0, {
    error: ({ input }) => `There is no dynamic field {{${unknownFields(String(input))[0]}}}`,
  });

export const LoggingChoices = z.strictObject({
  logs: z.strictObject({ emails: z.boolean(), replies: z.boolean(), calls: z.boolean() }),
  objects: z.strictObject({ contact: z.boolean(), lead: z.boolean(), opportunity: z.boolean() }),
  onDuplicate: z.enum(duplicateChoices),
  onNoMatch: z.enum(noMatchChoices),
  rollUp: z.strictObject({ Lead: z.boolean(), Contact: z.boolean(), Account: z.boolean(), Opportunity: z.boolean() }),
  subjectTemplate: SubjectTemplate,
  reminderTasks: z.literal('off', 'Expected off: reminder tasks do not go to Salesforce yet'),
  apiSharePercent: z.int().min(1, 'Expected 1 to 100 percent').max(100, 'Expected 1 to 100 percent'),
});
export type LoggingChoices = z.infer<typeof LoggingChoices>;

export const LoggingInput = z.strictObject({
  settings: LoggingChoices,
  /** The admin's choices count for everybody; only an admin may say so. */
  teamWide: z.boolean().optional(),
});
export type LoggingInput = z.infer<typeof LoggingInput>;

export const LoggingView = z.object({
  /** What counts for whoever asks. */
  settings: LoggingChoices,
  /** Whose they are. */
  of: z.enum(['team', 'own', 'default']),
  teamWide: z.boolean(),
  /** Whether whoever asks may change them: an admin those of the team, a member the own ones where the team lets them. */
  mayChange: z.boolean(),
  changedAt: z.iso.datetime().nullable(),
  /** Since when an admin has each kind logged; null while it is not. */
  switches: z.array(z.object({ kind: z.enum(salesActivityKinds), onSince: z.iso.datetime().nullable() })),
  /** What the org has for it; null before anybody connected. */
  org: z
    .object({
      /** Optional activity fields that are filled, and those that sales tools know and this org lacks. */
      filledFields: z.array(z.string()),
      missingFields: z.array(z.string()),
      /** Task types that are set. */
      types: z.array(z.string()),
      /** Objects that have fields for the most recent activity. */
      rollUpObjects: z.array(z.enum(rollUpObjects)),
    })
    .nullable(),
});
export type LoggingView = z.infer<typeof LoggingView>;

export const PreviewInput = z.strictObject({
  settings: LoggingChoices,
  /** What is about to be switched on; of nothing else is anything told. */
  kinds: z.array(z.enum(salesActivityKinds)).min(1),
});
export type PreviewInput = z.infer<typeof PreviewInput>;

const SampleTask = z.object({
  kind: z.enum(salesActivityKinds),
  personName: z.string(),
  marketoId: z.number().int(),
  sellerName: z.string(),
  occurredAt: z.iso.datetime(),
  /** The record it would go to, and why; null where Salesforce would have to be asked, or it would not be logged. */
  record: z.string().nullable(),
  rule: z.string(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type SampleTask = z.infer<typeof SampleTask>;

/** What the last 30 days would have come to. Nothing of it is ever sent. */
export const LoggingPreview = z.object({
  asOf: z.iso.datetime(),
  since: z.iso.datetime(),
  /** Activities of each of these kinds in that time, and how many of them would have become tasks or changes of tasks. */
  kinds: z.array(
    z.object({ kind: z.enum(salesActivityKinds), activities: z.number().int(), logged: z.number().int() }),
  ),
  /** Tasks for each of the days, the oldest first. */
  days: z.array(z.object({ day: z.iso.date(), tasks: z.number().int() })),
  /** API calls of an ordinary day, of the day with most, and what we may use; null where the limit is not known. */
  callsPerDay: z.number(),
  mostCallsInADay: z.number().int(),
  allowedCallsPerDay: z.number().int().nullable(),
  /** The newest ones as they would look. */
  samples: z.array(SampleTask),
});
export type LoggingPreview = z.infer<typeof LoggingPreview>;
