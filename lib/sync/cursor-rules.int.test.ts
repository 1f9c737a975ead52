/** The rules by which a position in a feed may be kept and moved; each broken rule loses somebody's change some day. */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countDirtyPeople } from '@/db/queries/dirty-people';
import { selectPerson } from '@/db/queries/people';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { marketoConnections } from '@/db/schema';
import { quiesce, runOnce, runToEnd } from '../test/sync-driver';
import { type SyncWorld, startSyncWorld, withCalls } from '../test/sync-world';
import { FollowCheckpoint } from './jobs/follow-people';

let w: SyncWorld;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noise = 1;
const changeDataValue = 13;
/** As the simulated instance numbers its fields. */
const titleFieldId = 55;

beforeAll(async () => {
  w = await startSyncWorld({ seed: 61, people: 300, limits: { scanBlock: 1_000 } });
});
beforeEach(async () => {
  w.marketo.faults.clear();
  w.wait();
  await w.settle();
});
afterAll(() => w.close());

const positions = async () => {
  const { checkpoint } = await selectJob(w.database.db, 'follow-people');
  const { positions: kept } = FollowCheckpoint.parse(checkpoint);
  if (!kept) throw new Error('No positions are kept');
  return kept;
};
const mintedSince = (from: number) =>
  w.callsTo('/pagingtoken.json', from).map((call) => new Date(call.query.sinceDatetime ?? '').getTime());
const wholeSecond = (at: Date, backMs: number) => Math.floor((at.getTime() - backMs) / 1000) * 1000;
const titleOf = async (id: number) => (await selectPerson(w.database.db, id))?.title;

describe('cursor rule 1: a position is saved together with what its page told', () => {
  it('keeps neither when one of both cannot be written', async () => {
    const before = await positions();
    w.marketo.world.updateLead(w.listed('lead'), { title: 'Told once' });
    const { db } = w.database;
    await db.execute(
      sql`create function no_room() returns trigger language plpgsql as $$ begin raise 'no room'; end $$`,
    );
    await db.execute(sql`create trigger no_room before insert on dirty_people execute function no_room()`);
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'failed' });
    expect(await positions()).toEqual(before);
    await db.execute(sql`drop function no_room cascade`);
    await runOnce(w.ctx, 'follow-people');
    expect(await countDirtyPeople(db)).toBe(1);
    await w.settle();
    expect(await titleOf(w.listed('lead'))).toBe('Told once');
  });
});

describe('cursor rule 2: in the steady state a position is kept, never minted', () => {
  it('mints none in 30 rounds with changes, and misses no row that was committed late', async () => {
    const from = w.marketo.calls.length;
    const id = w.listed('lead', 1);
    w.marketo.world.setOwner(id, null, { silent: true });
    w.marketo.world.addActivity({ leadId: id, activityTypeId: 23, commitAfterMs: 12 * minute });
    for (let round = 0; round < 30; round++) {
      w.marketo.world.updateLead(w.listed('contact'), { title: `Title ${round}` });
      w.wait();
      await quiesce(w.ctx, w.wait);
    }
    expect(mintedSince(from)).toEqual([]);
    expect(await w.stateOf(id)).toBe('unowned');
  });
});

describe('cursor rule 3: a page without rows moves the position as well', () => {
  it('reads the quiet stretch once, and begins the next round at its end', async () => {
    addNoise(2_500);
    const from = w.marketo.calls.length;
    await runToEnd(w.ctx, 'follow-people', w.wait);
    expect(w.callsTo('/leadchanges.json', from)).toHaveLength(3);
    const next = w.marketo.calls.length;
    w.wait();
    await runToEnd(w.ctx, 'follow-people', w.wait);
    expect(w.callsTo('/leadchanges.json', next)).toHaveLength(1);
  });
});

