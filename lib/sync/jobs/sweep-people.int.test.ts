import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { selectPersonEvents } from '@/db/queries/person-history';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../../context';
import { connectToSimulator, testCtx } from '../../test/context';
import { clockOf, enableJobs, quiesce, runOnce, runToEnd } from '../../test/sync-driver';
import { askedRound } from '../model';
import { judgeVanished, readSync } from '../service';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const admin = { userId: 'u1', name: 'Ada Admin', email: 'ada@example.com', role: 'admin' as const };
const minute = 60_000;
const day = 24 * 60 * minute;
const wait = () => marketo.clock.advance(minute);

beforeAll(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    seed: 51,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000, scanBlock: 50_000 },
    // Nothing but ids can be asked for: no export helps the discovery.
    capabilities: { bulk: false },
  });
  marketo.world.seedPeople({ count: 900, seed: 51 });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  await runToEnd(ctx, 'load-people', wait);
  await quiesce(ctx, wait);
  await runToEnd(ctx, 'discover-people', wait);
});
beforeEach(async () => {
  await enableJobs(ctx);
  wait();
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

const stateOf = async (id: number) => (await selectPerson(database.db, id))?.state ?? null;
const callsTo = (path: string) => marketo.calls.filter((call) => call.path.endsWith(path)).length;

describe('the sweep', () => {
  it('reads the people we know and nobody else, 300 a call, and no roles', async () => {
    const before = { leads: callsTo('/leads.json'), roles: callsTo('/roles.json'), all: marketo.calls.length };
    const result = await runToEnd(ctx, 'sweep-people', wait);
    const known = marketo.world.eligible().length;
    expect(result.counts.read).toBe(known);
    expect(callsTo('/leads.json') - before.leads).toBe(Math.ceil(known / 300));
    expect(callsTo('/roles.json')).toBe(before.roles);
    expect(result.apiCalls).toBe(Math.ceil(known / 300));
  });

  it('lists a person again who lost the owner and silently got one back', async () => {
    const id = aLead();
    marketo.world.setOwner(id, null);
    await quiesce(ctx, wait);
    expect(await stateOf(id)).toBe('unowned');
    marketo.world.setOwner(id, '0055g00000XyZaBAAV', { silent: true });
    await runToEnd(ctx, 'sweep-people', wait);
    expect(await stateOf(id)).toBe('active');
    const [event] = await selectPersonEvents(database.db, id, 1);
    expect(event).toMatchObject({ kind: 'returned', source: 'sweep' });
  });

  it('gives a person who vanished without a word a day, then takes them off the list', async () => {
    const id = vanish(1)[0] as number;
    await runToEnd(ctx, 'sweep-people', wait);
    await quiesce(ctx, wait);
    expect(await stateOf(id)).toBe('active');
    marketo.clock.advance(day + minute);
    await quiesce(ctx, wait);
    expect(await stateOf(id)).toBe('missing');
  });
});

describe('when more than one in a hundred vanish in one sweep', () => {
  it('stops, takes nobody off the list, and tells an admin', async () => {
    const everything = marketo.snapshot();
    const ids = vanish(60);
    const result = await runOnce(ctx, 'sweep-people');
    expect(result).toMatchObject({ outcome: 'paused', message: expect.stringContaining('Nobody was taken off') });
    const view = await readSync(ctx);
    expect(view).toMatchObject({ phase: 'paused', vanished: { people: expect.any(Number) } });
    marketo.clock.advance(2 * day);
    await quiesce(ctx, wait);
    expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => 'active'));

    const at = marketo.clock.now();
    marketo.restore(everything);
    marketo.clock.set(at);
    await judgeVanished(ctx, { gone: false });
    await runToEnd(ctx, 'sweep-people', wait);
    await quiesce(ctx, wait);
    expect((await readSync(ctx)).vanished).toBeNull();
    expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => 'active'));
  });

  it('takes them off the list once an admin says that they are gone', async () => {
    const ids = vanish(60);
    await runOnce(ctx, 'sweep-people');
    await judgeVanished({ ...ctx, actor: admin }, { gone: true });
    const result = await runToEnd(ctx, 'sweep-people', wait);
    expect(result.counts.removed).toBe(60);
    expect(await Promise.all(ids.map(stateOf))).toEqual(ids.map(() => 'missing'));
    const [event] = await selectPersonEvents(database.db, ids[0] as number, 1);
    expect(event?.reason).toContain('Ada Admin');
  });

  it('refuses an answer nobody asked for', async () => {
    await expect(judgeVanished(ctx, { gone: true })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the discovery', () => {
  it('finds a person who gained an owner without a word, within a week', async () => {
    const id = marketo.world.createLead({ lastName: 'Quiet', sfdcLeadId: '00Q5g00000AbCdEEAV' });
    await quiesce(ctx, wait);
    marketo.world.setOwner(id, '0055g00000XyZaBAAV', { silent: true });
    await runToEnd(ctx, 'sweep-people', wait);
    await runToEnd(ctx, 'discover-people', wait);
    expect(await stateOf(id)).toBeNull();
    marketo.clock.advance(7 * day);
    await runToEnd(ctx, 'discover-people', wait);
    expect(await stateOf(id)).toBe('active');
    const [event] = await selectPersonEvents(database.db, id, 1);
    expect(event).toMatchObject({ kind: 'listed', source: 'discovery' });
  });

  it('reads no id that the sweep reads, and rests for a week', async () => {
    await replaceCheckpoint(database.db, 'discover-people', askedRound);
    const from = marketo.calls.length;
    await runToEnd(ctx, 'discover-people', wait);
    const asked = marketo.calls
      .slice(from)
      .filter((call) => call.path.endsWith('/leads.json') && call.query.fields !== 'id')
      .flatMap((call) => (call.query.filterValues ?? '').split(',').map(Number));
    const listed = new Set(marketo.world.eligible().map((person) => person.marketoId));
    expect(asked.length).toBeGreaterThan(300);
    expect(asked.filter((id) => listed.has(id))).toEqual([]);
    const { checkpoint } = await selectJob(database.db, 'discover-people');
    expect(checkpoint).toMatchObject({ asked: false, endId: null, dueAt: expect.any(String) });
    const calls = marketo.calls.length;
    await runToEnd(ctx, 'discover-people', wait);
    expect(marketo.calls.length).toBe(calls);
  });
});

/** Takes `count` listed people out of the instance without a row in any feed, as when access to them is taken away. */
function vanish(count: number): number[] {
  const ids = marketo.world
    .eligible()
    .slice(10, 10 + count)
    .map((person) => person.marketoId);
  for (const id of ids) marketo.world.deleteLead(id, { silent: true });
  return ids;
}

function aLead(): number {
  const person = marketo.world.eligible().find((one) => one.sfdcLeadId && !one.sfdcContactId);
  if (!person) throw new Error('The seeded world has no owned lead');
  return person.marketoId;
}
