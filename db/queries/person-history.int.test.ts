import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonOrigin } from '@/lib/people/model';
import { aReading } from '@/lib/test/builders';
import { seededRandom } from '@/lib/test/random';
import type { Database } from '../client';
import { testDatabase } from '../test/database';
import { countPeopleByState, selectPerson } from './people';
import { retirePeople, upsertPeople } from './people-sync';
import { selectPersonEvents } from './person-history';
import { mergePeople } from './person-merges';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));
const history = async (id: number) => (await selectPersonEvents(database.db, id, 50)).reverse();
const store = (reading: Parameters<typeof aReading>[0], origin?: PersonOrigin, cap?: number) =>
  upsertPeople(database.db, [aReading(reading)], { origin, cap });

it('tells the old and the new value of every field that changed, and what in Marketo made us look', async () => {
  const events = new Map([[1, { name: 'Change Data Value', at: at(1) }]]);
  await store({ marketoId: 1, title: 'Analyst', phone: '1', readAt: at(0) });
  await store({ marketoId: 1, title: 'Countess', phone: null, readAt: at(2) }, { source: 'change-feed', events });
  expect(await history(1)).toEqual([
    {
      id: expect.any(Number),
      marketoId: 1,
      notedAt: at(2),
      happenedAt: at(1),
      source: 'change-feed',
      marketoEvent: 'Change Data Value',
      kind: 'changed',
      changes: [
        { field: 'title', from: 'Analyst', to: 'Countess' },
        { field: 'phone', from: '1', to: null },
      ],
      reason: null,
    },
  ]);
});

it('tells a change of the owner', async () => {
  await store({ marketoId: 2, owner: { sfdcId: '005A', name: 'Olive' }, readAt: at(0) });
  await store({ marketoId: 2, owner: { sfdcId: '005B', name: 'Nora' }, readAt: at(1) }, { source: 'sweep' });
  expect((await history(2))[0]?.changes).toEqual([
    { field: 'ownerId', from: '005A', to: '005B' },
    { field: 'ownerName', from: 'Olive', to: 'Nora' },
  ]);
});

it('has nothing to tell about a reading that changed nothing, or that came too late', async () => {
  await store({ marketoId: 3, readAt: at(5) });
  await store({ marketoId: 3, readAt: at(6) }, { source: 'sweep' });
  await store({ marketoId: 3, title: 'old', readAt: at(4) }, { source: 'sweep' });
  expect(await history(3)).toEqual([]);
  expect(await selectPerson(database.db, 3)).toMatchObject({ readAt: at(6) });
});

it('keeps when and from where a person was listed, and writes an event for all but the first load', async () => {
  await store({ marketoId: 4, readAt: at(1) });
  await store(
    { marketoId: 5, readAt: at(1) },
    { source: 'event-feed', events: new Map([[5, { name: 'New Lead', at: at(0) }]]) },
  );
  expect(await selectPerson(database.db, 4)).toMatchObject({ listedAt: at(1), listedBy: 'first-load' });
  expect(await selectPerson(database.db, 5)).toMatchObject({ listedAt: at(1), listedBy: 'event-feed' });
  expect(await history(4)).toEqual([]);
  expect(await history(5)).toMatchObject([
    { kind: 'listed', marketoEvent: 'New Lead', happenedAt: at(0), changes: [] },
  ]);
});

it('lets one batch be told by several sources', async () => {
  const events = new Map([[61, { name: null, at: null, source: 'sweep' as const }]]);
  await upsertPeople(database.db, [aReading({ marketoId: 61 }), aReading({ marketoId: 62 })], {
    origin: { source: 'change-feed', events },
  });
  expect([(await history(61))[0]?.source, (await history(62))[0]?.source]).toEqual(['sweep', 'change-feed']);
});

