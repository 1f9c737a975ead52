import { z } from 'zod';
import { ActivityKey, callStatuses, OccurredAt, salesActivityPayloads } from '../sales-activities/model';
import { choiceLists, longestChoiceName, mostChoices, outcomeTypes } from './model';

const payload = salesActivityPayloads.call.shape;
/** Nothing and blanks say the same: not known. */
const orNothing = <S extends z.ZodType<string | null, string | null | undefined>>(schema: S) =>
  schema.transform((said) => said?.trim() || null);

/** A call as it is logged here, by the caller as the one who made it. */
export const LogCallInput = z.strictObject({
  /** The same key of the same user is the same call, so that a second click or a retry is none. */
  key: ActivityKey,
  marketoId: z.int('Expected a person').positive('Expected a person').max(Number.MAX_SAFE_INTEGER),
  occurredAt: OccurredAt,
  phoneNumber: orNothing(payload.phoneNumber),
  /** One of the names that an admin offers. */
  outcome: orNothing(payload.outcome),
  reason: orNothing(payload.reason),
  notes: orNothing(payload.notes),
  durationSeconds: payload.durationSeconds,
  /** Follows from the outcome where nothing is said. */
  status: z.enum(callStatuses).nullable().default(null),
  answeredBy: orNothing(payload.answeredBy),
  recordingUrl: payload.recordingUrl,
});
export type LogCallInput = z.infer<typeof LogCallInput>;
export type LogCallBody = z.input<typeof LogCallInput>;

const text = z.string().nullable();

export const CallView = z.object({
  id: z.uuid(),
  /** The person now: the winner, where the one called was merged. `name` falls back to the e-mail address and the ID. */
  person: z.object({ marketoId: z.number().int(), name: z.string(), company: text }),
  seller: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
  occurredAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  phoneNumber: text,
  outcome: text,
  reason: text,
  status: z.enum(callStatuses),
  /** By the outcome; by the status where the outcome says nothing of it. */
  answered: z.boolean(),
  notes: text,
  durationSeconds: z.number().int().nullable(),
  answeredBy: text,
  recordingUrl: text,
  campaignName: text,
  /** Logged here, or told by another system. */
  loggedHere: z.boolean(),
});
export type CallView = z.infer<typeof CallView>;

const storable = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, `Expected at most ${longest} characters`)
    .refine((given) => !given.includes('\0') && given.isWellFormed(), 'Expected plain text');
const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};
// The calendar of the period below; before and after it nobody logs calls.
const day = z.iso.date().refine((given) => given >= '2000-01-01' && given < '2100-01-01', 'Expected a day since 2000');

const filters = {
  /** Words found in the person's name, e-mail address, company and title, in the number and in the notes. */
  text: storable(200).optional(),
  outcome: storable(longestChoiceName).optional(),
  reason: storable(longestChoiceName).optional(),
  status: z.enum(callStatuses).optional(),
  answered: z.enum(['yes', 'no']).optional(),
  /** A user's id; sellers may only name themselves. */
  seller: z.uuid().optional(),
  /** First and last day of a period, in `timeZone`. */
  from: day.optional(),
  to: day.optional(),
  timeZone: z.string().max(100).refine(isTimeZone, 'Expected a time zone such as Europe/Berlin').default('UTC'),
};
export const CallsFilter = z.object(filters);
export type CallsFilter = z.infer<typeof CallsFilter>;

export const CallsQuery = z.object({
  ...filters,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type CallsQuery = z.infer<typeof CallsQuery>;

export const CallsPage = z.object({ items: z.array(CallView), nextCursor: z.string().nullable() });
export type CallsPage = z.infer<typeof CallsPage>;

export const CallsCursor = z.object({ occurredAt: z.iso.datetime(), id: z.uuid() });

/** The calls of a selection, counted; by day where the period is not longer than a year. */
export const CallsSummary = z.object({
  answered: z.number().int(),
  notAnswered: z.number().int(),
  days: z.array(z.object({ day: z.iso.date(), answered: z.number().int(), notAnswered: z.number().int() })).nullable(),
});
export type CallsSummary = z.infer<typeof CallsSummary>;

/** What the filters offer: the names that calls of the caller's have, offered still or not, and who made calls. */
export const CallFilters = z.object({
  outcomes: z.array(z.string()),
  reasons: z.array(z.string()),
  sellers: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type CallFilters = z.infer<typeof CallFilters>;

export const CallParams = z.object({ id: z.uuid('Expected the id of a call') });

const Choice = z.object({ id: z.uuid(), name: z.string() });
const asking = { enabled: z.boolean(), required: z.boolean() };

/** What sellers are asked about a call: by lists in the admin's order. */
export const CallChoices = z.object({
  outcomes: z.object({ ...asking, choices: z.array(Choice.extend({ type: z.enum(outcomeTypes) })) }),
  reasons: z.object({ ...asking, choices: z.array(Choice) }),
});
export type CallChoices = z.infer<typeof CallChoices>;

export const CallSettingsInput = z.object({ outcomes: z.object(asking), reasons: z.object(asking) });
export type CallSettingsInput = z.infer<typeof CallSettingsInput>;

export const ChoiceInput = z.strictObject({
  name: storable(longestChoiceName).refine((given) => given.length > 0, 'Expected a name'),
  /** For outcomes, and only for them. */
  type: z.enum(outcomeTypes).optional(),
});
export type ChoiceInput = z.infer<typeof ChoiceInput>;

/** All ids of the list, in the order wanted. */
export const ChoiceOrder = z.object({ ids: z.array(z.uuid()).max(mostChoices) });
export type ChoiceOrder = z.infer<typeof ChoiceOrder>;

export const ChoiceListParams = z.object({ list: z.enum(choiceLists) });
export const ChoiceParams = ChoiceListParams.extend({ id: z.uuid('Expected the id of a choice') });
