import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { replaceCheckpoint, updateJobs } from '@/db/queries/sync';
import { testDatabase } from '@/db/test/database';
import type { FaultEffect } from '@/simulators/core/faults';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { clockOf, enableJobs, quiesce, runToEnd } from '../test/sync-driver';
import { LookupQuery, LookupView } from './contract';
import { lookUp } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const day = 24 * 3600_000;
const wait = () => marketo.clock.advance(60_000);
const salesLead = { sfdcLeadId: '00Q5f00000000ABEAA', sfdcType: 'Lead' };
const user = '0055f000000001XAAQ';
const ann = 'ann@example.com';
let annId: number;

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000, scanBlock: 50_000 },
  });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  marketo.world.addUser(user, 'Olive Owner');
  annId = owned({ firstName: 'Ann', email: ann });
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', wait);
  await settle();
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});
beforeEach(() => marketo.faults.clear());

function owned(person: Record<string, string>): number {
  const id = marketo.world.createLead(person);
  marketo.world.setOwner(id, user);
  return id;
}
const settle = async () => {
  marketo.clock.advance(20 * 60_000);
  await quiesce(ctx, wait);
};
const whyOf = async (of: string | number, on = ctx) => {
  const view = await lookUp(on, LookupQuery.parse({ of: String(of) }).of);
  expect(LookupView.parse(view)).toEqual(view);
  return view;
};
const answerOf = async (of: string | number, on = ctx) => (await whyOf(of, on)).results[0];

describe('a Marketo ID', () => {
  it('of a listed person: here, with a page', async () => {
    expect(await answerOf(annId)).toMatchObject({ marketoId: annId, answer: 'here', hasPage: true, winnerId: null });
  });

  it('of a record without an owner, of a queue, and one that Salesforce does not know', async () => {
    const marketoOnly = marketo.world.createLead({ firstName: 'Web form' });
    const unowned = marketo.world.createLead({ ...salesLead, sfdcLeadOwnerId: null });
    const queued = marketo.world.createLead({ ...salesLead, sfdcLeadOwnerId: '00G5f000000001XAAQ' });
    expect(await answerOf(marketoOnly)).toMatchObject({ answer: 'marketo-only', hasPage: false });
    expect(await answerOf(unowned)).toMatchObject({ answer: 'unowned', hasPage: false });
    expect(await answerOf(queued)).toMatchObject({ answer: 'queue', hasPage: false });
  });

  it('of a deleted, a merged and an unowned person: since when, and who won', async () => {
    const [gone, loser, lost] = [owned({}), owned({}), owned({})];
    await settle();
    marketo.world.deleteLead(gone);
    marketo.world.mergeLeads(annId, [loser]);
    marketo.world.setOwner(lost, null);
    await settle();
    expect(await answerOf(gone)).toMatchObject({ answer: 'deleted', hasPage: true, since: expect.any(String) });
    expect(await answerOf(loser)).toMatchObject({ answer: 'merged', hasPage: true, winnerId: annId });
    expect(await answerOf(lost)).toMatchObject({ answer: 'unowned', hasPage: true, since: expect.any(String) });
  });

  it('that Marketo does not give out', async () => {
    expect(await answerOf(2_000_000_000)).toMatchObject({ answer: 'unknown', since: null, hasPage: false });
  });

  it('of an owned person who is not here: nobody told yet, then in line, or the list is full', async () => {
    const id = owned({});
    expect(await answerOf(id)).toMatchObject({ answer: 'soon' });
    expect(await answerOf(id, { ...ctx, mostPeople: 1 })).toMatchObject({ answer: 'over-the-cap' });
    await upsertDirtyPeople(database.db, [{ marketoId: id, reason: 'owner', changedAt: null }], ctx.clock.now());
    expect(await answerOf(id)).toMatchObject({ answer: 'waiting' });
    await settle();
    expect(await answerOf(id)).toMatchObject({ answer: 'here' });
  });

  it('costs one call, an e-mail address two at most', async () => {
    const calls = () => marketo.calls.filter((call) => call.path.startsWith('/rest/')).length;
    const before = calls();
    await whyOf(annId);
    expect(calls() - before).toBe(1);
    await whyOf(ann);
    expect(calls() - before).toBe(2);
  });
});

describe('an e-mail address', () => {
  it('answers for each record that has it, whatever its capitals', async () => {
    const twin = marketo.world.createLead({ email: ann });
    const { results } = await whyOf(ann.toUpperCase());
    expect(results.map(({ marketoId, answer }) => [marketoId, answer])).toEqual([
      [annId, 'here'],
      [twin, 'marketo-only'],
    ]);
  });

  it('that a listed person had until just now still leads to the person', async () => {
    const id = owned({ email: 'old@example.com' });
    await settle();
    marketo.world.updateLead(id, { email: 'new@example.com' });
    expect((await whyOf('old@example.com')).results).toMatchObject([{ marketoId: id, answer: 'here' }]);
  });

  it('that nobody has', async () => {
    expect((await whyOf('nobody@example.com')).results).toMatchObject([{ marketoId: null, answer: 'unknown' }]);
  });
});

describe('while Marketo cannot be asked', () => {
  it.each<[string, FaultEffect, RegExp]>([
    ['606', { code: '606' }, /^Marketo is busy\./],
    ['607', { code: '607' }, /^Today's Marketo API calls are used up\./],
    ['a gateway page', 'html-502', /^Marketo does not answer\./],
  ])('%s: what is known here is the answer, with the reason', async (_, effect, reason) => {
    const strike = () => marketo.faults.add({ match: '/rest/v1/leads', effect, times: Number.POSITIVE_INFINITY });
    strike();
    const known = await whyOf(annId);
    expect(known).toMatchObject({ live: false, results: [{ answer: 'here' }] });
    expect(known.results[0]?.sentence).toMatch(reason);
    expect((await whyOf(ann)).results).toMatchObject([{ marketoId: annId, answer: 'here' }]);
    expect(await answerOf(2_000_000_000)).toMatchObject({ answer: 'not-asked' });
    expect((await whyOf('nobody@example.com')).results).toMatchObject([{ marketoId: null, answer: 'not-asked' }]);
    marketo.clock.advance(day);
  });
});

describe('the sync', () => {
  it('paused, still loading, or never started, is the reason for an owned person', async () => {
    const id = owned({});
    await updateJobs(database.db, ['sweep-people'], { enabled: false, pausedReason: 'Paused by Ada.' });
    expect(await answerOf(id)).toMatchObject({ answer: 'paused' });
    await enableJobs(ctx);
    const load = { phase: 'range', nextId: id, endId: id + 300, startedAt: ctx.clock.now(), read: 0, written: 0 };
    await replaceCheckpoint(database.db, 'load-people', load);
    expect(await answerOf(id)).toMatchObject({ answer: 'not-loaded' });
    await replaceCheckpoint(database.db, 'load-people', { ...load, nextId: id + 1 });
    expect(await answerOf(id)).toMatchObject({ answer: 'soon' });
    await replaceCheckpoint(database.db, 'load-people', null);
    await updateJobs(database.db, ['load-people'], { enabled: false });
    expect(await answerOf(id)).toMatchObject({ answer: 'not-started' });
  });
});

it.each(['', 'ann', 'a@b@c', 'a@example.com,b@example.com', '0', '1.5', '-3'])('%j cannot be looked up', (of) => {
  expect(LookupQuery.safeParse({ of }).success).toBe(false);
});
