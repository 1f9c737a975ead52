import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { selectMarketoConnection, updateLoading } from '@/db/queries/settings';
import { callBudgets, callLeases } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { MarketoSimulatorOptions } from '@/simulators/marketo/options';
import type { Ctx } from '../context';
import { connectToSimulator, testCtx } from '../test/context';
import { clockOf } from '../test/sync-driver';
import { rediscoverMarketo } from './connect';
import { checkMarketoLoading, readMarketoLoading, saveMarketoLoading } from './loading';
import { defaultLists } from './model';
import { saveMarketoSettings } from './service';

const startAt = new Date('2026-11-23T12:00:00Z');
const ownedName = 'Sales Owner Email is not empty';
const wish = { choice: 'auto', listName: ownedName, smartListId: null, staticListId: null } as const;

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of [callLeases, callBudgets]) await database.db.delete(table);
});
afterEach(() => marketo.close());

describe('connecting finds out what the instance can do', () => {
  test('without running an export', async () => {
    await connect();
    expect(await readMarketoLoading(ctx)).toMatchObject({
      method: 'id-ranges',
      listName: 'Sales Actions People',
      capabilities: {
        bulkExtract: true,
        smartListFilter: true,
        updatedAtFilter: true,
        smartList: null,
        staticList: null,
        notes: [],
      },
    });
    expect(marketo.calls.filter((call) => call.path.endsWith('enqueue.json'))).toEqual([]);
    const exports = await (await ctx.marketo('feeds')).getLeadExports();
    expect(exports.map((made) => made.status)).toEqual(exports.map(() => 'Cancelled'));
    expect(marketo.unknownRequests).toEqual([]);
  });

  test('and a static list of the usual name', async () => {
    const id = await connect({}, (world) => world.addList(defaultLists.name, []));
    expect(await readMarketoLoading(ctx)).toMatchObject({
      method: 'static-list',
      capabilities: { staticList: { id, name: defaultLists.name } },
    });
  });

  test.each([
    [{ capabilities: { smartLists: false } }, { bulkExtract: true, smartListFilter: false, updatedAtFilter: true }],
    [
      { capabilities: { updatedAtFilter: false } },
      { bulkExtract: true, smartListFilter: true, updatedAtFilter: false },
    ],
    [{ capabilities: { smartLists: false, updatedAtFilter: false } }, { bulkExtract: true, smartListFilter: false }],
    [{ capabilities: { bulk: false } }, { bulkExtract: false, smartListFilter: false, updatedAtFilter: false }],
  ])('%j', async (options, capabilities) => {
    await connect(options);
    expect((await readMarketoLoading(ctx)).capabilities).toMatchObject(capabilities);
  });

  test('a role that may not read assets still connects, and the page says why', async () => {
    await connect({ denied: ['readAsset'] });
    const { capabilities } = await readMarketoLoading(ctx);
    expect(capabilities?.notes).toEqual([expect.stringContaining('smart list could not be looked for')]);
    expect(capabilities?.bulkExtract).toBe(true);
  });

  test('a Marketo that fails at every try still connects', async () => {
    await connect({}, () => marketo.faults.add({ match: '/bulk/', times: 50, effect: { code: '611' } }));
    expect((await readMarketoLoading(ctx)).capabilities).toMatchObject({
      bulkExtract: false,
      notes: [expect.stringContaining('could not be tried')],
    });
  });
});

