/** Comparisons of the list with Marketo, and both sides' checksums as Postgres computes ours. */
import { and, asc, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { type WatchedField, watchedFields } from '@/lib/people/model';
import type { Drift, DriftKind } from '@/lib/reconcile/model';
import type { Tx } from '../client';
import { dirtyPeople, people, reconciliationDrift, reconciliations } from '../schema';

export type Reconciliation = typeof reconciliations.$inferSelect;
export type NewReconciliation = typeof reconciliations.$inferInsert;
export type DriftRow = typeof reconciliationDrift.$inferSelect;

/** Opens a comparison; null while another one is open. */
export async function insertReconciliation(db: Tx, row: NewReconciliation): Promise<number | null> {
  const [inserted] = await db
    .insert(reconciliations)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: reconciliations.id });
  return inserted?.id ?? null;
}

/** The one comparison that is not finished. */
export async function selectOpenReconciliation(db: Tx): Promise<Reconciliation | null> {
  const [row] = await db.select().from(reconciliations).where(isNull(reconciliations.finishedAt));
  return row ?? null;
}

export async function selectReconciliation(db: Tx, id: number): Promise<Reconciliation | null> {
  const [row] = await db.select().from(reconciliations).where(eq(reconciliations.id, id));
  return row ?? null;
}

/** The newest comparisons first. */
export async function selectReconciliations(db: Tx, limit: number): Promise<Reconciliation[]> {
  return db.select().from(reconciliations).orderBy(desc(reconciliations.id)).limit(limit);
}

/** The newest comparison that came to its end. */
export async function selectLastReconciliation(db: Tx): Promise<Reconciliation | null> {
  const [row] = await db
    .select()
    .from(reconciliations)
    .where(eq(reconciliations.state, 'done'))
    .orderBy(desc(reconciliations.id))
    .limit(1);
  return row ?? null;
}

/** Changes an open comparison. False when it was stopped meanwhile: nothing is changed then. */
export async function updateOpenReconciliation(
  db: Tx,
  id: number,
  change: Partial<NewReconciliation>,
): Promise<boolean> {
  const rows = await db
    .update(reconciliations)
    .set(change)
    .where(and(eq(reconciliations.id, id), isNull(reconciliations.finishedAt)))
    .returning({ id: reconciliations.id });
  return rows.length === 1;
}

/** Notes a repair, unless there was one. False when there was. */
export async function updateRepaired(
  db: Tx,
  id: number,
  repair: { repairedAt: Date; repairedBy: string; repaired: number },
): Promise<boolean> {
  const rows = await db
    .update(reconciliations)
    .set(repair)
    .where(and(eq(reconciliations.id, id), isNull(reconciliations.repairedAt)))
    .returning({ id: reconciliations.id });
  return rows.length === 1;
}

/** Forgets comparisons beyond the newest `keep`, with what they found. */
export async function deleteOldReconciliations(db: Tx, keep: number): Promise<void> {
  const kept = db
    .select({ id: reconciliations.id })
    .from(reconciliations)
    .orderBy(desc(reconciliations.id))
    .limit(keep);
  const oldest = sql`(select min(id) from ${kept.as('kept')})`;
  await db.delete(reconciliations).where(lt(reconciliations.id, oldest));
}

/** Notes differences, replacing what was known of the same people. */
export async function upsertDrift(
  db: Tx,
  found: Drift[],
  of: { reconciliationId: number; confirmed: boolean; noticedAt: Date },
): Promise<void> {
  if (found.length === 0) return;
  await db
    .insert(reconciliationDrift)
    .values(found.map((drift) => ({ ...drift, ...of })))
    .onConflictDoUpdate({
      target: [reconciliationDrift.reconciliationId, reconciliationDrift.marketoId],
      set: {
        kind: sql`excluded.kind`,
        confirmed: sql`excluded.confirmed`,
        changes: sql`excluded.changes`,
        reason: sql`excluded.reason`,
      },
    });
}

/** Forgets differences that a second look did not find. */
export async function deleteDrift(db: Tx, reconciliationId: number, marketoIds: number[]): Promise<void> {
  if (marketoIds.length === 0) return;
  await db
    .delete(reconciliationDrift)
    .where(
      and(
        eq(reconciliationDrift.reconciliationId, reconciliationId),
        inArray(reconciliationDrift.marketoId, marketoIds),
      ),
    );
}

