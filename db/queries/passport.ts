/** What is known about one person besides the row itself: the history, merges, and whether a reading is under way. */
import { and, desc, eq, lt, ne } from 'drizzle-orm';
import type { Tx } from '../client';
import { dirtyPeople, people, peopleSortKeys, personEvents, personMerges } from '../schema';
import type { DirtyPerson } from './dirty-people';
import type { PersonEventRow } from './person-history';

/** One keyset page of what happened to a person, newest first; `before` is the id of the last event of the page above. */
export async function selectEventsPage(
  db: Tx,
  { marketoId, before, limit }: { marketoId: number; before?: number; limit: number },
): Promise<PersonEventRow[]> {
  return db
    .select()
    .from(personEvents)
    .where(and(eq(personEvents.marketoId, marketoId), before === undefined ? undefined : lt(personEvents.id, before)))
    .orderBy(desc(personEvents.id))
    .limit(limit);
}

/** Why the person left the list last, in words; null when he or she never did. */
export async function selectReasonLeft(db: Tx, marketoId: number): Promise<string | null> {
  const [row] = await db
    .select({ reason: personEvents.reason })
    .from(personEvents)
    .where(and(eq(personEvents.marketoId, marketoId), eq(personEvents.kind, 'left')))
    .orderBy(desc(personEvents.id))
    .limit(1);
  return row?.reason ?? null;
}

/** The records that live on as `winnerId`, newest first, at most `limit`. */
export async function selectMergedInto(db: Tx, winnerId: number, limit: number) {
  return db
    .select({ marketoId: personMerges.loserId, at: personMerges.mergedAt })
    .from(personMerges)
    .where(and(eq(personMerges.winnerId, winnerId), ne(personMerges.loserId, winnerId)))
    .orderBy(desc(personMerges.mergedAt), desc(personMerges.loserId))
    .limit(limit);
}

/** The hint that makes us read this person again; null when none is waiting. */
export async function selectDirtyPerson(db: Tx, marketoId: number): Promise<DirtyPerson | null> {
  const [row] = await db.select().from(dirtyPeople).where(eq(dirtyPeople.marketoId, marketoId));
  return row ?? null;
}

/** The ids of listed people with this e-mail address, whatever its capitals; at most `limit`. */
export async function selectListedByEmail(db: Tx, email: string, limit: number): Promise<number[]> {
  const rows = await db
    .select({ marketoId: people.marketoId })
    .from(people)
    .where(and(eq(people.state, 'active'), eq(peopleSortKeys.email, email.toLowerCase())))
    .orderBy(people.marketoId)
    .limit(limit);
  return rows.map((row) => row.marketoId);
}
