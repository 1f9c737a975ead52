/** The pages of the people list. Every statement here is measured at a million people: bench/people-list.ts. */
import { and, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PersonSort } from '@/lib/people/model';
import type { Db, Tx } from '../client';
import { people, peopleSortKeys } from '../schema';
import type { PersonRow } from './people';
import {
  inDirection,
  inOrder,
  inStretch,
  type PeopleOrder,
  type PeoplePosition,
  type Stretch,
  stretchesFrom,
} from './people-order';
import { likeText, searchWords } from './search-words';

/** Words to find in name, e-mail, company and title, and exact values to keep to. */
export type PeopleSelection = { search?: string; owner?: string; source?: string; company?: string };
export type ListedPerson = PersonRow & { key: string };

type Page = {
  selection: PeopleSelection;
  sort: PersonSort;
  descending: boolean;
  after?: PeoplePosition;
  limit: number;
};
type View = Page & PeopleOrder;

// What a walk may look at in one stretch: 7 ms, and 25 ms more where that promises to fill the page. The rest is rare
// enough to gather.
const longestWalk = 3_000;
const longestGoodWalk = 12_000;
const isRare = (found: number, seen: number, limit: number) => seen >= 1_000 && found * longestGoodWalk < seen * limit;

// Two words make six at most; with more, gathering is the shorter way.
const mostStretches = 6;

/**
 * Active people of one keyset page, each with its position (`key`) for the next page. The common is found on bounded
 * walks along the sort's index, the rare by its own index and sorted afterwards. Left to choose, Postgres takes the
 * wrong one for words that sort together: it cannot know that every Zhang is at the end.
 */
export async function selectPeople(db: Db, page: Page): Promise<ListedPerson[]> {
  const view = { ...page, words: searchWords(page.selection.search), isOneKey: pinnedColumn(page) !== undefined };
  // As of one moment: who moves along the order between two statements would come twice, or in no page.
  return db.transaction(async (tx) => peopleAt(tx, (await walk(tx, view)) ?? (await gather(tx, view))), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

/** How many active people match, counted up to `cap`; a result of `cap` means "at least". */
export async function countPeople(db: Tx, selection: PeopleSelection, cap: number): Promise<number> {
  return counted(db, sql`select 1 from ${people} where ${and(active, matching(selection, inTable))} limit ${cap}`);
}

async function counted(db: Tx, rows: SQL): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`select count(*)::int as count from (${rows}) counted`);
  return row?.count ?? 0;
}

/** True when nothing is asked for, so that everybody listed matches. */
export const isEverybody = (selection: PeopleSelection) => Object.values(selection).every((value) => !value?.trim());

/** The page, found along the sort's index from the position on; null where what is sought is too rare for that. */
async function walk(db: Tx, view: View): Promise<PeoplePosition[] | null> {
  const stretches = stretchesFrom(view, view.after);
  const found: PeoplePosition[] = [];
  let seen = 0;
  for (const stretch of stretches.slice(0, mostStretches)) {
    const walked = await walkThrough(db, { ...view, limit: view.limit - found.length }, stretch);
    if (!walked) return null;
    found.push(...walked.hits);
    seen += walked.seen;
    if (found.length === view.limit) return found;
    if (isRare(found.length, seen, view.limit)) return null;
  }
  return stretches.length > mostStretches ? null : found;
}

/**
 * Who matches in one stretch, up to the limit, and how many it looked at for them, at most; null when the limit was not
 * reached and the stretch goes on.
 */
async function walkThrough(db: Tx, view: View, stretch: Stretch) {
  if (isEverybody(remaining(view))) {
    const hits = await walkAlong(db, view, stretch, view.limit);
    return { hits, seen: hits.length };
  }
  for (const longest of [longestWalk, longestGoodWalk]) {
    const hits = await walkAlong(db, view, stretch, longest);
    if (hits.length === view.limit) return { hits, seen: longest };
    const seen = await lengthOf(db, view, stretch, longest + 1);
    if (seen <= longest) return { hits, seen };
    if (isRare(hits.length, seen, view.limit)) return null;
  }
  return null;
}

/** Of the first `longest` of the stretch, the matching in order. */
async function walkAlong(db: Tx, view: View, stretch: Stretch, longest: number): Promise<PeoplePosition[]> {
  const key = peopleSortKeys[view.sort];
  return positions(
    db,
    sql`with walked as materialized (
      select ${people.marketoId} as marketo_id, ${key} as key, ${sql.join(matched, sql`, `)} from ${people}
      where ${along(view, stretch)} order by ${inDirection(view, key, sql`${people.marketoId}`)} limit ${longest})
    select marketo_id, key::text as key from walked ${where(matching(view.selection, inWalk))}
    order by ${inDirection(view, sql`walked.key`, sql`marketo_id`)} limit ${view.limit}`,
  );
}

/** How many people the stretch has, counted up to `cap`. */
async function lengthOf(db: Tx, view: View, stretch: Stretch, cap: number): Promise<number> {
  const order = inDirection(view, peopleSortKeys[view.sort], sql`${people.marketoId}`);
  return counted(db, sql`select 1 from ${people} where ${along(view, stretch)} order by ${order} limit ${cap}`);
}

const along = (view: View, stretch: Stretch) => and(active, pinned(view), inStretch(view, stretch));

/** All that match from the position on, then sorted: the offset keeps Postgres from thinking of the order meanwhile. */
async function gather(db: Tx, view: View): Promise<PeoplePosition[]> {
  const rest = stretchesFrom(view, view.after).map((stretch) => inStretch(view, stretch));
  return positions(
    db,
    sql`select marketo_id, key::text as key from (
      select ${people.marketoId} as marketo_id, ${peopleSortKeys[view.sort]} as key from ${people}
      where ${and(active, matching(view.selection, inTable), view.after && or(...rest))} offset 0) hits
    order by ${inOrder(view, sql`hits.key`, sql`marketo_id`)} limit ${view.limit}`,
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
  const rows = await db.select().from(people).where(inArray(people.marketoId, ids));
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
  return and(
    ...searchWords(search).map((word) => containing(columns.search, word)),
    owner ? sql`${columns.owner} = ${owner}` : undefined,
    source ? sql`${columns.source} = ${source}` : undefined,
    company ? sql`${columns.company} = ${company}` : undefined,
  );
}

/** Anywhere in the text. Less than three letters in a row are nothing the index knows, so these must begin a word. */
function containing(text: SQL, word: string): SQL {
  const escaped = likeText(word);
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

const where = (condition: SQL | undefined) => (condition ? sql`where ${condition}` : sql``);
