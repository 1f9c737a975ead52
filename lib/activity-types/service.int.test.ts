import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { selectMarketoConnection } from '@/db/queries/settings';
import { replaceCheckpoint } from '@/db/queries/sync';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../context';
import type { MarketoClient } from '../marketo/client';
import { connectToSimulator, testCtx } from '../test/context';
import { clockOf, runOnce, runToEnd } from '../test/sync-driver';
import type { ActivityTypesView } from './contract';
import { type TypeLayout, wantedTypes } from './model';
import { checkActivityTypes, makeActivityTypes, readActivityTypes } from './service';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
let empty: string;

const job = 'make-activity-types';
const types = '/rest/v1/activities/external/type';

beforeAll(async () => {
  database = await testDatabase();
  const limits = { callsPer20s: 1e6, concurrent: 50, dailyQuota: 1e7 };
  marketo = await startMarketo({ startAt: new Date('2026-03-02T09:00:00Z'), limits });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  await connectToSimulator(ctx, marketo);
  empty = marketo.snapshot();
});
beforeEach(async () => {
  marketo.restore(empty);
  marketo.faults.clear();
  marketo.deny([]);
  marketo.calls.length = 0;
  await replaceCheckpoint(database.db, job, null);
  await checkActivityTypes(ctx);
});
afterAll(async () => {
  await marketo.close();
  await database.close();
});

const passTime = () => marketo.clock.advance(60_000);
const writes = () => marketo.calls.filter(({ method }) => method === 'POST').map(({ path }) => path);
const statesOf = ({ layout, layouts }: ActivityTypesView) =>
  layouts.find((one) => one.layout === layout)?.types.map(({ state }) => state);
const allReady = (layout: TypeLayout) => wantedTypes[layout].map(() => 'ready');

async function make(layout: TypeLayout): Promise<ActivityTypesView> {
  await makeActivityTypes(ctx, { layout });
  await runToEnd(ctx, job, passTime);
  return readActivityTypes(ctx);
}

it('takes an order that the queue cannot be told of: the schedule will', async () => {
  const deaf = { ...ctx.queue, send: () => Promise.reject(new Error('connection refused')) };
  const ordered = await makeActivityTypes({ ...ctx, queue: deaf }, { layout: 'eight' });
  expect(ordered.making).toMatchObject({ underWay: true });
  await runToEnd(ctx, job, passTime);
  expect(statesOf(await readActivityTypes(ctx))).toEqual(allReady('eight'));
});

function addOthers(count: number) {
  for (let n = 1; n <= count; n += 1) {
    marketo.customTypes.create(`other${n}`, {
      name: `Other ${n}`,
      description: '',
      triggerName: `Does other ${n}`,
      filterName: `Did other ${n}`,
      primaryAttribute: { apiName: 'subject', name: 'Subject', dataType: 'string' },
      attributes: [],
    });
  }
}

/** What is in the instance as an admin of Marketo sees it. */
function instance() {
  const { filters, triggers } = marketo.customTypes.rules();
  const list = marketo.customTypes
    .list()
    .map(({ apiName, approved, draft, deleted }) => ({ apiName, approved, draft, deleted }));
  return { list, filters, triggers };
}

