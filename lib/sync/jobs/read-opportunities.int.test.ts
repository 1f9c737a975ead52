import { eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { selectPersonEvents } from '@/db/queries/person-history';
import { updateOpportunities } from '@/db/queries/person-opportunities';
import { marketoConnections, people } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../../context';
import { connectToSimulator, testCtx } from '../../test/context';
import { clockOf, enableJobs, runOnce, runToEnd } from '../../test/sync-driver';
import { type PeopleRead, readPeople, storePeople } from './read-people';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const day = 24 * 3600_000;
const wait = () => marketo.clock.advance(60_000);
const roleCalls = () => marketo.calls.filter((call) => call.path.endsWith('/roles.json'));

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({ seed: 41, startAt: new Date('2026-03-02T09:00:00Z') });
  marketo.world.seedPeople({ count: 1_500, seed: 41, activitiesPerPerson: 0 });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

it('waits for the first load, which reads no roles itself, and then asks for contacts only, 300 at a time', async () => {
  const atConnect = roleCalls().length;
  expect(await runOnce(ctx, 'read-opportunities')).toMatchObject({ outcome: 'done', apiCalls: 0 });
  const load = await runToEnd(ctx, 'load-people', wait);
  expect(load.wakes).toContain('read-opportunities');
  expect(roleCalls().length).toBe(atConnect);
  const contacts = await database.db.$count(people, isNotNull(people.sfdcContactId));
  const result = await runOnce(ctx, 'read-opportunities');
  expect(result).toMatchObject({ outcome: 'done', apiCalls: Math.ceil(contacts / 300), counts: { read: contacts } });
  const stored = await database.db.select().from(people).orderBy(people.marketoId);
  const opportunities = (list: { marketoId: number; sfdcOpportunityId: string | null }[]) =>
    list.map(({ marketoId, sfdcOpportunityId }) => [marketoId, sfdcOpportunityId]);
  expect(opportunities(stored)).toEqual(opportunities(marketo.world.eligible()));
  expect(result.counts.written).toBe(stored.filter((person) => person.sfdcOpportunityId).length);
});

it('does not read again before a week is over', async () => {
  marketo.clock.advance(6 * day);
  expect(await runOnce(ctx, 'read-opportunities')).toMatchObject({ apiCalls: 0 });
  marketo.clock.advance(2 * day);
  const again = await runOnce(ctx, 'read-opportunities');
  expect(again.apiCalls).toBeGreaterThan(0);
  expect(again.counts.written).toBe(0);
});

it('notes a later change, and never writes an older reading over a newer one', async () => {
  const { marketoId } = (
    await database.db.select().from(people).where(isNotNull(people.sfdcOpportunityId)).limit(1)
  )[0] ?? {
    marketoId: 0,
  };
  const before = await selectPerson(database.db, marketoId);
  const opportunities = new Map([[marketoId, '006Other']]);
  const origin = { source: 'sweep' } as const;
  expect(await updateOpportunities(database.db, { readAt: new Date(0), opportunities, origin })).toBe(0);
  expect(await updateOpportunities(database.db, { readAt: ctx.clock.now(), opportunities, origin })).toBe(1);
  const [event] = await selectPersonEvents(database.db, marketoId, 1);
  expect(event).toMatchObject({
    kind: 'changed',
    changes: [{ field: 'sfdcOpportunityId', from: before?.sfdcOpportunityId, to: '006Other' }],
  });
});

it('takes the opportunity from a hinted reading that a later sweep of the record has overtaken', async () => {
  const [contact] = await database.db.select().from(people).where(isNotNull(people.sfdcContactId)).limit(1);
  const marketoId = contact?.marketoId ?? 0;
  marketo.world.deleteFromSalesforce(marketoId);
  marketo.world.setOwner(marketoId, marketo.world.users()[0]?.id ?? '');
  wait();
  const sync = { ...ctx, apiCalls: () => 0 };
  const origin = { source: 'change-feed' } as const;
  const hinted = await readPeople(sync, [marketoId], { lane: 'feeds', roles: true });
  wait();
  const swept = await readPeople(sync, [marketoId], { lane: 'loads', roles: false });
  const store = (read: PeopleRead) => database.db.transaction((tx) => storePeople(tx, read, origin));
  await database.db
    .update(people)
    .set({ sfdcOpportunityId: '006Old', opportunityReadAt: new Date(0) })
    .where(eq(people.marketoId, marketoId));
  await store(swept);
  expect((await selectPerson(database.db, marketoId))?.sfdcOpportunityId).toBe('006Old');
  expect((await store(hinted)).written).toBe(1);
  expect(await selectPerson(database.db, marketoId)).toMatchObject({ sfdcOpportunityId: null, sfdcContactId: null });
  const [event] = await selectPersonEvents(database.db, marketoId, 1);
  expect(event).toMatchObject({
    source: 'change-feed',
    changes: [{ field: 'sfdcOpportunityId', from: '006Old', to: null }],
  });
});

it('asks for nothing while it may not read opportunities, and begins within a day once it may', async () => {
  marketo.clock.advance(8 * day);
  await database.db.update(marketoConnections).set({ readsOpportunities: false });
  expect(await runOnce(ctx, 'read-opportunities')).toMatchObject({ outcome: 'done', apiCalls: 0 });
  await database.db.update(marketoConnections).set({ readsOpportunities: true });
  marketo.clock.advance(day);
  expect((await runOnce(ctx, 'read-opportunities')).apiCalls).toBeGreaterThan(0);
});
