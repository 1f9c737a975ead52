/** Calls as the journal has them, with the person as known now. Measured at 100,000 calls: bench/calls.ts. */
import { and, asc, desc, eq, exists, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { CallStatus } from '@/lib/sales-activities/model';
import type { Tx } from '../client';
import { people, personMerges, salesActivities, users } from '../schema';
import { likeText, searchWords } from './search-words';

export type CallSelection = {
  /** Only calls of this user; of everybody without it. */
  userId?: string;
  /** Words to find in the person, the number and the notes. */
  text?: string;
  outcome?: string;
  reason?: string;
  status?: CallStatus;
  answered?: boolean;
  /** At or after, and before. */
  from?: Date;
  until?: Date;
};
export type CallPosition = { occurredAt: Date; id: string };
export type CallRow = Awaited<ReturnType<typeof selectCalls>>[number];

/** Calls of one keyset page, newest first. */
export async function selectCalls(
  db: Tx,
  { selection, before, limit }: { selection: CallSelection; before?: CallPosition; limit: number },
) {
  return callsWithNames(db)
    .where(and(matching(selection), before && earlierThan(before)))
    .orderBy(desc(salesActivities.occurredAt), desc(salesActivities.id))
    .limit(limit);
}

/** One call; null when there is none, or it is not of `userId`. */
export async function selectCall(db: Tx, { id, userId }: { id: string; userId?: string }): Promise<CallRow | null> {
  const [row] = await callsWithNames(db).where(and(matching({ userId }), eq(salesActivities.id, id)));
  return row ?? null;
}

/** How many calls were answered and how many not, in each stretch between two of `moments` (else all in stretch 1). */
export async function countCalls(
  db: Tx,
  { selection, moments }: { selection: CallSelection; moments: Date[] | null },
): Promise<{ stretch: number; answered: boolean; calls: number }[]> {
  const stretch = moments
    ? sql<number>`width_bucket(${salesActivities.occurredAt}, ${arrayOf(moments)})`
    : sql<number>`1`;
  return db
    .select({ stretch, answered: isAnswered, calls: sql<number>`count(*)::int` })
    .from(salesActivities)
    .where(matching(selection))
    .groupBy(sql`1`, sql`2`);
}

/** The outcomes and reasons that calls were logged with, by name. */
export async function selectCallNames(db: Tx, selection: Pick<CallSelection, 'userId'>) {
  const names = async (name: SQL<string>) => {
    const rows = await db
      .selectDistinct({ name })
      .from(salesActivities)
      .where(and(matching(selection), sql`${name} <> ''`))
      .orderBy(asc(sql`1`))
      .limit(mostNames);
    return rows.map((row) => row.name);
  };
  const [outcomes, reasons] = await Promise.all([names(attribute('outcome')), names(attribute('reason'))]);
  return { outcomes, reasons };
}
// Other systems name outcomes as they like; nobody chooses from more.
const mostNames = 100;

/** The users who made calls, by name. */
export async function selectCallers(db: Tx): Promise<{ id: string; name: string }[]> {
  const theirs = db
    .select({ one: sql`1` })
    .from(salesActivities)
    .where(matching({ userId: sql`${users.id}` }));
  return db.select({ id: users.id, name: users.name }).from(users).where(exists(theirs)).orderBy(users.name, users.id);
}

// The driver has no way to write an array of times; as a query of its own it is read once, not for each row.
const arrayOf = (moments: Date[]) =>
  sql`(select ${`{${moments.map((at) => at.toISOString()).join()}}`}::text::timestamptz[])`;
const isCall = sql`${salesActivities.kind} = 'call'`;
const isLoser = eq(personMerges.loserId, salesActivities.marketoId);
const isPerson = eq(people.marketoId, sql`coalesce(${personMerges.winnerId}, ${salesActivities.marketoId})`);
const attribute = (name: string) => sql<string>`${salesActivities.payload} ->> ${sql.raw(`'${name}'`)}`;
// As wasAnswered() of lib/calls/model.ts.
const isAnswered = sql<boolean>`coalesce(${attribute('outcomeType')} = 'answered', ${attribute('status')} = 'completed')`;

function callsWithNames(db: Tx) {
  return db
    .select({
      id: salesActivities.id,
      marketoId: sql<number>`coalesce(${personMerges.winnerId}, ${salesActivities.marketoId})`.mapWith(Number),
      person: {
        firstName: people.firstName,
        lastName: people.lastName,
        email: people.email,
        company: people.company,
      },
      seller: { id: users.id, name: users.name, email: users.email },
      occurredAt: salesActivities.occurredAt,
      recordedAt: salesActivities.recordedAt,
      payload: salesActivities.payload,
      reporter: salesActivities.reporter,
    })
    .from(salesActivities)
    .innerJoin(users, eq(users.id, salesActivities.userId))
    .leftJoin(personMerges, isLoser)
    .leftJoin(people, isPerson)
    .$dynamic();
}

function matching({ userId, text, outcome, reason, status, answered, from, until }: Selected): SQL | undefined {
  return and(
    isCall,
    userId ? eq(salesActivities.userId, userId) : undefined,
    outcome ? sql`${attribute('outcome')} = ${outcome}` : undefined,
    reason ? sql`${attribute('reason')} = ${reason}` : undefined,
    status ? sql`${attribute('status')} = ${status}` : undefined,
    answered === undefined ? undefined : sql`${isAnswered} = ${answered}`,
    from ? gte(salesActivities.occurredAt, from) : undefined,
    until ? lt(salesActivities.occurredAt, until) : undefined,
    ...searchWords(text).map(containing),
  );
}
type Selected = Omit<CallSelection, 'userId'> & { userId?: string | SQL };

/**
 * Anywhere in what is known of the person, in the notes or in the number, however that is written. People are found
 * first, by their own index: joined to every call they would cost ten times as much.
 */
function containing(word: string): SQL {
  const pattern = `%${likeText(word)}%`;
  const digits = /^[\d()+./-]+$/.test(word) ? word.replace(/\D/g, '') : '';
  const number = digits && digits !== word ? sql` or ${salesActivities.callSearch} like ${`%${digits}%`}` : sql``;
  return sql`(${salesActivities.callSearch} like ${pattern}${number} or ${salesActivities.marketoId} in (
    select marketo_id from people where search like ${pattern} and state <> 'merged'
    union all select m.loser_id from person_merges m join people w on w.marketo_id = m.winner_id where w.search like ${pattern}))`;
}

function earlierThan({ occurredAt, id }: CallPosition): SQL {
  return sql`(${salesActivities.occurredAt}, ${salesActivities.id}) < (${occurredAt.toISOString()}::timestamptz, ${id}::uuid)`;
}