describe('making the types', () => {
  it('gives every kind a filter and a trigger, with every attribute as a constraint', async () => {
    expect(statesOf(await readActivityTypes(ctx))).toEqual(wantedTypes.eight.map(() => 'missing'));
    const view = await make('eight');
    expect(view).toMatchObject({ layout: 'eight', freeSlots: 2, obstacle: null });
    expect(view.making).toEqual({ underWay: false, ready: 8, of: 8, message: null });
    expect(statesOf(view)).toEqual(allReady('eight'));
    const { filters, triggers } = instance();
    const constraint = ({ name, dataType }: { name: string; dataType: string }) => ({ name, dataType });
    for (const wanted of wantedTypes.eight) {
      const rule = {
        activityTypeId: expect.any(Number),
        defaultConstraint: constraint(wanted.primaryAttribute),
        constraints: wanted.attributes.map(constraint),
      };
      expect(filters).toContainEqual({ name: wanted.filterName, ...rule });
      expect(triggers).toContainEqual({ name: wanted.triggerName, ...rule });
    }
  });

  it('a second time changes nothing', async () => {
    await make('eight');
    const before = instance();
    marketo.calls.length = 0;
    await make('eight');
    expect(writes()).toEqual([]);
    expect(instance()).toEqual(before);
  });

  it('takes three types where only three fit, and says so before', async () => {
    addOthers(7);
    const before = await checkActivityTypes(ctx);
    expect(before).toMatchObject({ layout: 'compact', freeSlots: 3, obstacle: null, why: /need 8.*has 3/ });
    expect(writes()).toEqual([]);
    await expect(makeActivityTypes(ctx, { layout: 'eight' })).rejects.toMatchObject({ code: 'conflict' });
    const after = await make('compact');
    expect(statesOf(after)).toEqual(allReady('compact'));
    expect(after.freeSlots).toBe(0);
    expect(instance().list.filter(({ apiName }) => apiName.startsWith('other'))).toHaveLength(7);
  });

  it('is refused in words where not even three fit', async () => {
    addOthers(8);
    const view = await checkActivityTypes(ctx);
    expect(view.obstacle).toMatch(/room for 2, and 3 are missing/);
    await expect(makeActivityTypes(ctx, { layout: 'compact' })).rejects.toMatchObject({ message: view.obstacle });
  });

  it('makes nothing that was not told, when somebody else took the room meanwhile', async () => {
    await makeActivityTypes(ctx, { layout: 'eight' });
    addOthers(5);
    await runToEnd(ctx, job, passTime);
    expect(writes()).toEqual([]);
    const view = await readActivityTypes(ctx);
    expect(view).toMatchObject({ layout: 'compact', freeSlots: 5 });
    expect(view.making).toMatchObject({ underWay: false, message: /another number of types/ });
    await make('compact');
    expect((await readActivityTypes(ctx)).making).toMatchObject({ ready: 3, message: null });
  });

  it('approves drafts and adds what a type lacks, and deletes nothing', async () => {
    await make('eight');
    const [send, open] = marketo.customTypes.list();
    if (!send || !open) throw new Error('The types are not there');
    marketo.customTypes.change(send, (draft) => ({ ...draft, attributes: draft.attributes.slice(0, 4) }));
    marketo.customTypes.approve(send);
    marketo.customTypes.change(open, (draft) => ({
      ...draft,
      attributes: [...draft.attributes, { apiName: 'own', name: 'Of somebody else', dataType: 'string' }],
    }));
    const view = await checkActivityTypes(ctx);
    expect(statesOf(view)?.slice(0, 3)).toEqual(['lacking', 'changed', 'ready']);
    expect(view.layouts[0]?.types[0]?.missingAttributes).toContain('Sales Template URL');
    expect(statesOf(await make('eight'))).toEqual(allReady('eight'));
    expect(open.approved?.attributes.at(-1)).toMatchObject({ apiName: 'own' });
    expect(writes().filter((path) => /delete|discard/.test(path))).toEqual([]);
  });

  it('waits while Marketo does not show what it has approved', async () => {
    await make('eight');
    const late = withoutCustomTypes(ctx);
    await checkActivityTypes(late);
    expect(statesOf(await readActivityTypes(ctx))?.[0]).toBe('unseen');
    await makeActivityTypes(ctx, { layout: 'eight' });
    expect(await runOnce(late, job)).toMatchObject({ outcome: 'paused', message: /does not show/ });
    expect((await readActivityTypes(ctx)).making).toMatchObject({ underWay: true, message: /does not show/ });
    passTime();
    expect(await runOnce(ctx, job)).toMatchObject({ outcome: 'done' });
  });

  it('tells which other type has taken a name', async () => {
    const [send] = wantedTypes.eight;
    marketo.customTypes.create('somebodyElses', { ...send!, attributes: [], name: 'Not ours' });
    await checkActivityTypes(ctx);
    const view = await make('eight');
    expect(view.making).toMatchObject({ underWay: false, message: /“Sales Actions Send Sales Email”.*trigger name/ });
  });
});

describe('without the right to make types', () => {
  it('says it after the first refusal, and only verifies what an admin of Marketo makes by hand', async () => {
    marketo.deny(['writeActivityMetadata']);
    const refused = await make('eight');
    expect(refused.making).toMatchObject({ underWay: false, message: /denied access.*603/ });
    expect(refused).toMatchObject({ mayMake: false, obstacle: /Read-Write Activity Metadata/ });
    await expect(makeActivityTypes(ctx, { layout: 'eight' })).rejects.toMatchObject({ code: 'conflict' });
    byHand(refused);
    marketo.calls.length = 0;
    const view = await checkActivityTypes(ctx);
    expect(statesOf(view)).toEqual(allReady('eight'));
    expect(view.obstacle).toBeNull();
    expect(writes()).toEqual([]);
  });

  it('sees what is approved even where the list of custom types is closed to it', async () => {
    marketo.deny(['readActivityMetadata', 'writeActivityMetadata']);
    const closed = await checkActivityTypes(ctx);
    expect(closed).toMatchObject({ freeSlots: null, layout: 'eight', obstacle: /by hand/ });
    byHand(closed);
    expect(statesOf(await checkActivityTypes(ctx))).toEqual(allReady('eight'));
  });
});

