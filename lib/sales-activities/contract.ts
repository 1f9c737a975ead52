import { z } from 'zod';
import { deliveryStates } from '../deliveries/model';
import { PageView } from '../diagnostics/model';
import { jobNames } from '../sync/model';
import {
  ActivityKey,
  destinations,
  OccurredAt,
  salesActivityPayloads as payloads,
  personProblems,
  salesActivityKinds,
} from './model';

export const mostActivitiesAtOnce = 100;

const Person = z
  .strictObject({
    marketoId: z.int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
    /** Only looked at without a Marketo ID, and only where one listed person has it. */
    email: z.email().max(254).optional(),
  })
  .refine((person) => Object.keys(person).length > 0, 'Expected a Marketo ID or an e-mail address');

const told = {
  /** The same key of the same user is the same activity, however often it is sent. */
  key: ActivityKey,
  person: Person,
  occurredAt: OccurredAt,
  /** E-mail address of the user who did it, where an admin reports for somebody else. */
  seller: z.email('Expected an e-mail address').max(254).optional(),
};

/** One activity as another system tells it. Who the seller is comes from `seller` or the caller, not from the payload. */
export const SalesActivityInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('email-sent'), ...told, payload: payloads['email-sent'].omit({ sentBy: true }) }),
  z.strictObject({
    kind: z.literal('email-opened'),
    ...told,
    payload: payloads['email-opened'].omit({ sentBy: true }),
  }),
  z.strictObject({
    kind: z.literal('email-clicked'),
    ...told,
    payload: payloads['email-clicked'].omit({ sentBy: true }),
  }),
  z.strictObject({
    kind: z.literal('email-replied'),
    ...told,
    payload: payloads['email-replied'].omit({ receivedBy: true }),
  }),
  z.strictObject({
    kind: z.literal('email-bounced'),
    ...told,
    payload: payloads['email-bounced'].omit({ sentBy: true }),
  }),
  z.strictObject({ kind: z.literal('call'), ...told, payload: payloads.call.omit({ madeBy: true }) }),
  z.strictObject({
    kind: z.literal('campaign-added'),
    ...told,
    payload: payloads['campaign-added'].omit({ sentBy: true }),
  }),
  z.strictObject({
    kind: z.literal('campaign-removed'),
    ...told,
    payload: payloads['campaign-removed'].omit({ sentBy: true }),
  }),
]);
export type SalesActivityInput = z.infer<typeof SalesActivityInput>;

/** A row that is not an activity is an outcome of its own, so it does not fail the others. */
export const SalesActivityBatch = z.object({
  activities: z.array(SalesActivityInput.or(z.unknown())).min(1).max(mostActivitiesAtOnce),
});
export type SalesActivityBatch = z.infer<typeof SalesActivityBatch>;

export const refusals = [...personProblems, 'not-yours', 'unknown-seller', 'in-the-future'] as const;
export type Refusal = (typeof refusals)[number];

const DeliveryStandingView = z.object({
  destination: z.enum(destinations),
  state: z.enum(deliveryStates),
  /** Why it is not wanted, as a code and in words. */
  reason: z.string().nullable(),
  sentence: z.string().nullable(),
});

export const SalesActivityResult = z.object({
  /** Null where the row had no readable key. */
  key: z.string().nullable(),
  /** `known`: told before, word for word. `conflict`: another activity has this key. */
  outcome: z.enum(['recorded', 'known', 'conflict', 'refused', 'invalid']),
  id: z.uuid().nullable(),
  /** The person it was recorded for: the winner, where the one named was merged. */
  marketoId: z.number().int().nullable(),
  reason: z.enum(refusals).nullable(),
  /** Why it was not recorded, in words. */
  sentence: z.string().nullable(),
  /** What was expected of each attribute of an invalid row. */
  fields: z.record(z.string(), z.string()).nullable(),
  deliveries: z.array(DeliveryStandingView),
});
export type SalesActivityResult = z.infer<typeof SalesActivityResult>;

/** One result per row, in the order of the rows. */
export const SalesActivityResults = z.object({ results: z.array(SalesActivityResult) });
export type SalesActivityResults = z.infer<typeof SalesActivityResults>;

export const DeliverySwitchesView = z.object({
  switches: z.array(
    z.object({
      destination: z.enum(destinations),
      kind: z.enum(salesActivityKinds),
      /** False where the destination has no place for this kind. */
      offered: z.boolean(),
      /** Null while it is off. What happened before is never sent. */
      onSince: z.iso.datetime().nullable(),
    }),
  ),
});
export type DeliverySwitchesView = z.infer<typeof DeliverySwitchesView>;

export const DeliverySwitchesInput = z.object({
  switches: z
    .array(z.object({ destination: z.enum(destinations), kind: z.enum(salesActivityKinds), on: z.boolean() }))
    .min(1)
    .max(destinations.length * salesActivityKinds.length),
});
export type DeliverySwitchesInput = z.infer<typeof DeliverySwitchesInput>;

export const DestinationView = z.object({
  destination: z.enum(destinations),
  /** To be sent, and since when the oldest waits. */
  waiting: z.number().int(),
  waitingSince: z.iso.datetime().nullable(),
  underWay: z.number().int(),
  /** May have arrived: looked for before anything is sent again. */
  lookedFor: z.number().int(),
  /** Refused, or looked for in vain: for a person to decide. */
  failed: z.number().int(),
  /** In the last 24 hours, and in each hour of them, oldest first. */
  delivered: z.number().int(),
  hours: z.array(z.object({ hour: z.iso.datetime(), delivered: z.number().int() })),
  /** Why nothing, or not everything, goes out: a sentence, how many wait for that, and where to do something about it. */
  obstacles: z.array(
    z.object({
      sentence: z.string(),
      deliveries: z.number().int(),
      settings: PageView.nullable(),
      /** The job that is paused and can be resumed, where that is the reason. */
      pausedJob: z.enum(jobNames).nullable(),
    }),
  ),
});
export type DestinationView = z.infer<typeof DestinationView>;

export const StandingView = z.object({ asOf: z.iso.datetime(), destinations: z.array(DestinationView) });
export type StandingView = z.infer<typeof StandingView>;
