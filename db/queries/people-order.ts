/**
 * The order of the people list. With words to find, whoever has one of them at the beginning of what is sorted by comes
 * first, as Zhang does for "zhang" by name; then all others; blanks come last, upwards and downwards.
 */
import { and, or, type SQL, sql } from 'drizzle-orm';
import { isSortOfWords, type PersonSort } from '@/lib/people/model';
import { people, peopleSortKeys } from '../schema';

export type PeopleOrder = {
  sort: PersonSort;
  descending: boolean;
  /** Lower-case and well-formed. */
  words: string[];
  /** True when all have one key, so that the id alone decides. */
  isOneKey: boolean;
};
export type PeoplePosition = { key: string; marketoId: number };

/** A part of a sort's index: keys of `from` or beyond, but short of `below`, and of these what is behind `after`. */
export type Stretch = { from?: string; below?: string; after?: PeoplePosition };

const lastCharacter = '\u{10ffff}';

/**
 * The stretches whose people, one after another and each by key and id, make the order: every key is in one of them.
 * With `after` those from its own on.
 */
export function stretchesFrom(order: PeopleOrder, after?: PeoplePosition): Stretch[] {
  if (order.isOneKey) return [{ after }];
  const front = frontOf(order);
  const starts = [undefined, ...front.map(({ below }) => below)];
  const others = starts.map((from, i) => ({ from, below: front[i]?.from ?? blankOf(order) }));
  const turned = (stretches: Stretch[]) => (order.descending ? stretches.toReversed() : stretches);
  const all = [...turned(front), ...turned(others), { from: blankOf(order) }];
  if (!after) return all;
  const own = all.findIndex((stretch) => holds(stretch, after.key));
  return [{ ...all[own], after }, ...all.slice(own + 1)];
}

/**
 * What people of a stretch have in common; undefined when that is nothing. Compared as rows: of two keys alone Postgres
 * thinks, before it has statistics, that few are between them, and sorts them all.
 */
export function inStretch(order: PeopleOrder, { from, below, after }: Stretch): SQL | undefined {
  const start = after && isBeyond(order, after);
  const lower = from === undefined ? undefined : compared(order, sql`>=`, { key: from, marketoId: 0 });
  const upper = below === undefined ? undefined : compared(order, sql`<`, { key: below, marketoId: 0 });
  return order.descending ? and(lower, start ?? upper) : and(start ?? lower, upper);
}

/** The order inside a stretch, of the columns `key` and `marketoId`. */
export function inDirection({ isOneKey, descending }: PeopleOrder, key: SQL, marketoId: SQL): SQL {
  const columns = isOneKey ? [marketoId] : [key, marketoId];
  return sql.join(
    columns.map((column) => (descending ? sql`${column} desc` : column)),
    sql`, `,
  );
}

/** The order over all stretches, of the columns `key` and `marketoId`. */
export function inOrder(order: PeopleOrder, key: SQL, marketoId: SQL): SQL {
  if (order.isOneKey) return inDirection(order, key, marketoId);
  const isBlank = sql`${key} >= ${typed(order.sort, blankOf(order))}`;
  const isFront = or(...frontOf(order).map(({ from, below }) => sql`${key} >= ${from} and ${key} < ${below}`));
  const standing = isFront ? sql`case when ${isFront} then 0 when ${isBlank} then 2 else 1 end` : isBlank;
  return sql`${standing}, ${inDirection(order, key, marketoId)}`;
}

function isBeyond(order: PeopleOrder, position: PeoplePosition): SQL {
  const beyond = order.descending ? sql`<` : sql`>`;
  return order.isOneKey
    ? sql`${people.marketoId} ${beyond} ${position.marketoId}::bigint`
    : compared(order, beyond, position);
}

function compared({ sort }: PeopleOrder, operator: SQL, { key, marketoId }: PeoplePosition): SQL {
  return sql`(${peopleSortKeys[sort]}, ${people.marketoId}) ${operator} (${typed(sort, key)}, ${marketoId}::bigint)`;
}

// Times are told from their blank only, which is no digit.
const holds = ({ from, below }: Stretch, key: string): boolean =>
  (from === undefined || byCodePoint(from, key) <= 0) && (below === undefined || byCodePoint(key, below) < 0);

const blankOf = ({ sort }: PeopleOrder) => (sort === 'updatedAt' ? 'infinity' : lastCharacter);

/** Upwards: for each word, what begins with it. A word that begins with another one is in that one's stretch. */
function frontOf({ sort, words }: PeopleOrder): { from: string; below: string }[] {
  if (!isSortOfWords(sort)) return [];
  const front: string[] = [];
  for (const word of words.toSorted(byCodePoint)) {
    const last = front.at(-1);
    const isNew = last === undefined || !word.startsWith(last);
    if (isNew && byCodePoint(word, lastCharacter) < 0) front.push(word);
  }
  return front.map((word) => ({ from: word, below: `${word}${lastCharacter}` }));
}

const typed = (sort: PersonSort, key: string): SQL =>
  sort === 'updatedAt' ? sql`${key}::timestamptz` : sql`${key}::text`;

// Not as JavaScript compares strings, by UTF-16 units.
const byCodePoint = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
