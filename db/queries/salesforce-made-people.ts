/** Who was made in an org for people whom nobody there stood for, and who is making one at the moment. */
import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { salesforceMadePeople } from '../schema';

/** `email` is in small letters. */
export type MadePerson = { email: string; marketoId: number; recordId: string };

/** What is known to be made in this org for these addresses or these people, in no order. */
export async function selectMadePeople(
  db: Tx,
  orgId: string,
  { emails, marketoIds }: { emails: readonly string[]; marketoIds: readonly number[] },
): Promise<MadePerson[]> {
  const { email, marketoId, recordId } = salesforceMadePeople;
  const ofThese = or(inArray(email, [...emails]), inArray(marketoId, [...marketoIds]));
  const rows = await db
    .select({ email, marketoId, recordId })
    .from(salesforceMadePeople)
    .where(and(eq(salesforceMadePeople.orgId, orgId), isNotNull(recordId), ofThese));
  return rows.flatMap((row) => (row.recordId === null ? [] : [{ ...row, recordId: row.recordId }]));
}

export type MakingClaim = { email: string; begunAt: Date };

/**
 * Takes the right to make these people until `until`. Answers those that were free; `begunAt` lies before `now` where
 * somebody began before and nobody knows what came of it.
 */
export async function claimMaking(
  db: Tx,
  given: { orgId: string; people: { email: string; marketoId: number }[]; now: Date; until: Date },
): Promise<MakingClaim[]> {
  if (given.people.length === 0) return [];
  const { orgId, now, until } = given;
  // In one order: two processes that take the same people do not wait for each other.
  const inOrder = given.people.toSorted((a, b) => (a.email < b.email ? -1 : 1));
  return db
    .insert(salesforceMadePeople)
    .values(inOrder.map((one) => ({ ...one, orgId, begunAt: now, claimedUntil: until })))
    .onConflictDoUpdate({
      target: [salesforceMadePeople.orgId, salesforceMadePeople.email],
      set: { claimedUntil: until },
      setWhere: sql`${salesforceMadePeople.recordId} is null and ${salesforceMadePeople.claimedUntil} <= ${now.toISOString()}::timestamptz`,
    })
    .returning({ email: salesforceMadePeople.email, begunAt: salesforceMadePeople.begunAt });
}

/** Remembers who was made, whoever has the row by now. */
export async function updateMadePerson(
  db: Tx,
  { orgId, email, recordId }: { orgId: string; email: string; recordId: string },
): Promise<void> {
  await db
    .update(salesforceMadePeople)
    .set({ recordId })
    .where(and(isOf(orgId, [email]), isNull(salesforceMadePeople.recordId)));
}

/** Gives back rights that were taken until `until`: nobody was made. */
export async function releaseMaking(
  db: Tx,
  { orgId, emails, until }: { orgId: string; emails: readonly string[]; until: Date },
): Promise<void> {
  const isMine = eq(salesforceMadePeople.claimedUntil, until);
  await db.delete(salesforceMadePeople).where(and(isOf(orgId, emails), isNull(salesforceMadePeople.recordId), isMine));
}

function isOf(orgId: string, emails: readonly string[]) {
  return and(eq(salesforceMadePeople.orgId, orgId), inArray(salesforceMadePeople.email, [...emails]));
}
