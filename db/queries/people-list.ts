/** The pages of the people list. Every statement here is measured at a million people: bench/people-list.ts. */
import { and, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PersonSort } from '@/lib/people/model';
import type { Tx } from '../client';
import { people } from '../schema';
import type { PersonRow } from './people';

/** Words to find in name, e-mail, company and title, and exact values to keep to. */
export type PeopleSelection = { search?: string; owner?: string; source?: string; company?: string };
export type PeoplePosition = { key: string; marketoId: number };
export type ListedPerson = PersonRow & { key: string };

type Page = {
  selection: PeopleSelection;
  sort: PersonSort;
  descending: boolean;
  after?: PeoplePosition;
  limit: number;
};

// One expression per sort, spelled exactly as its index in db/schema/people.ts; blanks sort last.
const sortKeys: Record<PersonSort, SQL<string>> = {
  name: sql`${people.nameKey}`,
  email: sql`coalesce(lower(${people.email}), '~')`,
  company: sql`coalesce(lower(${people.company}), '~')`,
  title: sql`coalesce(lower(${people.title}), '~')`,
  source: sql`coalesce(lower(${people.source}), '~')`,
  updatedAt: sql`coalesce(${people.marketoUpdatedAt}, '-infinity')`,
};

// What a walk may look at: 7 ms. It fills a page for whatever one in thirty people has; the rest is rare enough to gather.
const longestWalk = 3_000;

/**
 * Active people of one keyset page, each with its position (`key`) for the next page. The common is found on a bounded
 * walk along the sort's index, the rare by its own index and sorted afterwards. Left to choose, Postgres takes the
 * wrong one for words that sort together: it cannot know that every Zhang is at the end.
 */
export async function selectPeople(db: Tx, page: Page): Promise<ListedPerson[]> {
  const everyStepCounts = isEverybody(remaining(page));
  const walked = await walk(db, page, everyStepCounts ? page.limit : longestWalk);
  const isComplete = everyStepCounts || walked.length === page.limit;
  return peopleAt(db, isComplete ? walked : await gather(db, page));
}

/** How many active people match, counted up to `cap`; a result of `cap` means "at least". */
export async function countPeople(db: Tx, selection: PeopleSelection, cap: number): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      select 1 from ${people} where ${and(active, matching(selection, inTable))} limit ${cap}) capped`);
  return row?.count ?? 0;
}

/** True when nothing is asked for, so that everybody listed matches. */
export const isEverybody = (selection: PeopleSelection) => Object.values(selection).every((value) => !value?.trim());

/** In the order of the sort, the first `longest` from the position on; of these the matching. */
async function walk(db: Tx, page: Page, longest: number): Promise<PeoplePosition[]> {
  const key = sortKeys[page.sort];
  return positions(
    db,
    sql`with walked as materialized (
      select ${people.marketoId} as marketo_id, ${key} as key, ${sql.join(matched, sql`, `)} from ${people}
      where ${and(active, pinned(page), beyond(page))} order by ${inOrder(page, key, people.marketoId)} limit ${longest})
    select marketo_id, key::text as key from walked ${where(matching(page.selection, inWalk))}
    order by ${inOrder(page, sql`walked.key`, sql`marketo_id`)} limit ${page.limit}`,
  );
}

/** All that match from the position on, then sorted: the offset keeps Postgres from thinking of the order meanwhile. */
async function gather(db: Tx, page: Page): Promise<PeoplePosition[]> {
  const key = sortKeys[page.sort];
  return positions(
    db,
    sql`select marketo_id, key::text as key from (
      select ${people.marketoId} as marketo_id, ${key} as key from ${people}
      where ${and(active, matching(page.selection, inTable), beyond(page))} offset 0) hits
    order by ${inOrder(page, sql`hits.key`, sql`marketo_id`)} limit ${page.limit}`,
  );
}

async function positions(db: Tx, query: SQL): Promise<PeoplePosition[]> {
  const rows = await db.execute<{ marketo_id: string; key: string }>(query);
  return rows.map((row) => ({ marketoId: Number(row.marketo_id), key: row.key }));
}

/** The rows at `found`, in its order. */
async function peopleAt(db: Tx, found: PeoplePosition[]): Promise<ListedPerson[]> {
  if (found.length === 0) return [];
  const ids = found.map((position) => position.marketoId);
  const rows = await db
    .select()
    .from(people)
    .where(and(inArray(people.marketoId, ids), active));
  const byId = new Map(rows.map((row) => [row.marketoId, row]));
  return found.flatMap(({ marketoId, key }) => {
    const row = byId.get(marketoId);
    return row ? [{ ...row, key }] : [];
  });
}

const active = sql`${people.state} = 'active'`;

type Columns = { search: SQL; owner: SQL; source: SQL; company: SQL };
const inTable: Columns = {
  search: sql`${people.search}`,
  owner: sql`${people.ownerSfdcId}`,
  source: sql`${people.source}`,
  company: sql`${people.company}`,
};
const matched = Object.entries(inTable).map(([name, column]) => sql`${column} as ${sql.identifier(name)}`);
const inWalk: Columns = { search: sql`search`, owner: sql`owner`, source: sql`source`, company: sql`company` };

function matching({ search, owner, source, company }: PeopleSelection, columns: Columns): SQL | undefined {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return and(
    ...words.map((word) => containing(columns.search, word)),
    owner ? sql`${columns.owner} = ${owner}` : undefined,
    source ? sql`${columns.source} = ${source}` : undefined,
    company ? sql`${columns.company} = ${company}` : undefined,
  );
}

/** Anywhere in the text. Less than three letters in a row are nothing the index knows, so these must begin a word. */
function containing(text: SQL, word: string): SQL {
  const escaped = word.replace(/[\\%_]/g, (c) => `\\${c}`);
  if (/[\p{L}\p{N}]{3}/u.test(word)) return sql`${text} like ${`%${escaped}%`}`;
  return sql`(${text} like ${`${escaped}%`} or ${text} like ${`% ${escaped}%`})`;
}

/** The filter that is also the sort: all who match have one key, so its own index has them in order of their ids. */
function pinned(page: Page): SQL | undefined {
  const column = pinnedColumn(page);
  return column && sql`${inTable[column]} = ${page.selection[column]}`;
}

function pinnedColumn({ selection, sort }: Page): 'source' | 'company' | undefined {
  return (sort === 'source' || sort === 'company') && selection[sort] ? sort : undefined;
}

/** What a walk must still look for: everything but the filter it goes along. */
function remaining(page: Page): PeopleSelection {
  const column = pinnedColumn(page);
  return column ? { ...page.selection, [column]: undefined } : page.selection;
}

function beyond(page: Page): SQL | undefined {
  const { sort, descending, after } = page;
  if (!after) return undefined;
  const compare = descending ? sql`<` : sql`>`;
  if (pinnedColumn(page)) return sql`${people.marketoId} ${compare} ${after.marketoId}::bigint`;
  const key = sort === 'updatedAt' ? sql`${after.key}::timestamptz` : sql`${after.key}::text`;
  return sql`(${sortKeys[sort]}, ${people.marketoId}) ${compare} (${key}, ${after.marketoId}::bigint)`;
}

function inOrder(page: Page, key: SQL, marketoId: SQLWrapper): SQL {
  const direction = page.descending ? sql` desc` : sql``;
  return pinnedColumn(page) ? sql`${marketoId}${direction}` : sql`${key}${direction}, ${marketoId}${direction}`;
}

const where = (condition: SQL | undefined) => (condition ? sql`where ${condition}` : sql``);
