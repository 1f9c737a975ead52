import { and, desc, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { ActivityKind } from '@/lib/activity-grid/model';
import type { Tx } from '../client';
import { activities } from '../schema';

export type ActivityRow = typeof activities.$inferSelect;

export type ActivitySelection = {
  marketoId: number;
  /** None means all. */
  kinds?: ActivityKind[];
  /** Only rows older than this one; without a GUID, or as old as it. */
  before?: { occurredAt: Date; marketoGuid?: string };
  /** Only rows at or after this moment. */
  since?: Date;
};

/** Stores activities by their GUID. One already stored moves to the person Marketo now names (after a merge). */
export async function upsertActivities(db: Tx, rows: ActivityRow[]): Promise<void> {
  const byGuid = new Map(rows.map((row) => [row.marketoGuid, row]));
  if (byGuid.size === 0) return;
  // In one order everywhere, so that two readers of the same rows cannot wait for each other.
  const ordered = [...byGuid.values()].sort((a, b) => (a.marketoGuid < b.marketoGuid ? -1 : 1));
  await db
    .insert(activities)
    .values(ordered)
    .onConflictDoUpdate({
      target: activities.marketoGuid,
      set: {
        marketoId: sql`excluded.marketo_id`,
        typeId: sql`excluded.type_id`,
        kind: sql`excluded.kind`,
        type: sql`excluded.type`,
        occurredAt: sql`excluded.occurred_at`,
        title: sql`excluded.title`,
        attributes: sql`excluded.attributes`,
        readAt: sql`excluded.read_at`,
      },
      setWhere: sql`${activities.readAt} <= excluded.read_at`,
    });
}

/** The stored activities of a merged record become its winner's at once; reading Marketo again confirms them. */
export async function moveActivities(db: Tx, input: { fromIds: number[]; toId: number }): Promise<void> {
  if (input.fromIds.length === 0) return;
  await db.update(activities).set({ marketoId: input.toId }).where(inArray(activities.marketoId, input.fromIds));
}

/** Newest first; rows of one second are ordered by GUID. */
export async function selectActivities(db: Tx, selection: ActivitySelection, limit: number): Promise<ActivityRow[]> {
  return db
    .select()
    .from(activities)
    .where(matching(selection))
    .orderBy(desc(activities.occurredAt), desc(activities.marketoGuid))
    .limit(limit);
}

/** How many stored activities of these types a person has since a moment. */
export async function countActivitiesOfTypes(
  db: Tx,
  input: { marketoId: number; typeIds: number[]; since: Date },
): Promise<number> {
  return db.$count(
    activities,
    and(
      eq(activities.marketoId, input.marketoId),
      inArray(activities.typeId, input.typeIds),
      gte(activities.occurredAt, input.since),
    ),
  );
}

/** Counts per kind and week; `weekStart` is the Monday, UTC, as `YYYY-MM-DD`. Weeks without activities are absent. */
export async function countActivitiesByWeek(
  db: Tx,
  input: { marketoId: number; since: Date },
): Promise<{ weekStart: string; kind: ActivityKind; count: number }[]> {
  const weekStart = sql<string>`to_char(date_trunc('week', ${activities.occurredAt} at time zone 'UTC'), 'YYYY-MM-DD')`;
  return db
    .select({ weekStart, kind: activities.kind, count: sql<number>`count(*)::int` })
    .from(activities)
    .where(and(eq(activities.marketoId, input.marketoId), gte(activities.occurredAt, input.since)))
    .groupBy(sql`1`, activities.kind);
}

function matching({ marketoId, kinds, before, since }: ActivitySelection): SQL | undefined {
  return and(
    eq(activities.marketoId, marketoId),
    kinds?.length ? inArray(activities.kind, kinds) : undefined,
    since ? gte(activities.occurredAt, since) : undefined,
    before && earlierThan(before),
  );
}

function earlierThan({ occurredAt, marketoGuid }: NonNullable<ActivitySelection['before']>): SQL {
  if (marketoGuid === undefined) return lte(activities.occurredAt, occurredAt);
  return sql`(${activities.occurredAt}, ${activities.marketoGuid}) < (${occurredAt.toISOString()}::timestamptz, ${marketoGuid})`;
}
