import { afterAll, beforeAll, expect, it } from 'vitest';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { mergePeople } from '@/db/queries/person-merges';
import { testDatabase } from '@/db/test/database';
import type { PersonReading } from '../people/model';
import { aReading } from '../test/builders';
import { testCtx } from '../test/context';
import { PassportPage, PassportQuery } from './contract';
import { readPassport } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));
const passport = (marketoId: number, query: Record<string, unknown> = {}) =>
  readPassport(testCtx({ database }), marketoId, PassportQuery.parse(query));
const store = (reading: Partial<PersonReading> & { marketoId: number }, source: 'first-load' | 'change-feed') =>
  upsertPeople(database.db, [aReading(reading)], {
    origin: { source, events: new Map([[reading.marketoId, { name: 'Change Data Value', at: at(0) }]]) },
  });

it('tells what changed, when in Marketo and here, from which event, and why the person is in the list', async () => {
  await store({ marketoId: 1, title: 'Analyst', readAt: at(1) }, 'first-load');
  await store({ marketoId: 1, title: 'Countess', readAt: at(2) }, 'change-feed');
  const page = await passport(1);
  expect(PassportPage.parse(page)).toEqual(page);
  expect(page).toMatchObject({
    state: 'active',
    sentence: 'In the list, because Olive Owner owns the contact in Salesforce.',
    listed: { at: at(1).toISOString(), by: 'first-load' },
    syncedAt: at(2).toISOString(),
    nextCursor: null,
  });
  expect(page.items).toEqual([
    {
      id: expect.any(Number),
      kind: 'changed',
      notedAt: at(2).toISOString(),
      happenedAt: at(0).toISOString(),
      source: 'change-feed',
      marketoEvent: 'Change Data Value',
      changes: [{ field: 'title', from: 'Analyst', to: 'Countess' }],
      reason: null,
    },
  ]);
});

it('has no entry for a person who never changed since the first load', async () => {
  await store({ marketoId: 2, readAt: at(1) }, 'first-load');
  expect(await passport(2)).toMatchObject({ items: [], waiting: null, mergedHere: [], winnerId: null });
});

it('pages through a long history once, newest first, also while it grows', async () => {
  await store({ marketoId: 3, readAt: at(0) }, 'first-load');
  for (let i = 1; i <= 7; i++) await store({ marketoId: 3, title: `T${i}`, readAt: at(i) }, 'change-feed');
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await passport(3, { limit: 3, cursor });
    seen.push(...page.items.map((item) => item.changes[0]?.to ?? ''));
    cursor = page.nextCursor ?? undefined;
    if (seen.length === 3) await store({ marketoId: 3, title: 'T8', readAt: at(8) }, 'change-feed');
  } while (cursor);
  expect(seen).toEqual(['T7', 'T6', 'T5', 'T4', 'T3', 'T2', 'T1']);
});

it('says why a person left, and that a reading is waiting', async () => {
  await store({ marketoId: 4, readAt: at(0) }, 'first-load');
  const origin = { source: 'sweep' as const };
  await retirePeople(database.db, {
    marketoIds: [4],
    state: 'unowned',
    readAt: at(3),
    origin,
    reasons: new Map([[4, 'queue']]),
  });
  await upsertDirtyPeople(database.db, [{ marketoId: 4, reason: 'owner', changedAt: null }], at(5));
  expect(await passport(4)).toMatchObject({
    state: 'unowned',
    stateSince: at(3).toISOString(),
    sentence: expect.stringContaining('belongs to a queue'),
    waiting: { reason: 'owner', dueAt: at(5).toISOString() },
    items: [{ kind: 'left', source: 'sweep', reason: 'queue' }],
  });
});

it('a merged record keeps its own passport and leads to the winner, who names it', async () => {
  await store({ marketoId: 5, readAt: at(0) }, 'first-load');
  await store({ marketoId: 6, readAt: at(0) }, 'first-load');
  await mergePeople(database.db, { winnerId: 6, loserIds: [5], at: at(4) });
  expect(await passport(5)).toMatchObject({
    state: 'merged',
    winnerId: 6,
    sentence: expect.stringContaining('merged into Marketo ID 6'),
    items: [{ kind: 'merged', marketoEvent: 'Merge Leads' }],
  });
  expect(await passport(6)).toMatchObject({
    state: 'active',
    mergedHere: [{ marketoId: 5, at: at(4).toISOString() }],
    items: [],
  });
});

it('knows nobody who was never listed, and no cursor of somebody else', async () => {
  await expect(passport(999)).rejects.toMatchObject({ code: 'not_found' });
  await expect(passport(1, { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad_request' });
});
