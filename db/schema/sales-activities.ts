import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { DeliveryFailure, DeliveryState, DeliveryTarget } from '../../lib/deliveries/model';
import type { Destination, SalesActivityKind, SalesActivityPayload } from '../../lib/sales-activities/model';
import { users } from './users';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The journal of what sellers did and what came of it. Append-only: a trigger refuses every other change. */
export const salesActivities = pgTable(
  'sales_activities',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind').$type<SalesActivityKind>().notNull(),
    /** The person as known when it was recorded; a later merge is followed by person_merges. */
    marketoId: bigint('marketo_id', { mode: 'number' }).notNull(),
    /** The seller. */
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    occurredAt: moment('occurred_at').notNull(),
    recordedAt: moment('recorded_at').notNull(),
    payload: jsonb('payload').$type<SalesActivityPayload>().notNull(),
    /** Who told: a room of ours, or "user:" and an id. Keys are its own. */
    reporter: text('reporter').notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    /** Digest of what was told, to know a repetition from another activity under the same key. */
    fingerprint: text('fingerprint').notNull(),
    /** The API token it came by; null for a session or a room. */
    tokenId: uuid('token_id'),
    /** What calls are searched by: the number, its digits, the notes. Stored, since to lower notes costs more than to search them. */
    callSearch: text('call_search').generatedAlwaysAs(
      sql`case when kind = 'call' then lower(coalesce(payload ->> 'phoneNumber', '') || ' ' || regexp_replace(coalesce(payload ->> 'phoneNumber', ''), '\\D', '', 'g') || ' ' || coalesce(payload ->> 'notes', '')) end`,
    ),
  },
  (t) => [
    unique('sales_activities_key').on(t.reporter, t.idempotencyKey),
    // Read backwards for the newest first.
    index('sales_activities_of_person').on(t.marketoId, t.occurredAt, t.id),
    index('sales_activities_of_user').on(t.userId, t.occurredAt, t.id),
    index('sales_activities_newest').on(t.occurredAt, t.id),
    index('sales_activities_of_kind').on(t.kind, t.occurredAt, t.id),
    index('sales_activities_calls').on(t.occurredAt, t.id).where(sql`kind = 'call'`),
    index('sales_activities_calls_of_user').on(t.userId, t.occurredAt, t.id).where(sql`kind = 'call'`),
    // What happened to a mail later is told of the mail.
    index('sales_activities_mails').on(sql`(payload ->> 'emailId')`, t.marketoId).where(sql`kind = 'email-sent'`),
  ],
);

/** One cause why deliveries fail, open until none of them fails by it any more. */
export const deliveryProblems = pgTable(
  'delivery_problems',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    destination: text('destination').$type<Destination>().notNull(),
    code: text('code').notNull(),
    /** Tells apart causes of the same code; empty where nothing does. */
    detail: text('detail').notNull(),
    kind: text('kind').$type<DeliveryFailure['kind']>().notNull(),
    /** The provider's words, as seen last. */
    message: text('message').notNull(),
    openedAt: moment('opened_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    closedAt: moment('closed_at'),
  },
  (t) => [
    uniqueIndex('delivery_problems_open').on(t.destination, t.code, t.detail).where(sql`closed_at is null`),
    index('delivery_problems_closed').on(t.closedAt),
  ],
);

/** A person let deliveries go again, one or all of a problem. */
export const deliveryRetries = pgTable(
  'delivery_retries',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** The cause they failed by; what becomes of them is told by the deliveries. */
    problemId: uuid('problem_id')
      .notNull()
      .references(() => deliveryProblems.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    at: moment('at').notNull(),
  },
  (t) => [index('delivery_retries_newest').on(t.at)],
);

/** One sales activity on its way to one destination. */
export const deliveries = pgTable(
  'deliveries',
  {
    /** Worked out from the activity and the destination, so nothing can make a second one. Also what remotes are searched for. */
    key: uuid('key').primaryKey(),
    salesActivityId: uuid('sales_activity_id')
      .notNull()
      .references(() => salesActivities.id),
    destination: text('destination').$type<Destination>().notNull(),
    /** Copies of the activity's, for switches and for batches by seller. */
    kind: text('kind').$type<SalesActivityKind>().notNull(),
    userId: uuid('user_id').notNull(),
    state: text('state').$type<DeliveryState>().notNull(),
    /** Why it is not wanted or was refused, as a code; `message` says it in words. */
    reason: text('reason'),
    message: text('message'),
    /** What kind of failure the last one was, the provider's code of it, and the cause it shares with others. */
    faultKind: text('fault_kind').$type<DeliveryFailure['kind']>(),
    faultCode: text('fault_code'),
    problemId: uuid('problem_id').references(() => deliveryProblems.id),
    /** Who let it go again last, and when; null where nobody did. */
    retryId: uuid('retry_id').references(() => deliveryRetries.id),
    /** What was left out or done otherwise, in words. */
    note: text('note'),
    /** Tries that failed. */
    attempts: integer('attempts').notNull().default(0),
    /** How often it was taken to be sent; whoever settles it names the number it was taken with. */
    claims: integer('claims').notNull().default(0),
    /** How often it was looked for in vain, since it was sent last. */
    looks: integer('looks').notNull().default(0),
    /** Not before this moment. */
    dueAt: moment('due_at').notNull(),
    leasedUntil: moment('leased_until'),
    /** When it was taken to be sent last. */
    sentAt: moment('sent_at'),
    /** Which records it goes to, and why these. */
    target: jsonb('target').$type<DeliveryTarget>(),
    remoteId: text('remote_id'),
    /** What was sent last. */
    payload: jsonb('payload').$type<Record<string, unknown>>(),
    createdAt: moment('created_at').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [
    unique('deliveries_of_activity').on(t.salesActivityId, t.destination),
    index('deliveries_due').on(t.destination, t.state, t.dueAt, t.key).where(sql`state in ('queued', 'unknown')`),
    index('deliveries_leased').on(t.destination, t.leasedUntil).where(sql`state = 'sending'`),
    // Sellers without a connection keep theirs queued; nobody else may have to read past those.
    index('deliveries_of_seller').on(t.destination, t.userId, t.dueAt).where(sql`state = 'queued'`),
    index('deliveries_queued_kinds').on(t.destination, t.kind, t.createdAt).where(sql`state = 'queued'`),
    index('deliveries_of_problem').on(t.problemId, t.userId).where(sql`problem_id is not null`),
    index('deliveries_of_retry').on(t.retryId).where(sql`retry_id is not null`),
    // What is not over yet is little beside what is, and is what people look for.
    index('deliveries_unsettled')
      .on(t.state, t.destination, t.salesActivityId)
      .where(sql`state in ('queued', 'sending', 'unknown', 'rejected', 'stuck')`),
    index('deliveries_confirmed').on(t.changedAt, t.destination, t.createdAt).where(sql`state = 'confirmed'`),
  ],
);

/** Which kinds go where. A kind without a row is off. */
export const deliverySwitches = pgTable(
  'delivery_switches',
  {
    destination: text('destination').$type<Destination>().notNull(),
    kind: text('kind').$type<SalesActivityKind>().notNull(),
    /** Null while it is off. */
    onSince: moment('on_since'),
    changedAt: moment('changed_at').notNull(),
    changedBy: uuid('changed_by')
      .notNull()
      .references(() => users.id),
  },
  (t) => [primaryKey({ columns: [t.destination, t.kind] })],
);