it('tells why a person left, and that the person came back, with what changed meanwhile', async () => {
  await store({ marketoId: 7, title: 'A', readAt: at(0) });
  const reasons = new Map([[7, 'queue']]);
  await retirePeople(database.db, {
    marketoIds: [7, 7001],
    state: 'unowned',
    readAt: at(1),
    origin: { source: 'sweep' },
    reasons,
  });
  await retirePeople(database.db, {
    marketoIds: [7],
    state: 'deleted',
    readAt: at(2),
    origin: { source: 'delete-feed' },
  });
  await store({ marketoId: 7, title: 'B', readAt: at(3) }, { source: 'discovery' });
  expect(await history(7)).toMatchObject([
    { kind: 'left', source: 'sweep', reason: 'queue', notedAt: at(1) },
    { kind: 'returned', source: 'discovery', changes: [{ field: 'title', from: 'A', to: 'B' }], notedAt: at(3) },
  ]);
  expect(await selectPerson(database.db, 7)).toMatchObject({ listedAt: at(0), stateSince: at(3) });
  expect(await history(7001)).toEqual([]);
});

it('tells into whom a person was merged, once', async () => {
  await store({ marketoId: 8 });
  await mergePeople(database.db, { winnerId: 9, loserIds: [8], at: at(2), happenedAt: at(1) });
  await mergePeople(database.db, { winnerId: 9, loserIds: [8], at: at(3), happenedAt: at(1) });
  expect(await history(8)).toMatchObject([{ kind: 'merged', reason: 'merged into 9', happenedAt: at(1) }]);
});

it('lets an opportunity stand when roles were not read, and does not call its first reading a change', async () => {
  const opportunity = async () => (await selectPerson(database.db, 10))?.sfdcOpportunityId;
  await store({ marketoId: 10, sfdcOpportunityId: undefined, readAt: at(0) });
  await store({ marketoId: 10, sfdcOpportunityId: '006A', readAt: at(1) }, { source: 'change-feed' });
  expect(await history(10)).toEqual([]);
  await store({ marketoId: 10, sfdcOpportunityId: undefined, title: 'New', readAt: at(2) }, { source: 'sweep' });
  expect(await opportunity()).toBe('006A');
  await store({ marketoId: 10, sfdcOpportunityId: null, title: 'New', readAt: at(3) }, { source: 'change-feed' });
  expect(await opportunity()).toBeNull();
  expect((await history(10)).map((event) => event.changes)).toEqual([
    [{ field: 'title', from: 'Analyst', to: 'New' }],
    [{ field: 'sfdcOpportunityId', from: '006A', to: null }],
  ]);
});

it('adds nobody beyond the cap, counts who was left out, and goes on updating', async () => {
  const { active = 0 } = await countPeopleByState(database.db);
  const batch = (title: string, readAt: Date) =>
    [21, 22, 23].map((marketoId) => aReading({ marketoId, title, readAt }));
  const cap = active + 2;
  expect(await upsertPeople(database.db, batch('A', at(0)), { cap })).toEqual({ written: 2, overTheCap: 1 });
  expect(await upsertPeople(database.db, batch('B', at(1)), { cap })).toEqual({ written: 2, overTheCap: 1 });
  expect((await countPeopleByState(database.db)).active).toBe(cap);
  expect(await selectPerson(database.db, 21)).toMatchObject({ title: 'B' });
  expect(await selectPerson(database.db, 23)).toBeNull();
});

const seed = Number(process.env.COUNT_SEED ?? 7);
it(`counts what a count of all rows would count, whatever happens (COUNT_SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const some = () => [...new Set(Array.from({ length: 8 }, () => 3000 + Math.floor(random() * 40)))];
  for (let step = 0; step < 80; step++) {
    const readAt = at(Math.floor(step * random()));
    const dice = random();
    if (dice < 0.5)
      await upsertPeople(
        database.db,
        some().map((marketoId) => aReading({ marketoId, readAt })),
      );
    else if (dice < 0.8)
      await retirePeople(database.db, { marketoIds: some(), state: dice < 0.7 ? 'unowned' : 'deleted', readAt });
    else await mergePeople(database.db, { winnerId: some()[0] ?? 0, loserIds: some().slice(1, 3), at: readAt });
  }
  const counted = await database.db.execute<{ state: string; n: number }>(
    sql`select state, count(*)::int as n from people group by state`,
  );
  expect(await countPeopleByState(database.db)).toEqual(Object.fromEntries(counted.map(({ state, n }) => [state, n])));
});
