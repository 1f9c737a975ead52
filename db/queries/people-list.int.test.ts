import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonReading, type PersonSort, personSorts } from '@/lib/people/model';
import { aReading } from '@/lib/test/builders';
import type { Database } from '../client';
import { people } from '../schema';
import { testDatabase } from '../test/database';
import { selectPeopleFilters } from './people';
import { countPeople, type PeopleSelection, selectPeople } from './people-list';
import { retirePeople, upsertPeople } from './people-sync';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

// More than the longest walk looks at, and words of every frequency: found at once, on a longer walk, or gathered.
const crowd = Array.from({ length: 13_000 }, (_, i) =>
  aReading({
    marketoId: i + 1,
    firstName: i % 11 === 0 ? null : (['Ana', 'Zoë', 'Li', 'Ünsal', 'Berg'][i % 5] ?? null),
    lastName:
      i % 13 === 0 ? null : (['Berg', 'Zhang', '山田', "O'Neil", `L${i % 700}`, '~', '𐐷en', '\ufffd'][i % 8] ?? null),
    email: i % 17 === 0 ? null : `p${(i * 7) % 13_000}@example.com`,
    title: i % 2_000 === 3 ? 'Initech liaison' : i % 5 === 0 ? null : i % 3 === 0 ? `Head ${i % 90}` : `Ana's ${i % 4}`,
    company:
      i % 301 === 8
        ? 'Initech'
        : i % 9 === 0
          ? null
          : i % 50 === 1
            ? 'Umbrella'
            : (['Globex GmbH', 'Ünï AG', 'a%b_c'][i % 3] ?? null),
    source: [null, 'Web', 'Event'][i % 3] ?? null,
    owner: { sfdcId: `005${i % 6}`, name: `Owner ${i % 6}` },
    marketoUpdatedAt: i % 8 === 0 ? null : new Date(Date.UTC(2026, 0, 1 + (i % 20))),
  }),
);

const selections = fc.record(
  {
    search: fc.constantFrom(
      ...['zha', 'zh', 'ha', 'ANA', 'ÜNS', 'ünï', '山田', "o'neil", '%', 'b_c', 'head 2', 'p39@', 'nobody', '~', '𐐷en'],
      ...[
        'berg',
        'ana berg',
        'be berg l7',
        'umbrella',
        'umbrella head 8',
        'initech',
        'zoë globex example head',
        '\u{10ffff}',
      ],
    ),
    owner: fc.constantFrom('0051', '0055', '0059'),
    source: fc.constantFrom('Web', 'Event', 'web'),
    company: fc.constantFrom('Globex GmbH', 'Ünï AG', 'a%b_c', 'Umbrella'),
  },
  { requiredKeys: [] },
);
type Order = { selection: PeopleSelection; sort: PersonSort; descending: boolean };
const orders = fc.record({ selection: selections, sort: fc.constantFrom(...personSorts), descending: fc.boolean() });

describe('a page of any selection in any sort', () => {
  beforeAll(async () => {
    for (let from = 0; from < crowd.length; from += 1_000) {
      await upsertPeople(database.db, crowd.slice(from, from + 1_000));
    }
    await database.db.execute(sql`vacuum analyze people`);
  });

  it('from any position on, and the page after it, hold what sorting every single person gives', async () => {
    const limits = fc.integer({ min: 1, max: 120 });
    const positions = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(orders, fc.oneof(limits, fc.constant(500)), positions, async (order, limit, position) => {
        const expected = sorted(order);
        const start = Math.floor(position * expected.length);
        const before = expected[start - 1];
        const after = before && { key: keyOf(before, order.sort), marketoId: before.marketoId };
        const page = await selectPeople(database.db, { ...order, after, limit });
        const next = await selectPeople(database.db, { ...order, after: page.at(-1) ?? after, limit });
        expect([...page, ...next].map((row) => row.marketoId)).toEqual(
          expected.slice(start, start + 2 * limit).map((person) => person.marketoId),
        );
        expect(await countPeople(database.db, order.selection, 20_000)).toBe(expected.length);
      }),
      {
        numRuns: 120,
        examples: [
          [{ selection: { search: 'initech' }, sort: 'title', descending: false }, 40, 0],
          [{ selection: { search: '\ud800 \ud801' }, sort: 'name', descending: false }, 40, 0],
          [{ selection: { search: 'zoë globex example head' }, sort: 'email', descending: false }, 40, 0],
        ],
      },
    );
  });

  it('begins with those who have the word where it is sorted by, and ends with the blank', async () => {
    const first = async (search: string, sort: PersonSort, descending: boolean) =>
      (await selectPeople(database.db, { selection: { search }, sort, descending, limit: 1 }))[0];
    expect(await first('zhang', 'name', false)).toMatchObject({ lastName: 'Zhang' });
    expect(await first('berg', 'name', true)).toMatchObject({ lastName: 'Berg' });
    expect((await first('umbrella', 'title', true))?.title).not.toBeNull();
  });
});

