import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { selectWinner } from '@/db/queries/person-merges';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { listedPeople } from '../test/listed-people';
import { clockOf, enableJobs, quiesce, runOnce, runToEnd } from '../test/sync-driver';
import { readPeople, storePeople } from './jobs/read-people';
import { runContext } from './run-context';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const minute = 60_000;
const day = 24 * 60 * minute;
const wait = () => marketo.clock.advance(minute);

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    seed: 21,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000, scanBlock: 50_000 },
    quirks: { dates: 'zoo' },
  });
  marketo.world.seedPeople({ count: 600, seed: 21 });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', wait);
  await quiesce(ctx, wait);
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

const listed = () => listedPeople(database.db);
const settle = async () => {
  wait();
  await quiesce(ctx, wait);
  wait();
  wait();
  await quiesce(ctx, wait);
};
const stateOf = async (id: number) => (await selectPerson(database.db, id))?.state ?? null;

describe('the people sync', () => {
  it('lists exactly the people with a sales owner, all 13 fields, record by record', async () => {
    expect(await listed()).toEqual(marketo.world.eligible());
    expect(marketo.unknownRequests).toEqual([]);
  });

  it('takes the feed positions before it reads the first person', () => {
    const paths = marketo.calls.map((call) => call.path);
    const firstToken = paths.findIndex((path) => path.endsWith('/pagingtoken.json'));
    const firstRange = marketo.calls.findIndex(
      (call) => call.path.endsWith('/leads.json') && !call.query.fields?.startsWith('id,'),
    );
    expect(firstToken).toBeGreaterThanOrEqual(0);
    expect(firstToken).toBeLessThan(firstRange === -1 ? Infinity : firstRange);
  });

  it('shows a changed title', async () => {
    const id = aListedId();
    marketo.world.updateLead(id, { title: 'Chief of Everything 🚀' });
    await settle();
    expect(await selectPerson(database.db, id)).toMatchObject({ title: 'Chief of Everything 🚀' });
  });

  it('lists a person who gains an owner, and drops one who loses it to nobody or to a queue', async () => {
    const gains = marketo.world.createLead({
      firstName: 'New',
      lastName: 'Owner',
      email: 'new@example.com',
      sfdcLeadId: '00Q5g00000AbCdEEAV',
    });
    const [toNobody, toQueue] = [aListedId('lead'), aListedId('lead', 1)];
    await settle();
    expect(await stateOf(gains)).toBeNull();
    marketo.world.setOwner(gains, '0055g00000XyZaB');
    marketo.world.setOwner(toNobody, null);
    marketo.world.setOwner(toQueue, '00G5g00000QueUe');
    await settle();
    expect([await stateOf(gains), await stateOf(toNobody), await stateOf(toQueue)]).toEqual([
      'active',
      'unowned',
      'unowned',
    ]);
    expect((await selectPerson(database.db, gains))?.ownerSfdcId).toMatch(/^0055g00000XyZaB[A-Z0-5]{3}$/);
  });

  it('never lists a person who is only in Marketo', async () => {
    const id = marketo.world.createLead({ firstName: 'Only', lastName: 'Marketo', email: 'only@example.com' });
    await settle();
    expect(await stateOf(id)).toBeNull();
  });

  it('lists two people with one e-mail as two', async () => {
    const fields = { firstName: 'Twin', email: 'twin@example.com', sfdcLeadOwnerId: '0055g00000XyZaB' };
    const ids = ['00Q5g00000TwinAEAR', '00Q5g00000TwinBEAR'].map((sfdcLeadId) =>
      marketo.world.createLead({ ...fields, sfdcLeadId }),
    );
    await settle();
    expect(await Promise.all(ids.map(stateOf))).toEqual(['active', 'active']);
  });

  it('keeps a deleted person as a tombstone', async () => {
    const id = aListedId();
    marketo.world.deleteLead(id);
    await settle();
    expect(await stateOf(id)).toBe('deleted');
  });

  it('leads a merged person to the winner, also through a second merge', async () => {
    const [a, b, c] = [aListedId('contact'), aListedId('contact', 1), aListedId('contact', 2)];
    marketo.world.mergeLeads(b, [a]);
    await settle();
    marketo.world.mergeLeads(c, [b]);
    await settle();
    expect([await selectWinner(database.db, a), await selectWinner(database.db, b)]).toEqual([c, c]);
    expect([await stateOf(a), await stateOf(b), await stateOf(c)]).toEqual(['merged', 'merged', 'active']);
  });

  it('keeps the person when a lead is converted to a contact', async () => {
    const id = aListedId('lead');
    marketo.world.convertLead(id);
    await settle();
    const person = await selectPerson(database.db, id);
    expect(person).toMatchObject({ state: 'active' });
    expect(person?.sfdcContactId).toMatch(/^003/);
  });

  it('finds an owner change that no feed told, with the sweep', async () => {
    const id = aListedId('lead');
    marketo.world.setOwner(id, null, { silent: true });
    await settle();
    expect(await stateOf(id)).toBe('active');
    await runToEnd(ctx, 'sweep-people', wait);
    expect(await stateOf(id)).toBe('unowned');
  });

  it('loses nothing when a row is committed late', async () => {
    const id = aListedId();
    await settle();
    marketo.world.updateLead(id, { company: 'Late Ltd' });
    await runOnce(ctx, 'follow-people');
    await settle();
    expect((await selectPerson(database.db, id))?.company).toBe('Late Ltd');
  });

  it('asks once a day which fields and activity types the instance has', async () => {
    const described = () => marketo.calls.filter((call) => call.path.endsWith('/describe2.json')).length;
    const before = described();
    marketo.clock.advance(day);
    await runToEnd(ctx, 'follow-people', wait);
    await runToEnd(ctx, 'follow-people', wait);
    expect(described() - before).toBe(1);
  });

  it('reads everybody again by itself after 13 days away, when the feeds cannot tell any more', async () => {
    const id = aListedId();
    marketo.world.deleteLead(id);
    marketo.clock.advance(13 * day);
    const follow = await runToEnd(ctx, 'follow-people', wait);
    expect(follow.wakes).toContain('sweep-people');
    await runToEnd(ctx, 'sweep-people', wait);
    await settle();
    expect(await stateOf(id)).toBe('active');
    marketo.clock.advance(day);
    await settle();
    expect(await stateOf(id)).toBe('missing');
  });

  it('does not list a person again whom an older page, committed late, still shows', async () => {
    const id = marketo.world.createLead({
      lastName: 'Shortlived',
      sfdcLeadId: '00Q5g00000AbCdEEAV',
      sfdcLeadOwnerId: '0055g00000XyZaBAAV',
    });
    const run = runContext(ctx);
    const page = await readPeople(run, [id], { lane: 'loads', roles: false });
    expect(page.owned).toHaveLength(1);
    marketo.world.deleteLead(id);
    await settle();
    await database.db.transaction((tx) => storePeople(tx, page, { source: 'sweep' }));
    expect(await stateOf(id)).toBeNull();
  });

  it('ends with what Marketo holds', async () => {
    await settle();
    expect(await listed()).toEqual(marketo.world.eligible());
    expect(marketo.unknownRequests).toEqual([]);
  });
});

/** A person who is listed now, by what Salesforce calls it; `nth` gives others. */
function aListedId(kind?: 'lead' | 'contact', nth = 0): number {
  const eligible = marketo.world
    .eligible()
    .filter((person) => !kind || Boolean(person.sfdcContactId) === (kind === 'contact'));
  const person = eligible[nth];
  if (!person) throw new Error('The seeded world has no such person');
  return person.marketoId;
}
