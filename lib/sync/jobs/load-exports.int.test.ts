import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { selectPerson } from '@/db/queries/people';
import { selectMarketoConnection, updateLoading } from '@/db/queries/settings';
import { selectJob } from '@/db/queries/sync';
import { people } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { MarketoSimulatorOptions } from '@/simulators/marketo/options';
import { nextCentralMidnight } from '../../call-budget/model';
import type { Ctx } from '../../context';
import type { LoadMethod } from '../../settings/model';
import { connectToSimulator, testCtx } from '../../test/context';
import { listedPeople } from '../../test/listed-people';
import { seededRandom } from '../../test/random';
import { clockOf, enableJobs, quiesce, runOnce, runToEnd } from '../../test/sync-driver';
import { LoadCheckpoint } from './load-checkpoint';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
let directory: string;
const minute = 60_000;
const hour = 60 * minute;
const wait = () => marketo.clock.advance(minute);

afterEach(async () => {
  await marketo.close();
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

type World = { method: LoadMethod; count?: number; options?: MarketoSimulatorOptions };

/** An instance with people, connected, to be loaded by `method`. */
async function begin({ method, count = 1_200, options }: World): Promise<void> {
  database = await testDatabase();
  directory = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-exports-'));
  marketo = await startMarketo({
    seed: 61,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000 },
    bulk: { queuedForMs: minute, processingForMs: 2 * minute, statusEveryMs: minute },
    ...options,
  });
  if (method === 'created-windows') makePeople(240);
  else marketo.world.seedPeople({ count, seed: 61, activitiesPerPerson: 0 });
  const exports = { directory, pollMs: minute, peopleAtOnce: 250 };
  ctx = { ...testCtx({ database, clock: clockOf(marketo.clock) }), exports };
  await connectToSimulator(ctx, marketo);
  await enableJobs(ctx);
  const { capabilities } = (await selectMarketoConnection(database.db)) ?? {};
  if (!capabilities) throw new Error('the instance was not tried');
  const owned = marketo.world.eligible().map((person) => person.marketoId);
  const lists = {
    smartList: { id: 1001, name: 'S' },
    staticList: { id: marketo.world.addList('T', owned), name: 'T' },
  };
  const only = method === 'smart-list' || method === 'static-list' ? { ...capabilities, ...lists } : capabilities;
  await updateLoading(database.db, { loadMethod: method, capabilities: { ...only, smartListFilter: true } });
}

/** People made twice a day, so that the history is a few months and not years. */
function makePeople(count: number): void {
  for (let n = 0; n < count; n++) {
    const owner: Record<string, string> =
      n % 3 === 0 ? {} : { sfdcLeadId: '00Q5g00000AbCdEEAV', sfdcLeadOwnerId: '0055g00000XyZaBAAV' };
    marketo.world.createLead({ lastName: `Person ${n}\n, "quoted" 🦄`, title: null, ...owner });
    marketo.clock.advance(12 * hour);
  }
}

const calls = (end: string) => marketo.calls.filter((call) => call.path.endsWith(end));
const checkpoint = async () => LoadCheckpoint.parse((await selectJob(database.db, 'load-people')).checkpoint);
const listed = () => listedPeople(database.db);
async function equalsMarketo() {
  await quiesce(ctx, wait);
  expect(await listed()).toEqual(marketo.world.eligible());
  expect(marketo.unknownRequests).toEqual([]);
}
/** Runs until the checkpoint is as `holds` says. */
async function runUntil(holds: (at: LoadCheckpoint) => boolean): Promise<void> {
  for (let runs = 0; runs < 200; runs++) {
    if (runs > 0 && holds(await checkpoint())) return;
    const { outcome } = await runOnce(ctx, 'load-people', 8);
    if (outcome === 'done') break;
    if ((await selectJob(database.db, 'load-people')).waitUntil) wait();
  }
  throw new Error('the load never came to this');
}

it.each(['smart-list', 'static-list', 'created-windows'] as const)(
  'loads exactly the people with a sales owner by %s',
  async (method) => {
    await begin({ method });
    const result = await runToEnd(ctx, 'load-people', wait);
    expect(result.wakes).toEqual(expect.arrayContaining(['follow-people', 'read-opportunities']));
    const at = await checkpoint();
    expect(at).toMatchObject({ phase: 'done', method, tried: [] });
    expect(at.read).toBe(at.written + Object.values(at.skipped).reduce((sum, n) => sum + n, 0));
    expect(at.written).toBe(marketo.world.eligible().length);
    expect(readdirSync(directory)).toEqual([]);
    await equalsMarketo();
  },
);

it('takes at most 20 calls for a list, however long it is, and asks about an export once a minute at most', async () => {
  await begin({
    method: 'smart-list',
    count: 3_000,
    options: { bulk: { queuedForMs: 5 * minute, processingForMs: 3 * minute, statusEveryMs: minute } },
  });
  const before = marketo.calls.length;
  for (let runs = 0; (await runOnce(ctx, 'load-people')).outcome !== 'done'; runs++) {
    expect(runs).toBeLessThan(60);
    marketo.clock.advance(20_000);
  }
  expect(marketo.calls.length - before).toBeLessThanOrEqual(20);
  const looks = calls('/status.json').map((call) => call.at.getTime());
  expect(looks.length).toBeGreaterThan(2);
  for (const [i, at] of looks.entries()) if (i > 0) expect(at - (looks[i - 1] ?? 0)).toBeGreaterThanOrEqual(minute);
  await equalsMarketo();
});

it('waits in words while Marketo makes the export', async () => {
  await begin({ method: 'smart-list' });
  expect(await runOnce(ctx, 'load-people')).toMatchObject({
    outcome: 'paused',
    message: 'Marketo is making the export (now queued).',
  });
  expect((await selectJob(database.db, 'load-people')).waitUntil).not.toBeNull();
});

it('has at most two exports of windows open, and none longer than 31 days', async () => {
  await begin({ method: 'created-windows' });
  let most = 0;
  for (let runs = 0; (await runOnce(ctx, 'load-people')).outcome !== 'done'; runs++) {
    expect(runs).toBeLessThan(400);
    const made = await (await ctx.marketo('loads')).getLeadExports();
    most = Math.max(most, made.filter(({ status }) => status === 'Queued' || status === 'Processing').length);
    wait();
  }
  expect(most).toBe(2);
  const refused = marketo.calls.filter((call) => call.path.startsWith('/bulk') && call.code !== null);
  expect(refused.filter((call) => call.code !== '1035' && call.code !== '1013')).toEqual([]);
  await equalsMarketo();
});

const spoils = [
  ['checksum wrong', 'wrong-checksum'],
  ['job failed', { failWith: 'Out of memory' }],
  ['completed, but the file is not there', 'lose-file'],
] as const;

it.each(spoils)('bulk extract: %s: makes the export again, with nothing imported before', async (_, how) => {
  await begin({ method: 'smart-list' });
  marketo.bulk.spoil('next', how);
  await runUntil((at) => at.exports?.open[0]?.attempts === 2);
  expect(await database.db.$count(people)).toBe(0);
  await runToEnd(ctx, 'load-people', wait);
  expect(await checkpoint()).toMatchObject({ method: 'smart-list', tried: [] });
  expect(calls('/create.json').length - 2).toBe(2);
  await equalsMarketo();
});

it.each(spoils)('bulk extract: %s, three times: goes on another way and says why', async (_, how) => {
  await begin({ method: 'smart-list' });
  marketo.bulk.spoil('next', how);
  for (let attempts = 1; attempts < 3; attempts++) {
    await runUntil((at) => at.exports?.open[0]?.attempts === attempts && at.exports.open[0].enqueuedAt !== null);
    marketo.bulk.spoil('next', how);
  }
  await runUntil((at) => at.tried.length === 1);
  expect(await database.db.$count(people)).toBe(0);
  await runToEnd(ctx, 'load-people', wait);
  const at = await checkpoint();
  expect(at.method).toBe('static-list');
  expect(at.tried).toEqual([
    { method: 'smart-list', why: expect.stringMatching(/checksum|Out of memory|no longer has/) },
  ]);
  await equalsMarketo();
});

it('bulk extract: file expired: makes the export again', async () => {
  await begin({ method: 'smart-list' });
  await runUntil((at) => at.exports?.file?.nextByte === 0);
  marketo.clock.advance(8 * 24 * hour);
  await runToEnd(ctx, 'load-people', wait);
  expect(calls('/enqueue.json')).toHaveLength(2);
  await equalsMarketo();
});

it('bulk extract: filter unsupported: falls back to REST and says so', async () => {
  await begin({ method: 'smart-list', options: { capabilities: { smartLists: false, bulk: true } } });
  const connection = await selectMarketoConnection(database.db);
  const capabilities = connection?.capabilities;
  if (!capabilities) throw new Error('the instance was not tried');
  await updateLoading(database.db, { capabilities: { ...capabilities, staticList: null } });
  await runToEnd(ctx, 'load-people', wait);
  const at = await checkpoint();
  expect(at.method).toBe('id-ranges');
  expect(at.tried).toEqual([{ method: 'smart-list', why: expect.stringContaining('1035') }]);
  await equalsMarketo();
});

it('bulk extract: a role that may not export: falls back to REST', async () => {
  await begin({ method: 'created-windows' });
  marketo.faults.add({ match: '/create.json', times: 100, effect: { code: '603' } });
  await runToEnd(ctx, 'load-people', wait);
  expect(await checkpoint()).toMatchObject({ method: 'id-ranges', tried: [{ method: 'created-windows' }] });
  await equalsMarketo();
});

it('bulk extract: quota out midway: waits for midnight in the central United States, in words, and goes on there', async () => {
  await begin({ method: 'created-windows' });
  await runUntil((at) => (at.exports?.partsDone ?? 0) > 1);
  marketo.bulk.useQuota(500 * 1024 * 1024);
  let result = await runOnce(ctx, 'load-people');
  for (let runs = 0; result.faultKind !== 'quota'; runs++) {
    expect(runs).toBeLessThan(60);
    wait();
    result = await runOnce(ctx, 'load-people');
  }
  expect(result).toMatchObject({
    outcome: 'throttled',
    message: expect.stringMatching(/quota of bulk exports.*midnight/),
  });
  const midnight = nextCentralMidnight(marketo.clock.now());
  const { waitUntil } = await selectJob(database.db, 'load-people');
  expect(Math.abs(Number(waitUntil) - Number(midnight))).toBeLessThan(1000);
  const { partsDone } = (await checkpoint()).exports ?? {};
  expect(partsDone).toBeGreaterThan(1);
  marketo.clock.set(new Date(midnight.getTime() + minute));
  await runToEnd(ctx, 'load-people', wait);
  expect((await checkpoint()).tried).toEqual([]);
  await equalsMarketo();
});

it("bulk extract: Marketo's queue full of others' exports: waits for its turn", async () => {
  await begin({ method: 'smart-list' });
  marketo.faults.add({ match: '/enqueue.json', times: 3, effect: { code: '1029', message: 'Too many jobs in queue' } });
  expect(await runOnce(ctx, 'load-people')).toMatchObject({ outcome: 'throttled' });
  await runToEnd(ctx, 'load-people', wait);
  expect((await checkpoint()).tried).toEqual([]);
  await equalsMarketo();
});

it('never lets a file that was made earlier overwrite what the feeds brought since', async () => {
  await begin({ method: 'smart-list' });
  const [gone, changed] = marketo.world.eligible().map((person) => person.marketoId);
  if (!gone || !changed) throw new Error('The seeded world has no such people');
  await runUntil((at) => at.exports?.file?.nextByte === 0 && existsSync(directory));
  marketo.world.deleteLead(gone);
  marketo.world.updateLead(changed, { title: 'Newer' });
  wait();
  await quiesce(ctx, wait);
  await runToEnd(ctx, 'load-people', wait);
  expect(await selectPerson(database.db, gone)).toBeNull();
  expect(await selectPerson(database.db, changed)).toMatchObject({ title: 'Newer' });
  await equalsMarketo();
});

const seeds = (process.env.KILL_SEEDS ?? '1,2,3').split(',').map(Number);
it.each(seeds)(
  'is killed at any moment, loses its files, and ends with what Marketo holds (KILL_SEEDS=%i)',
  async (seed) => {
    const random = seededRandom(seed);
    await begin({ method: (['smart-list', 'static-list', 'created-windows'] as const)[seed % 3] ?? 'smart-list' });
    const steady = ctx;
    ctx = killing(ctx, random);
    for (let runs = 0; ; runs++) {
      expect(runs).toBeLessThan(2_000);
      const { outcome } = await runOnce(ctx, 'load-people').catch(() => ({ outcome: 'killed' }));
      if (outcome === 'done') break;
      if (random() < 0.1) rmSync(directory, { recursive: true, force: true });
      marketo.clock.advance(random() * minute);
    }
    ctx = steady;
    const at = await checkpoint();
    expect(at.written).toBe(marketo.world.eligible().length);
    await equalsMarketo();
  },
);

/** The same context, whose process dies now and then before or after a transaction or a call. */
function killing(inner: Ctx, random: () => number): Ctx {
  const dying = async <T>(work: () => Promise<T>): Promise<T> => {
    if (random() < 0.04) throw new Error('killed before');
    const result = await work();
    if (random() < 0.04) throw new Error('killed after');
    return result;
  };
  const db = new Proxy(inner.db, {
    get: (target, key, receiver) =>
      key === 'transaction'
        ? (work: Parameters<Ctx['db']['transaction']>[0]) => dying(() => target.transaction(work))
        : Reflect.get(target, key, receiver),
  });
  return {
    ...inner,
    db,
    marketo: async (lane) =>
      new Proxy(await inner.marketo(lane), {
        get: (target, key) => {
          const own: unknown = Reflect.get(target, key);
          const isCall = /^(get|create|enqueue|read)/.test(String(key));
          return isCall && typeof own === 'function'
            ? (...input: unknown[]) => dying(async () => own.apply(target, input))
            : own;
        },
      }),
  };
}
