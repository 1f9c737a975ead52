/** What the journal knows of a person, beside what Marketo returned: a row of Marketo's stands for the line it was made from. */
import { and, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import { deliveryKeyAttribute, type ShownSalesActivityKind } from '@/lib/activity-grid/model';
import type { Tx } from '../client';
import { deliveries, salesActivities } from '../schema';

export type LineSelection = {
  /** The person; lines of records that were merged into it count as its own. */
  marketoId: number;
  kinds: ShownSalesActivityKind[];
  /** Only lines older than this one; without an id, only older than the moment. */
  before?: { occurredAt: Date; id?: string };
  /** Only lines at or after this moment. */
  since?: Date;
};
export type WaitingLine = Awaited<ReturnType<typeof selectWaitingLines>>[number];

/** The lines that Marketo has not returned, newest first, each with the state of its delivery there. */
export async function selectWaitingLines(db: Tx, selection: LineSelection, limit: number) {
  return db
    .select({
      id: salesActivities.id,
      kind: salesActivities.kind,
      occurredAt: salesActivities.occurredAt,
      payload: salesActivities.payload,
      state: deliveries.state,
    })
    .from(salesActivities)
    .innerJoin(deliveries, toMarketo)
    .where(and(matching(selection), isNotReturned(selection.marketoId)))
    .orderBy(desc(salesActivities.occurredAt), desc(salesActivities.id))
    .limit(limit);
}

/** How many lines Marketo has not returned, per kind and week (the Monday, UTC). */
export async function countWaitingLinesByWeek(
  db: Tx,
  selection: LineSelection,
): Promise<{ weekStart: string; kind: ShownSalesActivityKind; count: number }[]> {
  const weekStart = sql<string>`to_char(date_trunc('week', ${salesActivities.occurredAt} at time zone 'UTC'), 'YYYY-MM-DD')`;
  return db
    .select({
      weekStart,
      kind: sql<ShownSalesActivityKind>`${salesActivities.kind}`,
      count: sql<number>`count(*)::int`,
    })
    .from(salesActivities)
    .innerJoin(deliveries, toMarketo)
    .where(and(matching(selection), isNotReturned(selection.marketoId)))
    .groupBy(sql`1`, salesActivities.kind);
}

/** By what Marketo's rows of a stretch of time can be told to stand for lines: the delivery's key, and the GUID it led to. */
export async function selectLineKeys(
  db: Tx,
  { marketoId, from, to }: { marketoId: number; from: Date; to: Date },
): Promise<{ id: string; key: string; marketoGuid: string | null }[]> {
  return db
    .select({ id: salesActivities.id, key: deliveries.key, marketoGuid: deliveries.remoteId })
    .from(salesActivities)
    .innerJoin(deliveries, toMarketo)
    .where(
      and(
        isOf(marketoId),
        sql`${salesActivities.occurredAt} between ${from.toISOString()}::timestamptz - ${around} and ${to.toISOString()}::timestamptz + ${around}`,
      ),
    );
}

// Marketo keeps the time that it was told, to the second; the rest is to spare.
const around = sql.raw("interval '1 hour'");

const toMarketo = and(eq(deliveries.salesActivityId, salesActivities.id), eq(deliveries.destination, 'marketo'));

function isOf(marketoId: number): SQL {
  return sql`${salesActivities.marketoId} in (
    select ${marketoId}::bigint union all select loser_id from person_merges where winner_id = ${marketoId}::bigint)`;
}

function matching({ marketoId, kinds, before, since }: LineSelection): SQL | undefined {
  return and(
    isOf(marketoId),
    inArray(salesActivities.kind, kinds),
    since ? gte(salesActivities.occurredAt, since) : undefined,
    before && earlierThan(before),
  );
}

function earlierThan({ occurredAt, id }: NonNullable<LineSelection['before']>): SQL {
  if (id === undefined) return lt(salesActivities.occurredAt, occurredAt);
  return sql`(${salesActivities.occurredAt}, ${salesActivities.id}) < (${occurredAt.toISOString()}::timestamptz, ${id}::uuid)`;
}

/** Neither is the activity there that Marketo said it made of it, nor one that names the delivery. */
function isNotReturned(marketoId: number): SQL {
  return sql`not exists (select 1 from activities a where a.marketo_guid = ${deliveries.remoteId})
    and not exists (select 1 from activities a where a.marketo_id = ${marketoId}::bigint
      and a.occurred_at between ${salesActivities.occurredAt} - ${around} and ${salesActivities.occurredAt} + ${around}
      and a.attributes ->> ${deliveryKeyAttribute} = ${deliveries.key}::text)`;
}
