import { and, asc, desc, eq, gt, inArray, max, sql } from 'drizzle-orm';
import type { PersonState } from '@/lib/people/model';
import type { Tx } from '../client';
import { people, peopleCounts, peopleFilterCounts } from '../schema';
import type { PeopleFilter } from '../schema/people';

export type PersonRow = typeof people.$inferSelect;
/** How many people are in each state; states without people are left out. */
export async function countPeopleByState(db: Tx): Promise<Partial<Record<PersonState, number>>> {
  const rows = await db.select().from(peopleCounts).where(gt(peopleCounts.people, 0));
  return Object.fromEntries(rows.map((row) => [row.state, row.people]));
}

/** The person with this Marketo ID, listed or a tombstone; null when never stored. */
export async function selectPerson(db: Tx, marketoId: number): Promise<PersonRow | null> {
  const [row] = await db.select().from(people).where(eq(people.marketoId, marketoId));
  return row ?? null;
}

/** How those of `ids` stand that were ever stored. */
export async function selectPersonStates(db: Tx, ids: number[]): Promise<Map<number, PersonState>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ marketoId: people.marketoId, state: people.state })
    .from(people)
    .where(inArray(people.marketoId, ids));
  return new Map(rows.map(({ marketoId, state }) => [marketoId, state]));
}

/** The most common values of the filterable columns among active people, from counts that every write keeps. */
export async function selectPeopleFilters(db: Tx, limit: number) {
  const values = (filter: PeopleFilter) =>
    db
      .select({ value: peopleFilterCounts.value, people: peopleFilterCounts.people })
      .from(peopleFilterCounts)
      .where(and(eq(peopleFilterCounts.filter, filter), gt(peopleFilterCounts.people, 0)))
      .orderBy(desc(peopleFilterCounts.people), asc(peopleFilterCounts.value))
      .limit(limit);
  const [owners, sources, companies] = await Promise.all([values('owner'), values('source'), values('company')]);
  const names = await selectOwnerNames(
    db,
    owners.map((owner) => owner.value),
  );
  return {
    owners: owners.map(({ value, people: count }) => ({
      sfdcId: value,
      name: names.get(value) ?? null,
      people: count,
    })),
    sources,
    companies,
  };
}

/** The name of each owner, as the owner's newest person has it. */
async function selectOwnerNames(db: Tx, sfdcIds: string[]): Promise<Map<string, string | null>> {
  if (sfdcIds.length === 0) return new Map();
  const rows = await db.execute<{ sfdcId: string; name: string | null }>(sql`
    select o.id as "sfdcId", p.owner_name as name
    from jsonb_array_elements_text(${JSON.stringify(sfdcIds)}::text::jsonb) as o (id)
    cross join lateral (
      select owner_name from people where state = 'active' and owner_sfdc_id = o.id order by marketo_id desc limit 1) p`);
  return new Map(rows.map((row) => [row.sfdcId, row.name]));
}

/** Which of `ids` are listed now. */
export async function selectActiveIds(db: Tx, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ marketoId: people.marketoId })
    .from(people)
    .where(and(inArray(people.marketoId, ids), eq(people.state, 'active')));
  return rows.map((row) => row.marketoId);
}

/** When each of `ids` that is known here was last read from Marketo. */
export async function selectReadTimes(db: Tx, ids: number[]): Promise<Map<number, Date>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ marketoId: people.marketoId, readAt: people.readAt })
    .from(people)
    .where(inArray(people.marketoId, ids));
  return new Map(rows.map((row) => [row.marketoId, row.readAt]));
}

/** The highest Marketo ID stored here, whatever became of the person; null without people. */
export async function selectHighestMarketoId(db: Tx): Promise<number | null> {
  const [row] = await db.select({ highest: max(people.marketoId) }).from(people);
  return row?.highest ?? null;
}
