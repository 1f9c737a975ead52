import { z } from 'zod';
import { CauseView, PageView, solvers } from '../diagnostics/model';
import { destinations, salesActivityKinds } from '../sales-activities/model';
import { jobNames } from '../sync/model';
import { deliveryStates } from './model';

const moment = z.iso.datetime();
const text = z.string().nullable();

/** How a delivery stands, as small as a badge needs it. */
export const DeliveryBrief = z.object({
  key: z.uuid(),
  destination: z.enum(destinations),
  state: z.enum(deliveryStates),
  /** Why it is not wanted, as a code. */
  reason: text,
  /** True while the last try of it failed. */
  failed: z.boolean(),
  /** True while something keeps it from going that is not its own: nobody is connected, a job is paused. */
  blocked: z.boolean(),
  /** What happens next, in words, and when. */
  next: z.string(),
  nextAt: moment.nullable(),
});
export type DeliveryBrief = z.infer<typeof DeliveryBrief>;

/** One line of the journal with what becomes of it. */
export const SalesActivityLine = z.object({
  id: z.uuid(),
  kind: z.enum(salesActivityKinds),
  /** Of a mail, the name of a campaign, what came of a call. */
  subject: text,
  occurredAt: moment,
  recordedAt: moment,
  person: z.object({ marketoId: z.number().int(), name: z.string() }),
  seller: z.object({ id: z.uuid(), name: z.string() }),
  deliveries: z.array(DeliveryBrief),
});
export type SalesActivityLine = z.infer<typeof SalesActivityLine>;

export const SalesActivityPage = z.object({
  items: z.array(SalesActivityLine),
  /** There may be fewer items than asked for, or none, and more to come: only so many are looked through at once. */
  nextCursor: z.uuid().nullable(),
  asOf: moment,
});
export type SalesActivityPage = z.infer<typeof SalesActivityPage>;

const instant = z.iso.datetime({ offset: true, error: 'Expected a time such as 2026-03-01T12:00:00Z' });

export const SalesActivityQuery = z.object({
  /** A Marketo ID; records that were merged into this person count. */
  person: z.coerce.number('Expected a Marketo ID').int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  kind: z.enum(salesActivityKinds).optional(),
  /** The id of a user; for admins. */
  seller: z.uuid().optional(),
  /** Alone: what is wanted there. With `state`: what is in this state there. */
  destination: z.enum(destinations).optional(),
  state: z.enum(deliveryStates).optional(),
  /** The id of a problem: what it stops. */
  problem: z.uuid().optional(),
  /** From this moment on, and before that one. */
  since: instant.optional(),
  until: instant.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.uuid('Expected a value taken from the previous page').optional(),
});
export type SalesActivityQuery = z.infer<typeof SalesActivityQuery>;

/** A record at a destination; `href` only where it is known where it opens. */
export const RecordLink = z.object({ id: z.string(), href: z.url({ protocol: /^https?$/ }).nullable() });

/** Everything about one delivery. */
export const DeliveryPassport = DeliveryBrief.extend({
  /** Since when it stands so, and when it was sent last. */
  since: moment,
  sentAt: moment.nullable(),
  /** What it became there; which records it went to and what it is also about, and why these. */
  remote: RecordLink.nullable(),
  records: z.array(RecordLink),
  about: RecordLink.nullable(),
  rule: text,
  /** What was left out or done otherwise. */
  note: text,
  /** What was sent last. */
  payload: z.record(z.string(), z.unknown()).nullable(),
  /** Why it failed last: the provider's code and words, and what they mean. */
  failure: z.object({ code: z.string(), message: z.string(), cause: CauseView }).nullable(),
  /** The problem it is a case of. */
  problemId: z.uuid().nullable(),
  solver: z.enum(solvers).nullable(),
  settings: PageView.nullable(),
  /** The paused job that keeps it from going, to whoever can resume it. */
  pausedJob: z.enum(jobNames).nullable(),
  /** How often it was sent, how many of these tries failed, and how often it was looked for in vain since. */
  claims: z.number().int(),
  attempts: z.number().int(),
  looks: z.number().int(),
  mayRetry: z.boolean(),
  /** Who let it go again last. */
  retried: z.object({ at: moment, by: z.string() }).nullable(),
});
export type DeliveryPassport = z.infer<typeof DeliveryPassport>;

export const SalesActivityDetail = SalesActivityLine.omit({ deliveries: true }).extend({
  /** Who told of it, in words. */
  toldBy: z.string(),
  payload: z.record(z.string(), z.unknown()),
  deliveries: z.array(DeliveryPassport),
  asOf: moment,
});
export type SalesActivityDetail = z.infer<typeof SalesActivityDetail>;

export const SalesActivityParams = z.object({ id: z.uuid('Expected the id of a sales activity') });
export const DeliveryParams = z.object({ key: z.uuid('Expected the key of a delivery') });

export const mostBriefsAtOnce = 100;

export const DeliveriesQuery = z.object({
  /** Ids of sales activities, comma-separated. */
  of: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.uuid()).min(1).max(mostBriefsAtOnce)),
});
export type DeliveriesQuery = z.infer<typeof DeliveriesQuery>;

/** Activities that do not exist, or are somebody else's, are not among the items. */
export const DeliveriesView = z.object({
  items: z.array(z.object({ salesActivityId: z.uuid(), deliveries: z.array(DeliveryBrief) })),
});
export type DeliveriesView = z.infer<typeof DeliveriesView>;

/** Whom an admin can keep the lists to. */
export const SellersView = z.object({ sellers: z.array(z.object({ id: z.uuid(), name: z.string() })) });
export type SellersView = z.infer<typeof SellersView>;

/** How many deliveries go again. */
export const RetryView = z.object({ deliveries: z.number().int() });
export type RetryView = z.infer<typeof RetryView>;
