/** The journal as people read it: whose, about whom, of what kind, and what became of it. */
import { and, eq, getTableColumns, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { type DeliveryState, unsettledStates } from '@/lib/deliveries/model';
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
  /** What this problem stops. */
  problemId?: string;
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

/** How far a page looks for what is over: some 50 ms. What is not over yet has an index of its own. */
export const longestLook = 20_000;

/**
 * Lines of one keyset page of the journal, newest first; `after` is the id of a line above. What is over may be
 * anywhere among millions of lines, so no more than `longestLook` are looked through; where there are more, `lookedTo`
 * is the line to go on from.
 */
export async function selectLogPage(
  db: Tx,
  { selection, after, limit }: Page,
): Promise<{ lines: LogLine[]; lookedTo: string | null }> {
  const told = and(matching(selection), after ? beyond(after) : undefined);
  const { destination, state, problemId } = selection;
  if (problemId) {
    const stopped = sql`${salesActivities.id} in (${stoppedBy(problemId, destination, state)})`;
    return { lines: await linesInOrder(db, and(told, stopped), limit), lookedTo: null };
  }
  if (!destination && !state) return { lines: await linesInOrder(db, told, limit), lookedTo: null };
  if (isUnsettled(state)) {
    const so = sql`${salesActivities.id} in (${unsettledThere(destination, state)})`;
    return { lines: await linesInOrder(db, and(told, so), limit), lookedTo: null };
  }
  const looked = sql`select ${salesActivities.id}, ${salesActivities.occurredAt} from ${salesActivities}
    ${told ? sql`where ${told}` : sql``} order by ${newestFirst}`;
  const found = await db.execute<{ id: string }>(sql`
    select w.id from (${looked} limit ${longestLook}) w where exists (
      select 1 from deliveries d where d.sales_activity_id = w.id ${there(destination)}
        and ${state ? sql`d.state = ${state}` : sql`d.state <> 'skipped'`})
    order by w.occurred_at desc, w.id desc limit ${limit}`);
  const ids = found.map((row) => row.id);
  const page = ids.length > 0 ? await linesInOrder(db, inArray(salesActivities.id, ids), limit) : [];
  if (page.length === limit) return { lines: page, lookedTo: null };
  const [last] = await db.execute<{ id: string }>(
    sql`select w.id from (${looked} offset ${longestLook - 1} limit 1) w`,
  );
  return { lines: page, lookedTo: last?.id ?? null };
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

const newestFirst = sql`${salesActivities.occurredAt} desc, ${salesActivities.id} desc`;

function linesInOrder(db: Tx, where: SQL | undefined, limit: number): Promise<LogLine[]> {
  return lines(db).where(where).orderBy(newestFirst).limit(limit);
}

function beyond(after: string): SQL {
  return sql`(${salesActivities.occurredAt}, ${salesActivities.id}) < (
    select l.occurred_at, l.id from sales_activities l where l.id = ${after}::uuid)`;
}

function matching({ marketoIds, userId, kind, since, until }: LogSelection): SQL | undefined {
  return and(
    marketoIds ? inArray(salesActivities.marketoId, marketoIds) : undefined,
    userId ? eq(salesActivities.userId, userId) : undefined,
    kind ? eq(salesActivities.kind, kind) : undefined,
    since ? gte(salesActivities.occurredAt, since) : undefined,
    until ? lt(salesActivities.occurredAt, until) : undefined,
  );
}

const isUnsettled = (state: DeliveryState | undefined): state is DeliveryState =>
  unsettledStates.some((one) => one === state);

/** Spelled as the index deliveries_unsettled. */
function unsettledThere(destination: Destination | undefined, state: DeliveryState): SQL {
  return sql`select d.sales_activity_id from deliveries d where d.state = ${state} ${there(destination)}
    and d.state in ('queued', 'sending', 'unknown', 'rejected', 'stuck')`;
}

/** What a problem stops is little beside the journal, and has an index. */
function stoppedBy(problemId: string, destination: Destination | undefined, state: DeliveryState | undefined): SQL {
  return sql`select d.sales_activity_id from deliveries d where d.problem_id = ${problemId} ${there(destination)}
    ${state ? sql`and d.state = ${state}` : sql``}`;
}

const there = (destination: Destination | undefined) => (destination ? sql`and d.destination = ${destination}` : sql``);