describe('the values the filters offer', () => {
  it('are counted right after any writes', async () => {
    const later = (minutes: number) => new Date(Date.UTC(2027, 0, 1, 0, minutes));
    await upsertPeople(
      database.db,
      crowd.slice(0, 90).map((p) => ({ ...p, source: 'Partner', readAt: later(1) })),
    );
    await retirePeople(database.db, { marketoIds: [5, 6, 7, 200], state: 'unowned', readAt: later(2) });
    await upsertPeople(database.db, [{ ...aReading({ marketoId: 6, company: 'Came back' }), readAt: later(3) }]);
    const rows = (await database.db.select().from(people)).filter((row) => row.state === 'active');
    const offered = await selectPeopleFilters(database.db, 100);
    expect(offered.sources).toEqual(counted(rows.map((row) => row.source)));
    expect(offered.companies).toEqual(counted(rows.map((row) => row.company)));
    const owners = offered.owners.map(({ sfdcId, people: n }) => ({ value: sfdcId, people: n }));
    expect(owners).toEqual(counted(rows.map((row) => row.ownerSfdcId)));
    expect(offered.owners.find((owner) => owner.sfdcId === '0053')?.name).toBe('Owner 3');
  });
});

function matches(person: PersonReading, selection: PeopleSelection): boolean {
  const { owner, source, company } = selection;
  const text = [person.firstName, person.lastName, person.email, person.company, person.title]
    .map((part) => part ?? '')
    .join(' ')
    .toLowerCase();
  const has = (word: string) =>
    /[\p{L}\p{N}]{3}/u.test(word) ? text.includes(word) : text.startsWith(word) || text.includes(` ${word}`);
  return (
    wordsOf(selection).every(has) &&
    (!owner || person.owner.sfdcId === owner) &&
    (!source || person.source === source) &&
    (!company || person.company === company)
  );
}

/** The rows of the list as the eye would sort them. */
function sorted({ selection, sort, descending }: Order): PersonReading[] {
  const words = ['name', 'email', 'company', 'title'].includes(sort) ? wordsOf(selection) : [];
  const standing = (key: string) => (isBlank(key) ? 2 : words.some((word) => key.startsWith(word)) ? 0 : 1);
  const rows = upwards(sort).filter(({ person }) => matches(person, selection));
  const inTurn = descending ? rows.toReversed() : rows;
  return [0, 1, 2].flatMap((one) => inTurn.filter(({ key }) => standing(key) === one)).map(({ person }) => person);
}

const known = new Map<PersonSort, { person: PersonReading; key: string }[]>();

function upwards(sort: PersonSort) {
  const rows = known.get(sort) ?? crowd.map((person) => ({ person, key: keyOf(person, sort) }));
  if (!known.has(sort)) rows.sort((a, b) => Buffer.from(a.key).compare(Buffer.from(b.key))); // stable: ids stay in order
  known.set(sort, rows);
  return rows;
}

function keyOf(person: PersonReading, sort: PersonSort): string {
  if (sort === 'updatedAt') return person.marketoUpdatedAt?.toISOString() ?? 'infinity';
  const name = `${person.lastName ?? ''} ${person.firstName ?? ''}`.trim();
  return (sort === 'name' ? name : (person[sort] ?? '')).toLowerCase() || lastCharacter;
}

const isBlank = (key: string) => key === lastCharacter || key === 'infinity';
const lastCharacter = '\u{10ffff}';
const wordsOf = ({ search }: PeopleSelection) => (search ?? '').toWellFormed().toLowerCase().split(' ').filter(Boolean);

function counted(values: (string | null)[]) {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, n]) => ({ value, people: n }))
    .sort((a, b) => b.people - a.people || Buffer.from(a.value).compare(Buffer.from(b.value)));
}
