/** The journal as people read it: whose, about whom, of what kind, and what became of it. */
import { and, desc, eq, getTableColumns, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { DeliveryState } from '@/lib/deliveries/model';
import type { Destination, SalesActivityKind } from '@/lib/sales-activities/model';
import type { Tx } from '../client';
import { deliveries, deliveryRetries, people, salesActivities, users } from '../schema';
import type { DeliveryRow } from './sales-activities';

export type LogSelection = {
  /** A person, with the records that live on as this person. */
  marketoIds?: number[];
  /** The seller. */
  userId?: string;
  kind?: SalesActivityKind;
  /** With a state: in this state there. Alone: wanted there. */
  destination?: Destination;
  /** Alone: in this state anywhere. */
  state?: DeliveryState;
  since?: Date;
  until?: Date;
};

const line = {
  id: salesActivities.id,
  kind: salesActivities.kind,
  marketoId: salesActivities.marketoId,
  userId: salesActivities.userId,
  occurredAt: salesActivities.occurredAt,
  recordedAt: salesActivities.recordedAt,
  // The text of a mail is long and not asked for.
  subject: sql<string | null>`case ${salesActivities.kind}
    when 'call' then coalesce(nullif(${salesActivities.payload} ->> 'outcome', ''), ${salesActivities.payload} ->> 'status')
    else coalesce(${salesActivities.payload} ->> 'emailSubject', ${salesActivities.payload} ->> 'campaignName') end`,
  firstName: people.firstName,
  lastName: people.lastName,
  email: people.email,
  seller: users.name,
};

function lines(db: Tx) {
  return db
    .select(line)
    .from(salesActivities)
    .innerJoin(users, eq(users.id, salesActivities.userId))
    .leftJoin(people, eq(people.marketoId, salesActivities.marketoId))
    .$dynamic();
}

export type LogLine = Awaited<ReturnType<typeof lines>>[number];

type Page = { selection: LogSelection; after?: string; limit: number };

/** One keyset page of the journal, newest first; `after` is the id of the last line of the page above. */
export async function selectLogPage(db: Tx, { selection, after, limit }: Page): Promise<LogLine[]> {
  const { occurredAt, id } = salesActivities;
  const beyond = after
    ? sql`(${occurredAt}, ${id}) < (select l.occurred_at, l.id from sales_activities l where l.id = ${after}::uuid)`
    : undefined;
  return lines(db)
    .where(and(matching(selection), beyond))
    .orderBy(desc(occurredAt), desc(id))
    .limit(limit);
}

/** One line with all that is kept of it, of this seller where one is given; null when there is none. */
export async function selectLogLine(db: Tx, { id, userId }: { id: string; userId?: string }) {
  const [row] = await db
    .select({ ...line, payload: salesActivities.payload, reporter: salesActivities.reporter })
    .from(salesActivities)
    .innerJoin(users, eq(users.id, salesActivities.userId))
    .leftJoin(people, eq(people.marketoId, salesActivities.marketoId))
    .where(and(eq(salesActivities.id, id), userId ? eq(salesActivities.userId, userId) : undefined));
  return row ?? null;
}

const { payload: _, ...brief } = getTableColumns(deliveries);
/** The columns of a delivery but what was sent, which is long. */
export const withoutPayload = brief;

export type DeliveryBriefRow = Omit<DeliveryRow, 'payload'>;

/** The deliveries of these activities without what was sent, of this seller's where one is given. */
export async function selectDeliveryBriefs(
  db: Tx,
  { salesActivityIds, userId }: { salesActivityIds: string[]; userId?: string },
): Promise<DeliveryBriefRow[]> {
  if (salesActivityIds.length === 0) return [];
  return db
    .select(withoutPayload)
    .from(deliveries)
    .where(
      and(inArray(deliveries.salesActivityId, salesActivityIds), userId ? eq(deliveries.userId, userId) : undefined),
    )
    .orderBy(deliveries.destination);
}

/** The deliveries of one activity in full, each with who let it go again last. */
export async function selectDeliveryPassports(db: Tx, salesActivityId: string) {
  return db
    .select({ delivery: deliveries, retriedAt: deliveryRetries.at, retriedBy: users.name })
    .from(deliveries)
    .leftJoin(deliveryRetries, eq(deliveryRetries.id, deliveries.retryId))
    .leftJoin(users, eq(users.id, deliveryRetries.userId))
    .where(eq(deliveries.salesActivityId, salesActivityId))
    .orderBy(deliveries.destination);
}

/** One delivery, of this seller where one is given; null when there is none. */
export async function selectDelivery(db: Tx, { key, userId }: { key: string; userId?: string }) {
  const [row] = await db
    .select(withoutPayload)
    .from(deliveries)
    .where(and(eq(deliveries.key, key), userId ? eq(deliveries.userId, userId) : undefined));
  return row ?? null;
}

function matching({ marketoIds, userId, kind, since, until, ...delivered }: LogSelection): SQL | undefined {
  return and(
    marketoIds ? inArray(salesActivities.marketoId, marketoIds) : undefined,
    userId ? eq(salesActivities.userId, userId) : undefined,
    kind ? eq(salesActivities.kind, kind) : undefined,
    since ? gte(salesActivities.occurredAt, since) : undefined,
    until ? lt(salesActivities.occurredAt, until) : undefined,
    standing(delivered),
  );
}

function standing({ destination, state }: Pick<LogSelection, 'destination' | 'state'>): SQL | undefined {
  if (!destination && !state) return undefined;
  const there = destination ? sql` and d.destination = ${destination}` : sql``;
  // Spelled as the index deliveries_unsettled where it is one of its states.
  const isSettled = state === undefined || state === 'confirmed' || state === 'skipped';
  const unsettled = isSettled ? sql`` : sql` and d.state in ('queued', 'sending', 'unknown', 'rejected', 'stuck')`;
  const so = state ? sql` and d.state = ${state}${unsettled}` : sql` and d.state <> 'skipped'`;
  return sql`exists (select 1 from deliveries d where d.sales_activity_id = ${salesActivities.id}${there}${so})`;
}
