import { and, eq, notInArray, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { activityReads, dayTokens, personMerges } from '../schema';

export type ActivityRead = typeof activityReads.$inferSelect;

/** How far each type group of a person has been read; none before the first reading. */
export async function selectActivityReads(db: Tx, marketoId: number): Promise<ActivityRead[]> {
  return db.select().from(activityReads).where(eq(activityReads.marketoId, marketoId)).orderBy(activityReads.typeGroup);
}

/** Starts groups anew: their positions are forgotten, when they were last current is not. */
export async function restartActivityReads(
  db: Tx,
  groups: Pick<ActivityRead, 'marketoId' | 'typeGroup' | 'fingerprint'>[],
): Promise<void> {
  if (groups.length === 0) return;
  await db
    .insert(activityReads)
    .values(groups)
    .onConflictDoUpdate({
      target: [activityReads.marketoId, activityReads.typeGroup],
      set: {
        fingerprint: sql`excluded.fingerprint`,
        headToken: null,
        coveredFrom: null,
        reachedStart: false,
        windowToken: null,
        windowFrom: null,
        windowTo: null,
        overlapReadAt: null,
      },
    });
}

/** Forgets groups that this Marketo instance no longer has. */
export async function deleteOtherActivityReads(db: Tx, marketoId: number, typeGroups: string[]): Promise<void> {
  await db
    .delete(activityReads)
    .where(and(eq(activityReads.marketoId, marketoId), notInArray(activityReads.typeGroup, typeGroups)));
}

/**
 * Saves the progress made from `read`. False, and nothing saved, when another reader has moved on from it meanwhile:
 * a position never goes back.
 */
export async function updateActivityRead(
  db: Tx,
  read: ActivityRead,
  progress: Partial<Omit<ActivityRead, 'marketoId' | 'typeGroup' | 'fingerprint'>>,
): Promise<boolean> {
  const rows = await db
    .update(activityReads)
    .set(progress)
    .where(
      and(
        eq(activityReads.marketoId, read.marketoId),
        eq(activityReads.typeGroup, read.typeGroup),
        eq(activityReads.fingerprint, read.fingerprint),
        sql`${activityReads.headToken} is not distinct from ${read.headToken}`,
        sql`${activityReads.windowToken} is not distinct from ${read.windowToken}`,
        sql`${activityReads.coveredFrom} is not distinct from ${read.coveredFrom?.toISOString() ?? null}::timestamptz`,
      ),
    )
    .returning({ typeGroup: activityReads.typeGroup });
  return rows.length === 1;
}

/** The date token of a UTC day (`YYYY-MM-DD`), null when none was minted yet. */
export async function selectDayToken(db: Tx, day: string): Promise<string | null> {
  const [row] = await db.select({ token: dayTokens.token }).from(dayTokens).where(eq(dayTokens.day, day));
  return row?.token ?? null;
}

/** Keeps the date token of a UTC day, in place of an earlier one. */
export async function upsertDayToken(db: Tx, values: typeof dayTokens.$inferInsert): Promise<void> {
  await db.insert(dayTokens).values(values).onConflictDoUpdate({ target: dayTokens.day, set: values });
}

/** Forgets a date token that Marketo rejected, unless it was replaced meanwhile. */
export async function deleteDayToken(db: Tx, input: { day: string; token: string }): Promise<void> {
  await db.delete(dayTokens).where(and(eq(dayTokens.day, input.day), eq(dayTokens.token, input.token)));
}

/** The records merged into a person: Marketo now reports their activities as the person's own. */
export async function selectLoserIds(db: Tx, winnerId: number): Promise<number[]> {
  const rows = await db
    .select({ loserId: personMerges.loserId })
    .from(personMerges)
    .where(eq(personMerges.winnerId, winnerId))
    .orderBy(personMerges.loserId);
  return rows.map((row) => row.loserId);
}
