/** The paging and the data part of the fault matrix, for the feeds: whatever Marketo sends, we hold what it holds. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { selectPersonEvents } from '@/db/queries/person-history';
import { selectWinner } from '@/db/queries/person-merges';
import { listedPeople } from '../../test/listed-people';
import { runOnce, runToEnd } from '../../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../../test/sync-world';

let w: SyncWorld;
const owner = '0055g00000XyZaBAAV';
const hour = 3600_000;

beforeAll(async () => {
  w = await startSyncWorld({ seed: 81, people: 400, limits: { scanBlock: 40 } });
});
beforeEach(() => {
  w.marketo.faults.clear();
  w.wait();
});
afterAll(() => w.close());

async function expectSame() {
  w.marketo.faults.clear();
  await w.settle();
  const listed = await listedPeople(w.database.db);
  expect(listed).toEqual(w.marketo.world.eligible());
}
const personOf = (id: number) => selectPerson(w.database.db, id);
const changeOf = (id: number, title: string) => w.marketo.world.updateLead(id, { title });
const create = (fields: Record<string, string | null>) =>
  w.marketo.world.createLead({ sfdcLeadId: '00Q5g00000AbCdEEAV', sfdcLeadOwnerId: owner, ...fields });

describe('Marketo paging · incremental', () => {
  it('fewer than 300 rows with moreResult: goes on', async () => {
    for (let n = 0; n < 90; n++) changeOf(w.listed('contact', n), `Short page ${n}`);
    const from = w.marketo.calls.length;
    await runToEnd(w.ctx, 'follow-people', w.wait);
    expect(w.callsTo('/leadchanges.json', from).length).toBeGreaterThanOrEqual(3);
    await expectSame();
  });

  it('an empty page with moreResult: asks again, and goes on', async () => {
    changeOf(w.listed('lead'), 'Behind an empty page');
    w.marketo.faults.add({ match: '/leadchanges', times: 1, effect: 'empty-page' });
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    await expectSame();
  });

  it('empty pages with moreResult without end: does not go round in a circle', async () => {
    changeOf(w.listed('lead'), 'Behind empty pages');
    w.marketo.faults.add({ match: '/leadchanges', times: 10_000, effect: 'empty-page' });
    const from = w.marketo.calls.length;
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    expect(w.callsTo('/leadchanges.json', from).length).toBeLessThan(5);
    await expectSame();
  });

  it('a token that comes back with its rows: takes the rows, and does not go round in a circle', async () => {
    changeOf(w.listed('lead'), 'On a page that repeats');
    w.marketo.faults.add({ match: '/leadchanges', times: 10_000, effect: 'repeat-token' });
    const from = w.marketo.calls.length;
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    expect(w.callsTo('/leadchanges.json', from).length).toBeLessThan(5);
    await runToEnd(w.ctx, 'refresh-people', w.wait);
    expect((await personOf(w.listed('lead')))?.title).toBe('On a page that repeats');
    await expectSame();
  });

  it('an expired token: begins again at a safe time, with an overlap', async () => {
    changeOf(w.listed('lead'), 'Before it expired');
    w.marketo.pageTokens.expireAll();
    changeOf(w.listed('lead', 1), 'After it expired');
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    await expectSame();
  });

  it('414: fails with a sentence, and goes on when it is over', async () => {
    changeOf(w.listed('lead'), 'Too long');
    w.marketo.faults.add({ match: '/leadchanges', times: 10_000, effect: { status: 414 } });
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('too long'),
    });
    w.wait(2 * 60_000);
    await expectSame();
  });

  it('a page without a result: counts as empty, and goes on', async () => {
    changeOf(w.listed('lead'), 'Without a result');
    w.marketo.faults.add({ match: '/deletedleads', times: 1, effect: 'no-result' });
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    await expectSame();
  });
});

describe('Marketo data · incremental', () => {
  it('merged: the loser leads to the winner', async () => {
    const [winner, loser] = [w.listed('contact'), w.listed('contact', 1)];
    w.marketo.world.mergeLeads(winner, [loser]);
    await expectSame();
    expect(await w.stateOf(loser)).toBe('merged');
    expect(await selectWinner(w.database.db, loser)).toBe(winner);
  });

  it.each([
    ['as JSON', (loser: number) => JSON.stringify([loser])],
    ['as text in quotes', (loser: number) => `"[${loser}]"`],
    ['as a bare number', (loser: number) => loser],
    ['as a list of numbers', (loser: number) => [loser]],
  ])('merged, with the losers %s', async (_, written) => {
    const [winner, loser] = [w.listed('contact'), w.listed('contact', 1)];
    w.marketo.world.deleteLead(loser, { silent: true });
    const attributes = { 'Merge IDs': written(loser) };
    w.marketo.world.addActivity({ leadId: winner, activityTypeId: 32, attributes });
    await expectSame();
    expect(await w.stateOf(loser)).toBe('merged');
    expect(await selectWinner(w.database.db, loser)).toBe(winner);
  });

  it('deleted: stays as a tombstone', async () => {
    const id = w.listed('lead');
    w.marketo.world.deleteLead(id);
    await expectSame();
    expect(await w.stateOf(id)).toBe('deleted');
  });

  it('deleted and created again: a new person, the old one a tombstone', async () => {
    const id = w.listed('lead');
    const email = String(w.marketo.world.lead(id)?.email);
    w.marketo.world.deleteLead(id);
    const again = create({ email, lastName: 'Again' });
    await expectSame();
    expect([await w.stateOf(id), await w.stateOf(again)]).toEqual(['deleted', 'active']);
  });

  it('owner removed, owner added', async () => {
    const id = w.listed('lead');
    w.marketo.world.setOwner(id, null);
    await expectSame();
    expect(await w.stateOf(id)).toBe('unowned');
    w.marketo.world.setOwner(id, owner);
    await expectSame();
    expect(await w.stateOf(id)).toBe('active');
  });

  it('lead converted to a contact: the same person', async () => {
    const id = w.listed('lead');
    w.marketo.world.convertLead(id);
    await expectSame();
    expect(await w.stateOf(id)).toBe('active');
  });

  it('e-mail changed', async () => {
    const id = w.listed('lead');
    w.marketo.world.updateLead(id, { email: 'changed@example.com' });
    await expectSame();
    expect((await personOf(id))?.email).toBe('changed@example.com');
  });

  it('two people with one e-mail stay two', async () => {
    const [one, other] = [create({ email: 'same@example.com' }), create({ email: 'same@example.com' })];
    await expectSame();
    expect([await w.stateOf(one), await w.stateOf(other)]).toEqual(['active', 'active']);
  });

  it.each([
    ['null', null],
    ['emoji', '👩🏽‍🚀 Chief 🚀'],
    ['right to left', 'מנהלת שיווק مديرة'],
    ['HTML', '<script>alert(1)</script>&amp;<b>VP</b>'],
    ['oversized', 'x'.repeat(20_000)],
    ['line breaks and separators', 'a\nb\u2028c\u0085d'],
  ])('a field with %s', async (_, title) => {
    const id = create({ lastName: 'Odd', title: 'Before' });
    w.marketo.world.updateLead(id, { title });
    await expectSame();
    expect((await personOf(id))?.title).toBe(title);
  });

  it('a row that arrives hours late', async () => {
    const id = w.listed('lead');
    w.marketo.world.setOwner(id, null, { silent: true });
    w.marketo.world.addActivity({ leadId: id, activityTypeId: 23, commitAfterMs: 5 * hour });
    await w.settle();
    expect(await w.stateOf(id)).toBe('active');
    w.wait(5 * hour);
    await expectSame();
    expect(await w.stateOf(id)).toBe('unowned');
  });

  it('tells in the history of a person which activity of Marketo it was', async () => {
    const id = w.listed('lead');
    const at = w.marketo.clock.now();
    changeOf(id, 'Named');
    await w.settle();
    const [event] = await selectPersonEvents(w.database.db, id, 1);
    expect(event).toMatchObject({ kind: 'changed', source: 'change-feed', marketoEvent: 'Change Data Value' });
    expect(Math.abs((event?.happenedAt?.getTime() ?? 0) - at.getTime())).toBeLessThan(2_000);
  });
});
