import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { mergePeople } from '@/db/queries/person-merges';
import { testDatabase } from '@/db/test/database';
import { AppError } from '../errors';
import { encodeCursor } from '../http/pagination';
import { aReading } from '../test/builders';
import { testCtx } from '../test/context';
import { PeoplePage, PeopleQuery, PersonDetail } from './contract';
import { personFields } from './model';
import { listPeople, listPeopleFilters, readPerson } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
const ctx = () => testCtx({ database });
const list = (query: Record<string, unknown> = {}) => listPeople(ctx(), PeopleQuery.parse(query));
const readAt = new Date('2026-03-01T12:00:00Z');

beforeAll(async () => {
  database = await testDatabase();
  const readings = Array.from({ length: 25 }, (_, i) =>
    aReading({ marketoId: 500 + i, lastName: `L${i % 4}`, readAt }),
  );
  await upsertPeople(database.db, readings);
});
afterAll(() => database.close());

describe('listPeople', () => {
  it('answers in the shape of the contract, the 13 fields first', async () => {
    const page = await list({ limit: 3 });
    expect(PeoplePage.parse(page)).toEqual(page);
    expect(Object.keys(page.items[0] ?? {})).toEqual([...personFields, 'owner', 'syncedAt', 'createdAt', 'updatedAt']);
    expect(page).toMatchObject({ total: 25, totalIsEstimate: false });
  });

  it('pages through everybody once, with the same total on every page', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 4, sort: '-updatedAt', cursor });
      expect(page.total).toBe(25);
      seen.push(...page.items.map((person) => person.marketoId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(25);
    expect(seen).toHaveLength(25);
  });

  it('pages through people without a first or a last name once', async () => {
    const names = [
      { firstName: 'Zoe', lastName: null },
      { firstName: null, lastName: 'Abel' },
      { firstName: 'Bea', lastName: 'Abel' },
      { firstName: null, lastName: null },
    ];
    const readings = names.map((name, i) => aReading({ marketoId: 950 + i, company: 'Halves', ...name, readAt }));
    await upsertPeople(database.db, readings);
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 1, company: 'Halves', cursor });
      seen.push(...page.items.map((person) => person.marketoId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor && seen.length < 10);
    expect(seen).toHaveLength(4);
    expect(new Set(seen).size).toBe(4);
    await retirePeople(database.db, { marketoIds: seen, state: 'deleted', readAt: new Date(readAt.getTime() + 1) });
  });

  const position = { key: 'x', marketoId: 1, total: 1, totalIsEstimate: false };
  it.each([
    ['not one of ours', 'bm9wZQ'],
    ['of another sort', encodeCursor({ ...position, sort: 'email' })],
    ['with a position that is no time', encodeCursor({ ...position, sort: '-updatedAt' }), '-updatedAt'],
    ['with a time of no calendar', encodeCursor({ ...position, key: '1', sort: '-updatedAt' }), '-updatedAt'],
  ])('refuses a cursor %s, naming the field', async (_, cursor, sort = 'name') => {
    const refusal = await list({ cursor, sort }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: 'bad_request', fields: { cursor: expect.any(String) } });
  });

  it.each([
    ['search', '\0'],
    ['limit', '0'],
    ['limit', '501'],
    ['sort', 'password'],
  ])('refuses %s=%j', (name, value) => {
    expect(PeopleQuery.safeParse({ [name]: value }).error?.issues[0]?.path).toEqual([name]);
  });
});

describe('readPerson', () => {
  it('says why a person left the list, and keeps the fields readable', async () => {
    await upsertPeople(database.db, [aReading({ marketoId: 900, title: 'Was here', readAt })]);
    await retirePeople(database.db, { marketoIds: [900], state: 'deleted', readAt: new Date(readAt.getTime() + 1) });
    const person = await readPerson(ctx(), 900);
    expect(PersonDetail.parse(person)).toMatchObject({ state: 'deleted', title: 'Was here' });
  });

  it('leads from a merged person to the winner, unless the winner never came here', async () => {
    await upsertPeople(
      database.db,
      [901, 902, 903].map((marketoId) => aReading({ marketoId, readAt })),
    );
    await mergePeople(database.db, { winnerId: 902, loserIds: [901], at: readAt });
    await mergePeople(database.db, { winnerId: 99_999, loserIds: [903], at: readAt });
    expect(await readPerson(ctx(), 901)).toEqual({ mergedInto: 902 });
    expect(await readPerson(ctx(), 903)).toMatchObject({ marketoId: 903, state: 'merged' });
  });

  it('says what to check when nobody has that id', async () => {
    await expect(readPerson(ctx(), 123_456)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('123456'),
    });
  });
});

it('offers the filter values with their counts', async () => {
  const { owners, sources } = await listPeopleFilters(ctx());
  expect(owners[0]).toMatchObject({ name: 'Olive Owner', people: expect.any(Number) });
  expect(sources[0]).toMatchObject({ value: 'Web' });
});
