import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upsertPeople } from '@/db/queries/people-sync';
import { mergePeople } from '@/db/queries/person-merges';
import { testDatabase } from '@/db/test/database';
import type { Actor } from '../auth/model';
import { AppError } from '../errors';
import { SalesActivityBatch } from '../sales-activities/contract';
import { reportSalesActivities } from '../sales-activities/service';
import { aReading } from '../test/builders';
import { aCallInput, offerChoices } from '../test/calls';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { aSeller } from '../test/sellers';
import { CallFilters, CallsFilter, CallsPage, CallsQuery, CallsSummary } from './contract';
import { logCall } from './log';
import { listCallFilters, listCalls, readCall, summarizeCalls } from './service';

const clock = manualClock('2026-03-20T12:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let seller: Actor;
let other: Actor;
let admin: Actor;
const ids: Record<string, string> = {};

const as = (actor: Actor) => ({ ...testCtx({ database, clock }), actor });
const call = async (name: string, actor: Actor, occurredAt: string, given = {}) => {
  ids[name] = (await logCall(as(actor), aCallInput({ marketoId: 1, occurredAt, notes: name, ...given }))).id;
};

beforeAll(async () => {
  database = await testDatabase();
  [seller, other] = [await aSeller(database.db), await aSeller(database.db)];
  admin = await aSeller(database.db, { role: 'admin' });
  await upsertPeople(database.db, [
    aReading({ marketoId: 1, firstName: 'Ada', lastName: 'Lovelace' }),
    aReading({ marketoId: 2, firstName: 'Grace', lastName: 'Hopper', company: 'Navy' }),
    aReading({ marketoId: 3, firstName: 'Amazing', lastName: 'Grace', company: 'Army' }),
  ]);
  await offerChoices(as(admin));
  await call('yesterday', seller, '2026-03-19T09:00:00Z', { outcome: 'Interested', phoneNumber: '+49 (0)30 123-45' });
  await call('late', seller, '2026-03-18T23:30:00Z', { outcome: 'Left a message', reason: 'Follow-up' });
  await call('same moment', seller, '2026-03-18T23:30:00Z', { marketoId: 2 });
  await call('of another', other, '2026-03-17T08:00:00Z', { marketoId: 3, status: 'failed' });
  await call('old, 5.1. 100% sure', seller, '2026-01-05T08:00:00Z');
  await mergePeople(database.db, { winnerId: 2, loserIds: [3], at: clock.now() });
  const activity = {
    kind: 'call',
    key: 'plug-in',
    person: { marketoId: 2 },
    occurredAt: '2026-03-10T08:00:00Z',
    payload: { status: 'no answer', outcome: 'Ring, ring', notes: 'told by a plug-in' },
  };
  const { results } = await reportSalesActivities(as(seller), SalesActivityBatch.parse({ activities: [activity] }));
  ids['told by a plug-in'] = results[0]?.id ?? '';
});
afterAll(() => database.close());

async function found(actor: Actor, query: Record<string, unknown> = {}) {
  const page = await listCalls(as(actor), CallsQuery.parse(query));
  expect(CallsPage.parse(page)).toEqual(page);
  return page.items.map(({ notes }) => notes);
}
async function summed(actor: Actor, query: Record<string, unknown> = {}) {
  const summary = await summarizeCalls(as(actor), CallsFilter.parse(query));
  expect(CallsSummary.parse(summary)).toEqual(summary);
  return summary;
}
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('who sees which calls', () => {
  it('a seller the own ones, newest first, with those that other systems told', async () => {
    const mine = await found(seller);
    expect(mine.slice(0, 1)).toEqual(['yesterday']);
    expect(mine.slice(1, 3).sort()).toEqual(['late', 'same moment']);
    expect(mine.slice(3)).toEqual(['told by a plug-in', 'old, 5.1. 100% sure']);
    expect(await found(other)).toEqual(['of another']);
  });

  it('an admin everybody’s, or those of one seller', async () => {
    expect(await found(admin)).toHaveLength(6);
    expect(await found(admin, { seller: other.userId })).toEqual(['of another']);
  });

  it('a seller nobody else’s, however asked', async () => {
    expect(await codeOf(found(seller, { seller: other.userId }))).toBe('forbidden');
    expect(await codeOf(summed(seller, { seller: other.userId }))).toBe('forbidden');
    expect(await codeOf(readCall(as(seller), ids['of another'] ?? ''))).toBe('not_found');
    expect(await codeOf(readCall(as(seller), '00000000-0000-4000-8000-000000000000'))).toBe('not_found');
    expect(await readCall(as(admin), ids['of another'] ?? '')).toMatchObject({ notes: 'of another' });
    expect(await found(seller, { seller: seller.userId })).toHaveLength(5);
  });
});

describe('a call that is shown', () => {
  it('is of the person who stands for the one called', async () => {
    expect(await readCall(as(other), ids['of another'] ?? '')).toMatchObject({
      person: { marketoId: 2, name: 'Grace Hopper', company: 'Navy' },
    });
  });

  it('says where it comes from, and whether it was answered where no outcome type is known', async () => {
    expect(await readCall(as(seller), ids['told by a plug-in'] ?? '')).toMatchObject({
      loggedHere: false,
      outcome: 'Ring, ring',
      answered: false,
    });
  });
});

describe('what narrows the list', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['a name', { text: 'ove' }, ['yesterday', 'late', 'old, 5.1. 100% sure']],
    ['a name and a word of the notes', { text: 'lovelace YESTER' }, ['yesterday']],
    ['a company of a winner', { text: 'navy another' }, ['of another']],
    ['what the one who was merged was called', { text: 'army' }, []],
    ['a number as it was typed', { text: '(0)30' }, ['yesterday']],
    ['a number written otherwise', { text: '030-12345' }, ['yesterday']],
    ['figures of the notes, as they are written', { text: '5.1.' }, ['old, 5.1. 100% sure']],
    ['what means something to Postgres', { text: '100%' }, ['old, 5.1. 100% sure']],
    ['nothing that is there', { text: "' or 1=1 --" }, []],
    ['an outcome', { outcome: 'Left a message' }, ['late']],
    ['a reason', { reason: 'Follow-up' }, ['late']],
    ['a status', { status: 'failed' }, ['of another']],
    ['a day', { from: '2026-03-18', to: '2026-03-18' }, ['late', 'same moment']],
    [
      'a day elsewhere',
      { from: '2026-03-19', to: '2026-03-19', timeZone: 'Europe/Berlin' },
      ['yesterday', 'late', 'same moment'],
    ],
    ['a beginning', { from: '2026-03-19' }, ['yesterday']],
    ['an end', { to: '2026-01-05' }, ['old, 5.1. 100% sure']],
    ['an end before the beginning', { from: '2026-03-19', to: '2026-03-18' }, []],
  ])('%s', async (_, query, expected) => {
    expect((await found(admin, query)).sort()).toEqual([...expected].sort());
    const { answered, notAnswered } = await summed(admin, query);
    expect(answered + notAnswered).toBe(expected.length);
  });

  it('whether somebody answered', async () => {
    const [yes, no] = [await found(admin, { answered: 'yes' }), await found(admin, { answered: 'no' })];
    expect(no.sort()).toEqual(['late', 'of another', 'told by a plug-in']);
    expect(yes.length + no.length).toBe(6);
  });

  it.each([
    { timeZone: 'Mars/Olympus' },
    { from: 'yesterday' },
    { from: '2026-02-30' },
    { status: 'won' },
    { seller: 'me' },
    { limit: 0 },
  ])('nothing like %o', (query) => {
    expect(CallsQuery.safeParse(query).success).toBe(false);
  });

  it('offers names that calls have, and to an admin who made them', async () => {
    const mine = await listCallFilters(as(seller));
    expect(CallFilters.parse(mine)).toEqual(mine);
    expect(mine).toEqual({
      outcomes: ['Interested', 'Left a message', 'Ring, ring'],
      reasons: ['Follow-up'],
      sellers: [],
    });
    const everybodys = await listCallFilters(as(admin));
    expect(everybodys.sellers.map(({ id }) => id).sort()).toEqual([seller.userId, other.userId].sort());
  });
});