export type DriftFilter = {
  reconciliationId: number;
  confirmed: boolean;
  kind?: DriftKind;
  afterId?: number;
  limit: number;
};

/** What a comparison found, by Marketo ID. */
export async function selectDrift(db: Tx, filter: DriftFilter): Promise<DriftRow[]> {
  const { reconciliationId, confirmed, kind, afterId = 0, limit } = filter;
  const { marketoId } = reconciliationDrift;
  return db
    .select()
    .from(reconciliationDrift)
    .where(
      and(
        eq(reconciliationDrift.reconciliationId, reconciliationId),
        eq(reconciliationDrift.confirmed, confirmed),
        kind && eq(reconciliationDrift.kind, kind),
        sql`${marketoId} > ${afterId}::bigint`,
      ),
    )
    .orderBy(asc(marketoId))
    .limit(limit);
}

/** How many confirmed differences have this reason. */
export async function countDriftOfReason(db: Tx, reconciliationId: number, reason: string): Promise<number> {
  return db.$count(
    reconciliationDrift,
    and(
      eq(reconciliationDrift.reconciliationId, reconciliationId),
      eq(reconciliationDrift.confirmed, true),
      eq(reconciliationDrift.reason, reason),
    ),
  );
}

const columns: Record<WatchedField, SQL> = {
  firstName: sql`first_name`,
  lastName: sql`last_name`,
  email: sql`email`,
  title: sql`title`,
  company: sql`company`,
  phone: sql`phone`,
  linkedinUrl: sql`linkedin_url`,
  source: sql`source`,
  sfdcContactId: sql`sfdc_contact_id`,
  sfdcLeadId: sql`sfdc_lead_id`,
  sfdcAccountId: sql`sfdc_account_id`,
  sfdcOpportunityId: sql`sfdc_opportunity_id`,
  ownerId: sql`owner_sfdc_id`,
  ownerName: sql`owner_name`,
};

/** One checksum over the listed people with ids from `from` to `to`; lib/sync/jobs/compare-people.ts has the other side. */
export async function selectListedChecksum(
  db: Tx,
  { from, to, fields }: { from: number; to: number; fields: WatchedField[] },
): Promise<string> {
  // A length before each value, so that no two rows can look alike.
  const cells = fields.map((field) => sql`coalesce(octet_length(${columns[field]}) || ':' || ${columns[field]}, '-')`);
  const [row] = await db.execute<{ checksum: string }>(sql`
    select md5(coalesce(string_agg(concat_ws(',', marketo_id, ${sql.join(cells, sql`, `)}), ';' order by marketo_id), '')) as checksum
    from people where state = 'active' and marketo_id between ${from}::bigint and ${to}::bigint`);
  return row?.checksum ?? '';
}

export type StoredPerson = { marketoId: number; state: string; readsOpportunity: boolean } & Record<
  WatchedField,
  string | null
>;

/** The people of these ids as they are stored, listed or tombstones. */
export async function selectStoredPeople(db: Tx, marketoIds: number[]): Promise<StoredPerson[]> {
  if (marketoIds.length === 0) return [];
  const rows = await db.select().from(people).where(inArray(people.marketoId, marketoIds));
  return rows.map((row) => {
    const { ownerSfdcId: ownerId, opportunityReadAt, ...rest } = row;
    const values = { ...rest, ownerId };
    const watched = Object.fromEntries(watchedFields.map((field) => [field, values[field]]));
    const { marketoId, state } = row;
    return {
      marketoId,
      state,
      readsOpportunity: opportunityReadAt !== null,
      ...(watched as Record<WatchedField, string | null>),
    };
  });
}

/** Which of these people wait to be read again. */
export async function selectWaitingIds(db: Tx, marketoIds: number[]): Promise<number[]> {
  if (marketoIds.length === 0) return [];
  const rows = await db
    .select({ marketoId: dirtyPeople.marketoId })
    .from(dirtyPeople)
    .where(inArray(dirtyPeople.marketoId, marketoIds));
  return rows.map((row) => row.marketoId);
}

/** The lowest and the highest id of the listed people; null for both when there are none. */
export async function selectListedEnds(db: Tx): Promise<{ lowest: number | null; highest: number | null }> {
  const [row] = await db
    .select({
      lowest: sql<number | null>`min(${people.marketoId})::float8`,
      highest: sql<number | null>`max(${people.marketoId})::float8`,
    })
    .from(people)
    .where(eq(people.state, 'active'));
  return row ?? { lowest: null, highest: null };
}
