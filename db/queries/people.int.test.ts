import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personSorts } from '@/lib/people/model';
import { aReading } from '@/lib/test/builders';
import type { Database } from '../client';
import { testDatabase } from '../test/database';
import { selectPeopleFilters, selectPerson } from './people';
import { countPeople, selectPeople } from './people-list';
import type { PeoplePosition } from './people-order';
import { retirePeople, upsertPeople } from './people-sync';
import { mergePeople, selectWinner } from './person-merges';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));

describe('upsertPeople', () => {
  it('never lets an older reading overwrite a newer one', async () => {
    await upsertPeople(database.db, [aReading({ marketoId: 1, title: 'new', readAt: at(5) })]);
    await upsertPeople(database.db, [aReading({ marketoId: 1, title: 'old', readAt: at(4) })]);
    expect(await selectPerson(database.db, 1)).toMatchObject({ title: 'new', readAt: at(5) });
  });

  it('keeps awkward text as it is', async () => {
    const odd = { firstName: '👩‍🚀 Zoë', lastName: 'O\'Brien "x"\n,;', company: 'שלום', title: '=cmd()' };
    await upsertPeople(database.db, [aReading({ marketoId: 2, ...odd })]);
    expect(await selectPerson(database.db, 2)).toMatchObject(odd);
  });

  it('brings a person who left back onto the list', async () => {
    await upsertPeople(database.db, [aReading({ marketoId: 3, readAt: at(1) })]);
    expect(await retirePeople(database.db, { marketoIds: [3], state: 'unowned', readAt: at(2) })).toEqual([3]);
    expect(await selectPerson(database.db, 3)).toMatchObject({ state: 'unowned', stateSince: at(2) });
    await upsertPeople(database.db, [aReading({ marketoId: 3, readAt: at(3) })]);
    expect(await selectPerson(database.db, 3)).toMatchObject({ state: 'active', stateSince: at(3) });
  });

  it('is not undone by news older than the reading', async () => {
    await upsertPeople(database.db, [aReading({ marketoId: 4, readAt: at(9) })]);
    expect(await retirePeople(database.db, { marketoIds: [4], state: 'deleted', readAt: at(8) })).toEqual([]);
    expect(await selectPerson(database.db, 4)).toMatchObject({ state: 'active' });
  });
});

describe('mergePeople', () => {
  it('never leads in a circle, not even when each record is said to have won over the other', async () => {
    const { db } = database;
    await mergePeople(db, { winnerId: 32, loserIds: [31], at: at(1) });
    await mergePeople(db, { winnerId: 31, loserIds: [32], at: at(2) });
    expect([await selectWinner(db, 31), await selectWinner(db, 32)]).toEqual([32, null]);
  });

  it('leads every loser to the last winner, in whatever order the merges arrive', async () => {
    const { db } = database;
    await upsertPeople(db, [aReading({ marketoId: 11 }), aReading({ marketoId: 12 }), aReading({ marketoId: 13 })]);
    await mergePeople(db, { winnerId: 13, loserIds: [12], at: at(2) });
    await mergePeople(db, { winnerId: 12, loserIds: [11], at: at(1) });
    expect([await selectWinner(db, 11), await selectWinner(db, 12), await selectWinner(db, 13)]).toEqual([
      13,
      13,
      null,
    ]);
    await mergePeople(db, { winnerId: 14, loserIds: [13], at: at(3) });
    expect([await selectWinner(db, 11), await selectWinner(db, 12), await selectWinner(db, 13)]).toEqual([14, 14, 14]);
    expect((await selectPerson(db, 12))?.state).toBe('merged');
  });
});

describe('the people list', () => {
  const company = 'List Test GmbH';
  beforeAll(async () => {
    const readings = Array.from({ length: 57 }, (_, i) =>
      aReading({
        marketoId: 1000 + i,
        firstName: i % 9 === 0 ? null : `First${i % 7}`,
        lastName: i % 9 === 0 ? null : `Last${i % 5}`,
        email: i % 4 === 0 ? 'shared@example.com' : `p${i}@example.com`,
        title: i % 3 === 0 ? null : `Title ${i % 6}`,
        source: i % 2 === 0 ? 'Web' : null,
        marketoUpdatedAt: i % 8 === 0 ? null : at(i % 10),
        company,
      }),
    );
    await upsertPeople(database.db, readings);
  });

  const directions = personSorts.flatMap((sort) => [
    { sort, descending: false },
    { sort, descending: true },
  ]);
  it.each(directions)(
    'pages by $sort (descending: $descending) without a gap or a double',
    async ({ sort, descending }) => {
      const seen: number[] = [];
      let after: PeoplePosition | undefined;
      for (;;) {
        const rows = await selectPeople(database.db, { selection: { company }, sort, descending, after, limit: 10 });
        seen.push(...rows.map((row) => row.marketoId));
        const last = rows.at(-1);
        if (!last || rows.length < 10) break;
        after = { key: last.key, marketoId: last.marketoId };
      }
      expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 57 }, (_, i) => 1000 + i));
      const whole = await selectPeople(database.db, { selection: { company }, sort, descending, limit: 100 });
      expect(seen).toEqual(whole.map((row) => row.marketoId));
    },
  );

  it.each([false, true])('shows blanks last (descending: %s)', async (descending) => {
    const rows = await selectPeople(database.db, {
      selection: { company },
      sort: 'title',
      descending,
      limit: 100,
    });
    const titles = rows.map((row) => row.title);
    expect(titles).toContain(null);
    expect(titles.slice(titles.indexOf(null))).toEqual(titles.filter((title) => title === null));
  });

  it('shows two people with one e-mail as two', async () => {
    const rows = await selectPeople(database.db, {
      selection: { search: 'shared@example.com' },
      sort: 'name',
      descending: false,
      limit: 100,
    });
    expect(rows).toHaveLength(15);
  });

  it.each([
    ['a part of a word', 'ast3 list', 'Last3'],
    ['any case', 'LAST3 gmbh', 'Last3'],
  ])('finds by %s', async (_, search, lastName) => {
    const rows = await selectPeople(database.db, {
      selection: { search },
      sort: 'name',
      descending: false,
      limit: 100,
    });
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map((row) => row.lastName))).toEqual(new Set([lastName]));
  });

  it.each(["' OR 1=1 --", '%', '_', '\\'])('treats %s as plain text', async (search) => {
    expect(await countPeople(database.db, { search, company }, 100)).toBe(0);
  });

  it('leaves out people who are gone', async () => {
    await retirePeople(database.db, { marketoIds: [1001], state: 'unowned', readAt: at(59) });
    const rows = await selectPeople(database.db, {
      selection: { company },
      sort: 'name',
      descending: false,
      limit: 100,
    });
    expect(rows.map((row) => row.marketoId)).not.toContain(1001);
    await upsertPeople(database.db, [aReading({ marketoId: 1001, company, readAt: new Date(at(59).getTime() + 1) })]);
  });

  it('counts up to its cap and offers the common filter values', async () => {
    expect(await countPeople(database.db, { company }, 20)).toBe(20);
    expect(await countPeople(database.db, { company }, 100)).toBe(57);
    const { companies } = await selectPeopleFilters(database.db, 10);
    expect(companies[0]).toEqual({ value: company, people: 57 });
  });
});