describe('pages', () => {
  it('have every call once, also where two are of one moment', async () => {
    const notes: (string | null)[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCalls(as(admin), CallsQuery.parse({ limit: 2, cursor }));
      expect(page.items.length).toBe(2);
      notes.push(...page.items.map((item) => item.notes));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(notes).toEqual(await found(admin));
  });

  it('begin only where a page ended', async () => {
    expect(await codeOf(listCalls(as(admin), CallsQuery.parse({ cursor: 'nonsense' })))).toBe('bad_request');
  });
});

describe('the summary', () => {
  it('counts by the days of the viewer, those without calls included', async () => {
    const period = { from: '2026-03-17', to: '2026-03-19' };
    expect((await summed(seller, period)).days).toEqual([
      { day: '2026-03-17', answered: 0, notAnswered: 0 },
      { day: '2026-03-18', answered: 1, notAnswered: 1 },
      { day: '2026-03-19', answered: 1, notAnswered: 0 },
    ]);
    expect((await summed(seller, { ...period, timeZone: 'Europe/Berlin' })).days?.[2]).toEqual({
      day: '2026-03-19',
      answered: 2,
      notAnswered: 1,
    });
  });

  it('counts without days where the period has no end, or is longer than a year', async () => {
    expect(await summed(seller)).toEqual({ answered: 3, notAnswered: 2, days: null });
    expect(await summed(seller, { from: '2025-01-01', to: '2026-12-31' })).toMatchObject({ answered: 3, days: null });
  });
});