describe('cursor rule 4: a position serves one selection of fields and types', () => {
  it('begins a day before the last activity when a field is no longer read', async () => {
    w.marketo.world.updateLead(w.listed('lead'), { title: 'Before the change' });
    await w.settle();
    const { changes } = await positions();
    const [connection] = await w.database.db.select().from(marketoConnections);
    const fieldMapping = (connection?.fieldMapping ?? []).map((m) =>
      m.field === 'phone' ? { ...m, marketoName: null, source: 'missing' as const } : m,
    );
    await w.database.db.update(marketoConnections).set({ fieldMapping }).where(eq(marketoConnections.id, 'marketo'));
    const from = w.marketo.calls.length;
    await runToEnd(w.ctx, 'follow-people', w.wait);
    expect(mintedSince(from)).toEqual([wholeSecond(changes.lastActivityAt ?? changes.savedAt, day)]);
    const tokens = w.callsTo('/leadchanges.json', from).map((call) => call.query.nextPageToken);
    expect(tokens).not.toContain(changes.token);
    await w.database.db
      .update(marketoConnections)
      .set({ fieldMapping: connection?.fieldMapping ?? [] })
      .where(eq(marketoConnections.id, 'marketo'));
  });
});

describe('cursor rule 5: a position that Marketo refuses twice is replaced by an earlier one', () => {
  it.each([
    ['an hour back when it was read a moment ago', 0, hour],
    ['a day back after an outage', 3 * hour, day],
  ])('%s', async (_, awayMs, backMs) => {
    const id = w.listed('lead', 2);
    const { changes } = await positions();
    w.marketo.world.updateLead(id, { title: `After ${awayMs}` });
    w.wait(awayMs);
    w.marketo.pageTokens.expireAll();
    const from = w.marketo.calls.length;
    await w.settle();
    expect(mintedSince(from)).toHaveLength(3);
    const since = Math.min(+(changes.lastActivityAt ?? Infinity), +changes.savedAt);
    expect(mintedSince(from)).toContain(wholeSecond(new Date(since), backMs));
    expect(await titleOf(id)).toBe(`After ${awayMs}`);
  });

  it('keeps it after a single refusal', async () => {
    w.marketo.faults.add({ match: '/leadchanges', effect: 'refuse-token' });
    const from = w.marketo.calls.length;
    expect(await runToEnd(w.ctx, 'follow-people', w.wait)).toMatchObject({ outcome: 'done' });
    expect(mintedSince(from)).toEqual([]);
  });
});

describe('cursor rule 7: a reading that is older than the announced change is made again, once', () => {
  const readsOf = (id: number, from: number) =>
    w.callsTo('/leads.json', from).filter((call) => (call.query.filterValues ?? '').split(',').includes(`${id}`))
      .length;

  it('asks again after two minutes, then takes the answer', async () => {
    const id = w.listed('lead', 3);
    w.wait(5_000);
    announceChange(id);
    const from = w.marketo.calls.length;
    await quiesce(w.ctx, w.wait);
    expect(readsOf(id, from)).toBe(1);
    w.wait(3 * minute);
    await quiesce(w.ctx, w.wait);
    expect(readsOf(id, from)).toBe(2);
    w.wait(3 * minute);
    await quiesce(w.ctx, w.wait);
    expect(readsOf(id, from)).toBe(2);
  });

  it('goes by the last of several changes, not by the first', async () => {
    const id = w.listed('lead', 4);
    w.marketo.world.updateLead(id, { title: 'Shown' });
    w.wait(10_000);
    announceChange(id);
    const from = w.marketo.calls.length;
    await w.settle();
    expect(readsOf(id, from)).toBe(2);
  });

  it('looks again for a change that is told while the second reading waits', async () => {
    const id = w.listed('lead', 5);
    w.wait(5_000);
    announceChange(id);
    const from = w.marketo.calls.length;
    await quiesce(w.ctx, w.wait);
    w.wait(20_000);
    announceChange(id);
    await quiesce(w.ctx, w.wait);
    w.wait(3 * minute);
    await quiesce(w.ctx, w.wait);
    expect(readsOf(id, from)).toBe(3);
  });
});

