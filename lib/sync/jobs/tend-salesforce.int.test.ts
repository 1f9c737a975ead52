import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { insertSalesforceLogin } from '@/db/queries/salesforce-apps';
import { deleteSalesforceConnection, selectSalesforceConnection } from '@/db/queries/salesforce-connections';
import { insertSalesforceCall, selectSalesforceOrg, selectSalesforceUsage } from '@/db/queries/salesforce-orgs';
import { users } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Actor } from '../../auth/model';
import type { Ctx } from '../../context';
import { type ManualClock, manualClock } from '../../test/clock';
import { testCtx } from '../../test/context';
import { connectToSalesforce } from '../../test/salesforce';
import { aSeller } from '../../test/sellers';
import { runRegistered } from '../run-registered';

const startAt = '2026-11-02T10:00:00.000Z';
const dayMs = 24 * 3600_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let clock: ManualClock;
let ctx: Ctx;
let seller: Actor;
let ids: string[];
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
  seller = await aSeller(ctx.db);
  ids = [await connectToSalesforce(ctx, org, seller)];
});
afterEach(async () => {
  for (const id of ids) await ctx.db.transaction((tx) => deleteSalesforceConnection(tx, id));
  await org.close();
});

const tend = (as = ctx) => runRegistered(as, 'tend-salesforce', { trigger: 'command', deadline: new Date(8.64e15) });
const later = (ms: number) => {
  clock.advance(ms);
  org.clock.advance(ms);
};
const connection = async (id = ids[0] ?? '') => selectSalesforceConnection(ctx.db, id);
const refreshes = () => org.calls.filter(({ path }) => path.endsWith('/oauth2/token')).length;

describe('what the org offers', () => {
  it('is read at once, then daily, and costs six calls', async () => {
    expect(await tend()).toMatchObject({ outcome: 'done', apiCalls: 6 });
    expect((await selectSalesforceOrg(ctx.db, org.orgId))?.capabilities).toMatchObject({ keyMode: 'external-id' });
    later(dayMs - 1_000);
    expect(await tend()).toMatchObject({ apiCalls: 0 });
    org.world.removeField('Task', 'SalesActions_Key__c');
    later(1_000);
    await tend();
    expect((await selectSalesforceOrg(ctx.db, org.orgId))?.capabilities).toMatchObject({
      keyMode: 'marker',
      keyField: null,
      keyFields: [],
    });
  });

  it('is told by the integration user where there is one', async () => {
    const [, grace] = org.settings.users;
    const made = { userId: seller.userId, sfUserId: grace?.id, purpose: 'integration' as const };
    ids.push(await connectToSalesforce(ctx, org, made));
    await tend();
    const describes = org.calls.filter(({ path }) => path.endsWith('/describe'));
    expect(new Set(describes.map(({ userId }) => userId))).toEqual(new Set([grace?.id]));
  });
});

describe('connections that nobody uses', () => {
  it('are renewed every two weeks, so that Salesforce does not end them', async () => {
    for (let days = 0; days < 60; days += 3) {
      await tend();
      later(3 * dayMs);
    }
    expect(await connection()).toMatchObject({ state: 'active' });
    const client = await ctx.salesforce(ids[0] ?? '', 'activities');
    expect(await client.limits()).toMatchObject({ limit: 100_000 });
  });

  it('are renewed although their sessions never ended', async () => {
    org.settings.oauth.sessionMs = 365 * dayMs;
    await tend();
    expect(refreshes()).toBe(0);
    later(14 * dayMs + 1);
    await tend();
    expect(refreshes()).toBe(1);
    later(dayMs);
    await tend();
    expect(refreshes()).toBe(1);
  });

  it('of sellers who were deactivated are left alone, and speak for no org', async () => {
    await ctx.db.update(users).set({ active: false }).where(eq(users.id, seller.userId));
    later(14 * dayMs + 1);
    expect(await tend()).toMatchObject({ outcome: 'done', apiCalls: 0 });
    expect(refreshes()).toBe(0);
    expect((await selectSalesforceOrg(ctx.db, org.orgId))?.describedAt).toBeNull();
    await expect(ctx.salesforce(ids[0] ?? '', 'reads')).rejects.toThrow('its user was deactivated here');
  });

  it('that fail in an unforeseen way keep no other from being looked after', async () => {
    const second = await aSeller(ctx.db);
    ids.push(await connectToSalesforce(ctx, org, { ...second, sfUserId: org.settings.users[1]?.id }));
    later(14 * dayMs + 1);
    const salesforce: Ctx['salesforce'] = (id, lane) =>
      id === ids[0] ? Promise.reject(new TypeError('unforeseen')) : ctx.salesforce(id, lane);
    const { outcome, counts } = await tend({ ...ctx, salesforce });
    expect(outcome).toBe('done');
    expect(Object.keys(counts.skipped)).toEqual(['Something of ours went wrong; the log says what.']);
    expect(await connection(ids[1])).toMatchObject({ tokenVersion: 2 });
  });

  it('that are over are said to be, and keep no other from being looked after', async () => {
    const second = await aSeller(ctx.db);
    ids.push(await connectToSalesforce(ctx, org, { ...second, sfUserId: org.settings.users[1]?.id }));
    org.tokens.revokeAll(org.settings.users[0]?.id);
    later(14 * dayMs + 1);
    const { outcome, counts } = await tend();
    expect(outcome).toBe('done');
    expect(Object.keys(counts.skipped)).toEqual([expect.stringMatching(/^The consent in Salesforce is over/)]);
    expect(await connection(ids[0])).toMatchObject({ state: 'needs-reauth' });
    expect(await connection(ids[1])).toMatchObject({ state: 'active', tokenVersion: 2 });
    expect((await tend()).counts.skipped).toEqual({});
  });
});

it('forgets logins that nobody came back from, and counts that no rule asks for', async () => {
  const now = clock.now();
  const login = {
    userId: seller.userId,
    purpose: 'seller',
    loginUrl: org.url,
    codeVerifier: 'x',
    createdAt: now,
  } as const;
  await ctx.db.transaction((tx) => insertSalesforceLogin(tx, { ...login, stateHash: 'old', expiresAt: now }));
  const hour = new Date(now.getTime() - 9 * dayMs);
  await insertSalesforceCall(ctx.db, { orgId: 'another', hour, lane: 'reads' });
  await tend();
  expect(await ctx.db.query.salesforceLogins.findMany()).toEqual([]);
  const usage = await selectSalesforceUsage(ctx.db, new Date(0));
  expect(usage.filter(({ orgId }) => orgId === 'another')).toEqual([]);
});