describe('an admin', () => {
  test('names the list, and it is looked for at once', async () => {
    await connect();
    expect(await saveMarketoLoading(ctx, wish)).toMatchObject({
      method: 'smart-list',
      why: expect.stringContaining(ownedName),
      capabilities: { smartList: { id: 1001, name: ownedName } },
    });
  });

  test('chooses a list by its ID, which goes before the name; one that does not exist is said', async () => {
    await connect();
    const chosen = { ...wish, listName: 'No such list', smartListId: 1001, staticListId: 4711 };
    expect(await saveMarketoLoading(ctx, chosen)).toMatchObject({
      smartListId: 1001,
      capabilities: {
        smartList: { name: ownedName },
        staticList: null,
        notes: ['Marketo has no static list with the ID 4711.'],
      },
    });
  });

  test('chooses the way; the same lists are not looked for again', async () => {
    await connect();
    await saveMarketoLoading(ctx, wish);
    const before = marketo.calls.length;
    expect(await saveMarketoLoading(ctx, { ...wish, choice: 'created-windows' })).toMatchObject({
      choice: 'created-windows',
      method: 'created-windows',
      why: 'An admin chose it.',
    });
    expect(marketo.calls).toHaveLength(before);
  });

  test('checks again, and what Marketo cannot say at the moment stays known', async () => {
    await connect();
    await saveMarketoLoading(ctx, wish);
    marketo.clock.advance(60_000);
    marketo.faults.add({ match: '/bulk/', times: 50, effect: { code: '713' } });
    marketo.faults.add({ match: '/asset/', times: 50, effect: { code: '713' } });
    const checked = await checkMarketoLoading(ctx);
    expect(checked.capabilities).toMatchObject({
      bulkExtract: true,
      smartListFilter: true,
      smartList: { id: 1001 },
      notes: [expect.stringContaining('looked for'), expect.stringContaining('could not be tried')],
    });
    expect(new Date(checked.capabilities?.checkedAt ?? 0) > startAt).toBe(true);
  });

  test('keeps the lists when the connection is saved again', async () => {
    await connect();
    await saveMarketoLoading(ctx, { ...wish, smartListId: 1001 });
    const { url: baseUrl, clientId, clientSecret } = marketo;
    await saveMarketoSettings(ctx, { baseUrl, clientId, clientSecret });
    expect(await readMarketoLoading(ctx)).toMatchObject({ smartListId: 1001, method: 'smart-list' });
  });

  test('loses only the IDs of lists to another instance', async () => {
    await connect();
    await saveMarketoLoading(ctx, { ...wish, smartListId: 1001 });
    const other = await startMarketo({ startAt });
    const { url: baseUrl, clientId, clientSecret } = other;
    await saveMarketoSettings(ctx, { baseUrl, clientId, clientSecret });
    await other.close();
    expect(await readMarketoLoading(ctx)).toMatchObject({ smartListId: null, listName: ownedName });
  });
});

test('the daily look finds a list that was made since', async () => {
  await connect();
  const id = marketo.world.addList(defaultLists.name, []);
  await rediscoverMarketo(ctx);
  expect((await readMarketoLoading(ctx)).capabilities?.staticList).toBeNull();
  marketo.clock.advance(25 * 3600_000);
  await rediscoverMarketo(ctx);
  expect((await selectMarketoConnection(ctx.db))?.capabilities?.staticList).toEqual({ id, name: defaultLists.name });
});

test.each([
  ['one refusal is taken for a mistake', 1, true],
  ['three refusals in a row are believed', 3, false],
])('whether opportunities may be read is asked daily: %s', async (_, times, expected) => {
  await connect();
  marketo.clock.advance(25 * 3600_000);
  marketo.faults.add({ match: '/opportunities/roles.json', times, effect: { code: '1006' } });
  await rediscoverMarketo(ctx);
  expect((await selectMarketoConnection(ctx.db))?.readsOpportunities).toBe(expected);
});

test('the daily look does not believe that there are no activity types', async () => {
  await connect();
  const before = (await selectMarketoConnection(ctx.db))?.activityTypes;
  marketo.clock.advance(25 * 3600_000);
  marketo.faults.add({ match: '/activities/types.json', effect: 'empty-page' });
  await expect(rediscoverMarketo(ctx)).rejects.toThrow('activity types');
  expect((await selectMarketoConnection(ctx.db))?.activityTypes).toEqual(before);
});

async function connect<T>(
  options: MarketoSimulatorOptions = {},
  prepare?: (world: MarketoSimulator['world']) => T,
): Promise<T | undefined> {
  marketo = await startMarketo({ startAt, ...options });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
  const prepared = prepare?.(marketo.world);
  await connectToSimulator(ctx, marketo);
  await updateLoading(ctx.db, { loadMethod: 'auto', loadLists: defaultLists });
  return prepared;
}