describe('cursor rule 8: where the feeds have forgotten, everybody is read again', () => {
  it('does nothing of the kind after eleven days', async () => {
    w.wait(11 * day);
    expect((await runOnce(w.ctx, 'follow-people')).wakes).not.toContain('sweep-people');
  });

  it('sweeps and discovers by itself after thirteen', async () => {
    const found = w.marketo.world.createLead({ lastName: 'Arrived', sfdcLeadId: '00Q5g00000AbCdEEAV' });
    await w.settle();
    w.marketo.world.setOwner(found, '0055g00000XyZaBAAV', { silent: true });
    w.wait(13 * day);
    const { wakes } = await runOnce(w.ctx, 'follow-people');
    expect(wakes).toEqual(expect.arrayContaining(['sweep-people', 'discover-people']));
    await runToEnd(w.ctx, 'sweep-people', w.wait);
    await runToEnd(w.ctx, 'discover-people', w.wait);
    expect(await w.stateOf(found)).toBe('active');
  });
});

describe('cursor rule 9: a round has an end, and the next goes on where it ended', () => {
  it('yields after 200 pages', async () => {
    addNoise(8_000);
    const { checkpoint } = await selectJob(w.database.db, 'follow-people');
    const now = w.ctx.clock.now();
    const underWay = { ...FollowCheckpoint.parse(checkpoint), pages: 195, startedAt: now, steppedAt: now };
    await replaceCheckpoint(w.database.db, 'follow-people', underWay);
    const from = w.marketo.calls.length;
    const first = await runOnce(w.ctx, 'follow-people');
    expect(first).toMatchObject({ outcome: 'paused', message: expect.stringContaining('next round goes on') });
    expect(w.callsTo('/leadchanges.json', from)).toHaveLength(5);
    w.wait();
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    expect(w.callsTo('/leadchanges.json', from)).toHaveLength(8);
    expect(mintedSince(from)).toEqual([]);
  });

  it('yields after five minutes of slow answers', async () => {
    addNoise(20_000);
    const slow = withCalls(w.ctx, (call) => {
      if (call === 'getLeadChanges') w.wait(50_000);
    });
    const from = w.marketo.calls.length;
    expect(await runOnce(slow, 'follow-people')).toMatchObject({ outcome: 'paused' });
    expect(w.callsTo('/leadchanges.json', from).length).toBeLessThan(10);
    w.wait();
    expect(await runOnce(w.ctx, 'follow-people')).toMatchObject({ outcome: 'done' });
    expect(w.callsTo('/leadchanges.json', from)).toHaveLength(20);
  });
});

describe('cursor rule 10: one writer moves a position', () => {
  it('lets a run that was overtaken write nothing', async () => {
    w.marketo.world.updateLead(w.listed('lead', 6), { title: 'Overtaken' });
    let overtaken = false;
    const slow = withCalls(w.ctx, async (call) => {
      if (call !== 'getLeadChanges' || overtaken) return;
      overtaken = true;
      await runOnce(w.ctx, 'follow-people');
    });
    expect(await runOnce(slow, 'follow-people')).toMatchObject({ outcome: 'failed', faultKind: 'lost-lease' });
    const [dirty] = await w.database.db.execute(sql`select mark from dirty_people`);
    expect(dirty).toEqual({ mark: 1 });
  });
});

/** Rows that no feed of ours shows. */
function addNoise(rows: number) {
  const leadId = w.listed('lead');
  for (let n = 0; n < rows; n++) w.marketo.world.addActivity({ leadId, activityTypeId: noise });
}

/** Marketo tells of a change before it shows it. */
function announceChange(leadId: number) {
  w.marketo.world.addActivity({
    leadId,
    activityTypeId: changeDataValue,
    primaryAttributeValueId: titleFieldId,
    primaryAttributeValue: 'Job Title',
    attributes: { 'New Value': 'Announced' },
  });
}
