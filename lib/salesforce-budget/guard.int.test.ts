import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteSalesforceConnection } from '@/db/queries/salesforce-connections';
import { selectSalesforceOrg, selectSalesforceUsage } from '@/db/queries/salesforce-orgs';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Ctx } from '../context';
import { runRegistered } from '../sync/run-registered';
import { type ManualClock, manualClock } from '../test/clock';
import { secondProcess, testCtx } from '../test/context';
import { connectToSalesforce } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { askAgainMs, type SalesforceLane } from './model';

const startAt = '2026-11-02T10:00:00.000Z';
let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let clock: ManualClock;
let ctx: Ctx;
let id: string;
let orgs = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  // Every test has an org of its own.
  org = await startSalesforce({ startAt: new Date(startAt), seed: ++orgs });
  clock = manualClock(startAt);
  ctx = testCtx({ database, clock, salesforceUrl: org.url });
  id = await connectToSalesforce(ctx, org, await aSeller(ctx.db));
});
afterEach(async () => {
  await ctx.db.transaction((tx) => deleteSalesforceConnection(tx, id));
  await org.close();
});

const call = async (lane: SalesforceLane = 'activities', by: Ctx = ctx) =>
  (await by.salesforce(id, lane)).describe('Task');
const known = async () => selectSalesforceOrg(ctx.db, org.orgId);
const counted = async () => {
  const rows = await selectSalesforceUsage(ctx.db, new Date(0));
  return Object.fromEntries(rows.filter(({ orgId }) => orgId === org.orgId).map(({ lane, calls }) => [lane, calls]));
};
const tend = () => runRegistered(ctx, 'tend-salesforce', { trigger: 'command', deadline: new Date(8.64e15) });
const chooseShare = (percent: number) =>
  database.db.execute(`insert into salesforce_logging (owner, settings, changed_at)
    values ('team', '{"apiSharePercent": ${percent}}', now())
    on conflict (owner) do update set settings = excluded.settings`);

describe('calls', () => {
  it('of all processes are counted by lane, and the org’s usage is kept', async () => {
    const other = secondProcess(database.url, clock, org.url);
    await Promise.all([call(), call('reads'), call('activities', other.ctx), call('opt-outs', other.ctx)]);
    await other.close();
    expect(await counted()).toEqual({ activities: 2, 'opt-outs': 1, reads: 1 });
    clock.advance(6_000);
    await call();
    expect(await known()).toMatchObject({ usageUsed: 5, usageLimit: 100_000, usageAt: clock.now() });
  });

  it('that were not answered count like any other', async () => {
    org.faults.add({ match: 'describe', times: 3, effect: 'reset-before' });
    await expect(call()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await counted()).toEqual({ activities: 3 });
  });

  it('write the usage every few seconds, and at once where it decides', async () => {
    await call();
    org.usage.spend(1_000);
    await call();
    expect((await known())?.usageUsed).toBe(1);
    org.usage.spend(94_000);
    await call();
    expect((await known())?.usageUsed).toBe(95_003);
  });
});

describe('as calls become few', () => {
  it('lanes rest, the least urgent first, and opt-outs never', async () => {
    org.usage.spend(95_000);
    await call();
    await expect(call()).rejects.toMatchObject({ kind: 'quota', retryAfterMs: askAgainMs });
    await expect(call('reads')).rejects.toMatchObject({ kind: 'quota', message: expect.stringMatching(/^95 %/) });
    await call('opt-outs');
    expect(await counted()).toEqual({ activities: 1, 'opt-outs': 1 });
  });

  it('our own share is kept to, over the last 24 hours', async () => {
    org.settings.limits.dailyRequests = 100;
    await chooseShare(3);
    for (const _ of [1, 2, 3]) await call();
    await expect(call()).rejects.toMatchObject({ kind: 'quota', message: expect.stringMatching(/its 3 %/) });
    await call('opt-outs');
    await chooseShare(30);
    await call();
    await chooseShare(3);
    clock.advance(25 * 3600_000);
    org.clock.advance(25 * 3600_000);
    await call();
    await chooseShare(30);
  });

  it('a refused call pauses the org; it is asked every quarter of an hour, and goes on', async () => {
    org.usage.spend(100_000);
    await expect(call()).rejects.toMatchObject({ kind: 'quota' });
    expect(await known()).toMatchObject({ pausedReason: expect.stringMatching(/used up/) });
    const asked = () => org.calls.filter(({ path, status }) => path.endsWith('/limits') && status !== 401).length;
    const sent = org.calls.length;
    await expect(call()).rejects.toMatchObject({ kind: 'quota' });
    await expect(call('reads')).rejects.toMatchObject({ kind: 'quota' });
    expect(org.calls).toHaveLength(sent);

    await tend();
    expect(asked()).toBe(0);
    clock.advance(askAgainMs);
    await tend();
    expect(asked()).toBe(1);
    await expect(call()).rejects.toMatchObject({ kind: 'quota' });

    clock.advance(askAgainMs);
    org.clock.advance(25 * 3600_000);
    await tend();
    expect(asked()).toBe(2);
    expect(await known()).toMatchObject({ pausedUntil: null, pausedReason: null });
    await call();
  });

  it('an opt-out that Salesforce takes ends the pause, too', async () => {
    org.faults.add({ match: 'describe', effect: { code: 'REQUEST_LIMIT_EXCEEDED' } });
    await expect(call()).rejects.toMatchObject({ kind: 'quota' });
    await call('opt-outs');
    await call();
  });

  it('too many long calls at once are no reason to pause', async () => {
    const message = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
    org.faults.add({ match: 'describe', effect: { code: 'REQUEST_LIMIT_EXCEEDED', message } });
    await expect(call()).rejects.toMatchObject({ kind: 'throttled' });
    await call();
  });
});
