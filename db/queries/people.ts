import { and, asc, desc, eq, gt, inArray, lt, max, type SQL, sql } from 'drizzle-orm';
import type { PersonSort, PersonState } from '@/lib/people/model';
import type { Tx } from '../client';
import { people, peopleCounts } from '../schema';

export type PersonRow = typeof people.$inferSelect;
/** Words to find in name, e-mail, company and title, and exact values to keep to. */
export type PeopleSelection = { search?: string; owner?: string; source?: string; company?: string };
export type PeoplePosition = { key: string; marketoId: number };

// One expression per sort, spelled exactly as its index in db/schema/people.ts; blanks sort last.
const sortKeys: Record<PersonSort, SQL<string>> = {
  name: sql`coalesce(nullif(lower(coalesce(${people.lastName}, '') || ' ' || coalesce(${people.firstName}, '')), ' '), '~')`,
  email: sql`coalesce(lower(${people.email}), '~')`,
  company: sql`coalesce(lower(${people.company}), '~')`,
  title: sql`coalesce(lower(${people.title}), '~')`,
  source: sql`coalesce(lower(${people.source}), '~')`,
  updatedAt: sql`coalesce(${people.marketoUpdatedAt}, '-infinity')`,
};

type Page = {
  selection: PeopleSelection;
  sort: PersonSort;
  descending: boolean;
  after?: PeoplePosition;
  limit: number;
};

/** Active people of one keyset page, each with its position (`key`) for the next page. */
export async function selectPeople(db: Tx, page: Page): Promise<(PersonRow & { key: string })[]> {
  const key = sortKeys[page.sort];
  const order = page.descending ? desc : asc;
  const rows = await db
    .select({ person: people, key: sql<string>`${key}::text` })
    .from(people)
    .where(and(matching(page.selection), page.after && beyond(page, page.after)))
    .orderBy(order(key), order(people.marketoId))
    .limit(page.limit);
  return rows.map(({ person, key: rowKey }) => ({ ...person, key: rowKey }));
}

/** How many active people match, counted up to `cap`; a result of `cap` means "at least". */
export async function countPeople(db: Tx, selection: PeopleSelection, cap: number): Promise<number> {
  const capped = db.select({ one: sql`1` }).from(people).where(matching(selection)).limit(cap).as('capped');
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(capped);
  return row?.count ?? 0;
}

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

/** The most common values of the filterable columns among active people. */
export async function selectPeopleFilters(db: Tx, limit: number) {
  const active = eq(people.state, 'active');
  const count = sql<number>`count(*)::int`;
  const owners = db
    .select({
      sfdcId: sql<string>`${people.ownerSfdcId}`,
      name: sql<string | null>`max(${people.ownerName})`,
      people: count,
    })
    .from(people)
    .where(and(active, sql`${people.ownerSfdcId} is not null`))
    .groupBy(people.ownerSfdcId)
    .orderBy(desc(count))
    .limit(limit);
  const values = (column: typeof people.source | typeof people.company) =>
    db
      .select({ value: sql<string>`${column}`, people: count })
      .from(people)
      .where(and(active, sql`${column} is not null`))
      .groupBy(column)
      .orderBy(desc(count), asc(column))
      .limit(limit);
  const [ownerRows, sources, companies] = await Promise.all([owners, values(people.source), values(people.company)]);
  return { owners: ownerRows, sources, companies };
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

function matching({ search, owner, source, company }: PeopleSelection): SQL | undefined {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return and(
    eq(people.state, 'active'),
    ...words.map((word) => sql`${people.search} like ${`%${escapeLike(word)}%`}`),
    owner ? eq(people.ownerSfdcId, owner) : undefined,
    source ? eq(people.source, source) : undefined,
    company ? eq(people.company, company) : undefined,
  );
}

function beyond(page: Page, after: PeoplePosition): SQL {
  const key = sortKeys[page.sort];
  const value = page.sort === 'updatedAt' ? sql`${after.key}::timestamptz` : sql`${after.key}::text`;
  const compare = page.descending ? lt : gt;
  const tie = sql`(${key}, ${people.marketoId})`;
  return compare(tie, sql`(${value}, ${after.marketoId}::bigint)`);
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, (c) => `\\${c}`);
}

/** The highest Marketo ID stored here, whatever became of the person; null without people. */
export async function selectHighestMarketoId(db: Tx): Promise<number | null> {
  const [row] = await db.select({ highest: max(people.marketoId) }).from(people);
  return row?.highest ?? null;
}