describe('a making that breaks off', () => {
  // A look of two calls before each of the three types, and three writes for each of them.
  const calls = 3 * 5 + 2;
  it('at any call, by an answer that got lost, comes to the same end', async () => {
    const whole = await madeWhole();
    for (let nth = 1; nth <= calls; nth += 1) {
      await startOver();
      marketo.faults.clear();
      marketo.faults.add({ match: '/rest/v1/activities', nth, times: 1, effect: 'reset-after' });
      await make('compact');
      expect(instance(), `broken off at call ${nth}`).toEqual(whole);
    }
  });

  it('at any call, by the end of the process, is gone on with by the next', async () => {
    const whole = await madeWhole();
    for (let nth = 1; nth <= calls; nth += 1) {
      await startOver();
      await makeActivityTypes(ctx, { layout: 'compact' });
      await runOnce(dyingAfter(ctx, nth), job);
      await runToEnd(ctx, job, passTime);
      expect(instance(), `killed after call ${nth}`).toEqual(whole);
    }
  });

  async function startOver() {
    marketo.restore(empty);
    addOthers(7);
    await checkActivityTypes(ctx);
  }

  async function madeWhole() {
    await startOver();
    await make('compact');
    return instance();
  }

  it('is told while Marketo is away, and goes on by itself', async () => {
    marketo.faults.add({ match: types, method: 'POST', times: 100, effect: 'html-502' });
    await makeActivityTypes(ctx, { layout: 'eight' });
    expect(await runOnce(ctx, job)).toMatchObject({ outcome: 'failed', faultKind: 'unknown' });
    expect((await readActivityTypes(ctx)).making).toMatchObject({ underWay: true, message: /error page/ });
    await expect(makeActivityTypes(ctx, { layout: 'eight' })).rejects.toMatchObject({ message: /already/ });
    marketo.faults.clear();
    passTime();
    await runToEnd(ctx, job, passTime);
    expect(statesOf(await readActivityTypes(ctx))).toEqual(allReady('eight'));
  });
});

it('asks nothing of Marketo, and makes nothing, without a connection', async () => {
  const other = await testDatabase();
  const lonely = testCtx({ database: other });
  expect(await readActivityTypes(lonely)).toMatchObject({ connected: false, asOf: null });
  await expect(checkActivityTypes(lonely)).rejects.toMatchObject({ code: 'not_configured' });
  await expect(makeActivityTypes(lonely, { layout: 'eight' })).rejects.toMatchObject({ code: 'not_configured' });
  await other.close();
});

it('is looked at with the connection, and again with what else an instance offers', async () => {
  expect((await selectMarketoConnection(database.db))?.salesActivityTypes).toMatchObject({ layout: 'eight' });
});

/** Follows the instructions, as an admin of Marketo would. */
function byHand({ layouts, layout }: ActivityTypesView) {
  for (const wanted of layouts.find((one) => one.layout === layout)?.types ?? []) {
    const { name, description, triggerName, filterName, primaryAttribute, attributes } = wanted;
    const text = { name, description, triggerName, filterName, primaryAttribute, attributes };
    marketo.customTypes.approve(marketo.customTypes.create(wanted.apiName, text));
  }
}

/** `ctx` whose process ends after so many calls of the job: whatever it does then comes to nothing. */
function dyingAfter(given: Ctx, calls: number): Ctx {
  let left = calls;
  return withClient(given, async (call) => {
    if (left === 0) throw new Error('The process is dead');
    left -= 1;
    return call();
  });
}

function withoutCustomTypes(given: Ctx): Ctx {
  return withClient(given, async (call, name) => {
    const answer = await call();
    if (name !== 'getActivityTypes') return answer;
    return (answer as { apiName?: string }[]).filter(({ apiName }) => apiName === undefined);
  });
}

function withClient(
  given: Ctx,
  around: (call: () => Promise<unknown>, name: keyof MarketoClient) => Promise<unknown>,
): Ctx {
  const wrapped = (client: MarketoClient): MarketoClient =>
    new Proxy(client, {
      get(target, name: keyof MarketoClient) {
        const member = target[name];
        if (!/^(get|create|approve)/.test(name)) return member;
        return (...args: unknown[]) =>
          around(() => Reflect.apply(member as (...given: unknown[]) => Promise<unknown>, target, args), name);
      },
    });
  return { ...given, marketo: async (lane, feature) => wrapped(await given.marketo(lane, feature)) };
}
