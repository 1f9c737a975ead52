import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PersonReading, personSorts } from '@/lib/people/model';
import { aReading } from '@/lib/test/builders';
import type { Database } from '../client';
import { people } from '../schema';
import { testDatabase } from '../test/database';
import { selectPeopleFilters } from './people';
import { countPeople, type PeoplePosition, type PeopleSelection, selectPeople } from './people-list';
import { retirePeople, upsertPeople } from './people-sync';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const crowd = Array.from({ length: 400 }, (_, i) =>
  aReading({
    marketoId: i + 1,
    firstName: i % 11 === 0 ? null : (['Ana', 'Zoë', 'Li', 'Ünsal'][i % 4] ?? null),
    lastName: i % 13 === 0 ? null : (['Berg', 'Zhang', '山田', "O'Neil"][(i >> 2) % 4] ?? null),
    email: `p${i}@example.com`,
    title: i % 5 === 0 ? null : `Head ${i % 3}`,
    company: i % 7 === 0 ? null : (['Globex GmbH', 'Ünï AG', 'a%b_c'][i % 3] ?? null),
    source: [null, 'Web', 'Event'][i % 3] ?? null,
    owner: { sfdcId: `005${i % 6}`, name: `Owner ${i % 6}` },
    marketoUpdatedAt: i % 8 === 0 ? null : new Date(Date.UTC(2026, 0, 1 + (i % 20))),
  }),
);

describe('a page of any selection in any sort', () => {
  beforeAll(async () => {
    await upsertPeople(database.db, crowd);
  });

  it('holds what a look at every single person finds, in one order over all pages', async () => {
    const selections = fc.record(
      {
        search: fc.constantFrom(
          'zha',
          'zh',
          'ha',
          'ANA',
          'ÜNS',
          'ünï',
          '山田',
          "o'neil",
          '%',
          'b_c',
          'head 2',
          'p39@',
          'nobody',
        ),
        owner: fc.constantFrom('0051', '0055', '0059'),
        source: fc.constantFrom('Web', 'Event', 'web'),
        company: fc.constantFrom('Globex GmbH', 'Ünï AG', 'a%b_c'),
      },
      { requiredKeys: [] },
    );
    const views = fc.tuple(selections, fc.constantFrom(...personSorts), fc.boolean(), fc.integer({ min: 1, max: 120 }));
    await fc.assert(
      fc.asyncProperty(views, async ([selection, sort, descending, limit]) => {
        const ids: number[] = [];
        const keys: string[] = [];
        for (let after: PeoplePosition | undefined; ; ) {
          const page = await selectPeople(database.db, { selection, sort, descending, after, limit });
          ids.push(...page.map((row) => row.marketoId));
          keys.push(...page.map((row) => row.key));
          after = page.at(-1);
          if (page.length < limit) break;
        }
        const expected = crowd.filter((person) => matches(person, selection)).map((person) => person.marketoId);
        expect(ids.toSorted((a, b) => a - b)).toEqual(expected);
        const byKey = sort === 'updatedAt' ? keys.map((key) => (key === '-infinity' ? '' : key)) : keys;
        expect(byKey).toEqual(byKey.toSorted((a, b) => Buffer.from(a).compare(Buffer.from(b)) * (descending ? -1 : 1)));
        expect(await countPeople(database.db, selection, 1000)).toBe(expected.length);
      }),
      { numRuns: 120 },
    );
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

function matches(person: PersonReading, { search, owner, source, company }: PeopleSelection): boolean {
  const text = [person.firstName, person.lastName, person.email, person.company, person.title]
    .map((part) => part ?? '')
    .join(' ')
    .toLowerCase();
  const has = (word: string) =>
    /[\p{L}\p{N}]{3}/u.test(word) ? text.includes(word) : text.startsWith(word) || text.includes(` ${word}`);
  return (
    (search ?? '').toLowerCase().split(' ').filter(Boolean).every(has) &&
    (!owner || person.owner.sfdcId === owner) &&
    (!source || person.source === source) &&
    (!company || person.company === company)
  );
}

function counted(values: (string | null)[]) {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, n]) => ({ value, people: n }))
    .sort((a, b) => b.people - a.people || Buffer.from(a.value).compare(Buffer.from(b.value)));
}
