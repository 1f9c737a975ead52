/** What the journal of the last days would have come to in Salesforce. */
import { and, desc, gte, inArray, sql } from 'drizzle-orm';
import type { SalesActivityKind } from '@/lib/sales-activities/model';
import type { Tx } from '../client';
import { salesActivities } from '../schema';
import type { SalesActivityRow } from './sales-activities';

export type KindCount = { kind: SalesActivityKind; activities: number };

/** Activities since a moment, by kind. */
export async function countActivitiesByKind(db: Tx, since: Date): Promise<KindCount[]> {
  return db
    .select({ kind: salesActivities.kind, activities: sql<number>`count(*)::int` })
    .from(salesActivities)
    .where(gte(salesActivities.occurredAt, since))
    .groupBy(salesActivities.kind);
}

export type DayCount = { day: string; activities: number; batches: number };

/**
 * For each UTC day since a moment, how many activities of `kinds` there were, and in how many batches they would have
 * gone: those of one seller that came within `lingerMs` go together.
 */
export async function countBatchesByDay(
  db: Tx,
  { since, kinds, lingerMs }: { since: Date; kinds: readonly SalesActivityKind[]; lingerMs: number },
): Promise<DayCount[]> {
  if (kinds.length === 0) return [];
  const { occurredAt, userId } = salesActivities;
  const slice = sql`floor(extract(epoch from ${occurredAt}) * 1000 / ${lingerMs})`;
  return db
    .select({
      day: sql<string>`to_char(${occurredAt} at time zone 'UTC', 'YYYY-MM-DD')`,
      activities: sql<number>`count(*)::int`,
      batches: sql<number>`count(distinct (${userId}, ${slice}))::int`,
    })
    .from(salesActivities)
    .where(and(gte(occurredAt, since), inArray(salesActivities.kind, [...kinds])))
    .groupBy(sql`1`)
    .orderBy(sql`1`);
}

/** The newest activities of `kinds` since a moment. */
export async function selectNewestActivities(
  db: Tx,
  { since, kinds, limit }: { since: Date; kinds: readonly SalesActivityKind[]; limit: number },
): Promise<SalesActivityRow[]> {
  if (kinds.length === 0) return [];
  return db
    .select()
    .from(salesActivities)
    .where(and(gte(salesActivities.occurredAt, since), inArray(salesActivities.kind, [...kinds])))
    .orderBy(desc(salesActivities.occurredAt), desc(salesActivities.id))
    .limit(limit);
}
