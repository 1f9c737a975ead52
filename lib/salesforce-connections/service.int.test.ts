import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { upsertPeople } from '@/db/queries/people-sync';
import { selectSalesforceConnection } from '@/db/queries/salesforce-connections';
import { users } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { recordSalesActivity } from '../sales-activities/record';
import { switchDeliveries } from '../sales-activities/switches';
import { findOwners } from '../salesforce/find-owners';
import { aReading } from '../test/builders';
import { type ManualClock, manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { connectToSalesforce } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { ensureFirstSalesforceApp, readSalesforceApp, saveSalesforceApp } from './app';
import { chooseKeyField, describeOrgAgain } from './describe-org';
import { startLogin } from './login';
import { listConnections, readMyConnection, resumeConnection } from './service';
import { testConnection } from './test-connection';

const startAt = '2026-11-02T10:00:00.000Z';

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let clock: ManualClock;
let ctx: Ctx;
let seller: Actor;
let admin: Ctx;

beforeEach(async () => {
  database = await testDatabase();
  org = await startSalesforce({ startAt: new Date(startAt) });
  clock = manualClock(startAt);
  const parts = testCtx({ database, clock, salesforceUrl: org.url });
  seller = await aSeller(parts.db);
  ctx = { ...parts, actor: seller };
  admin = { ...parts, actor: await aSeller(parts.db, { role: 'admin' }) };
});
afterEach(async () => {
  await org.close();
  await database.close();
});

const connect = (more: Partial<Parameters<typeof connectToSalesforce>[2]> = {}) =>
  connectToSalesforce(ctx, org, { userId: seller.userId, ...more });

/** Puts calls of somebody in the line to Salesforce. */
async function queueFor({ userId }: Actor, count: number) {
  const at = clock.now();
  await upsertPeople(database.db, [aReading({ marketoId: 1, readAt: at })]);
  await switchDeliveries(admin, { switches: [{ destination: 'salesforce', kind: 'call', on: true }] });
  for (let n = 0; n < count; n++) {
    const call = { kind: 'call', payload: { madeBy: 'rep@example.com', status: 'completed' } } as const;
    const told = { person: { marketoId: 1 }, userId, occurredAt: at, recordedAt: at, reporter: 'calls' };
    await database.db.transaction((tx) =>
      recordSalesActivity(tx, { ...call, ...told, idempotencyKey: `${userId} ${n}` }),
    );
  }
}

describe('how somebody stands', () => {
  it('before anything is set up, and once it is', async () => {
    expect(await readMyConnection(ctx)).toEqual({
      ready: false,
      loginUrl: 'https://login.salesforce.com',
      connection: null,
      served: false,
      waiting: 0,
    });
    const id = await connect();
    expect(await readMyConnection(ctx)).toMatchObject({
      ready: true,
      loginUrl: org.url,
      connection: { id, state: 'active', name: 'Olivia Carter', instanceUrl: org.url, lastUsedAt: null },
    });
    await (await ctx.salesforce(id, 'reads')).limits();
    expect((await readMyConnection(ctx)).connection?.lastUsedAt).toBe(startAt);
  });

  it('is served by the integration user only without a connection of one’s own', async () => {
    const integration = await connect({ userId: admin.actor?.userId, purpose: 'integration' });
    expect(await readMyConnection(ctx)).toMatchObject({ connection: null, served: true });
    await connect();
    expect(await readMyConnection(ctx)).toMatchObject({ served: false });
    expect(await readMyConnection(admin)).toMatchObject({ connection: null, served: true });
    org.tokens.revokeAll();
    await expect((await ctx.salesforce(integration, 'reads')).limits()).rejects.toMatchObject({ kind: 'signed-out' });
    expect(await readMyConnection(admin)).toMatchObject({ served: false });
  });

  it('never shows a token', async () => {
    await connect();
    const shown = JSON.stringify([
      await readMyConnection(ctx),
      await listConnections(admin),
      await readSalesforceApp(admin),
    ]);
    expect(shown).not.toMatch(/v1\.[0-9a-f]{8}\.|5Aep|demo-sf-secret|00D\w+!/);
  });
});

describe('the list for admins', () => {
  it('names who is connected as whom, who is not, and what waits for each', async () => {
    const other = await aSeller(ctx.db);
    await queueFor(seller, 3);
    await queueFor(other, 2);
    await connect();
    await connect({ userId: admin.actor?.userId, purpose: 'integration', sfUserId: org.settings.users.at(-1)?.id });
    const { connections, unconnected, orgs } = await listConnections(admin);
    expect(connections.map(({ purpose, user, name, waiting }) => [purpose, user.name, name, waiting])).toEqual([
      ['integration', admin.actor?.name, 'Integration User', 2],
      ['seller', seller.name, 'Olivia Carter', 3],
    ]);
    expect(unconnected.map(({ name, waiting }) => [name, waiting]).sort()).toEqual(
      [
        [other.name, 2],
        [admin.actor?.name, 0],
      ].sort(),
    );
    expect(orgs).toMatchObject([
      { orgId: org.orgId, offers: null, usage: { used: null, own: 0, sharePercent: 30 }, rests: [] },
    ]);
    expect((await readMyConnection(ctx)).waiting).toBe(3);
  });

  it('counts what the integration user carries of sellers who were deactivated', async () => {
    await queueFor(seller, 3);
    const own = await connect();
    const integration = await connect({ userId: admin.actor?.userId, purpose: 'integration' });
    await database.db.update(users).set({ active: false }).where(eq(users.id, seller.userId));
    const { connections } = await listConnections(admin);
    expect(new Map(connections.map(({ id, waiting }) => [id, waiting]))).toEqual(
      new Map([
        [integration, 3],
        [own, 0],
      ]),
    );
  });

  it('shows what an org offers, how its calls stand, and what rests', async () => {
    const id = await connect();
    await describeOrgAgain(admin, org.orgId);
    org.usage.spend(95_000);
    await (await ctx.salesforce(id, 'activities')).describe('Task');
    const [shown] = (await listConnections(admin)).orgs;
    expect(shown?.offers).toMatchObject({
      keyMode: 'external-id',
      keyField: 'SalesActions_Key__c',
      keyFields: ['SalesActions_Key__c'],
      closedStatuses: ['Completed'],
    });
    expect(shown?.offers?.objects).toContainEqual({ name: 'Lead', visible: true, createable: true });
    expect(shown?.usage).toMatchObject({ used: 95_007, limit: 100_000, own: 7 });
    expect(shown?.rests.map(({ lane }) => lane)).toEqual(['activities', 'updates', 'reads']);
  });
});

describe('a paused connection', () => {
  it('tries again when its user says so; any other does not', async () => {
    const id = await connect();
    await expect(resumeConnection(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    org.settings.oauth.ipRestricted = true;
    org.tokens.expireAccess();
    await expect((await ctx.salesforce(id, 'reads')).limits()).rejects.toMatchObject({ kind: 'forbidden' });
    expect((await readMyConnection(ctx)).connection).toMatchObject({ state: 'paused' });
    const stranger = { ...ctx, actor: await aSeller(ctx.db) };
    await expect(resumeConnection(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    org.settings.oauth.ipRestricted = false;
    expect(await resumeConnection(ctx, id)).toMatchObject({ state: 'active', stateReason: null });
    expect(await (await ctx.salesforce(id, 'reads')).limits()).toMatchObject({ limit: 100_000 });
  });
});

describe('what the org offers', () => {
  it('is without what the user may not see', async () => {
    await connect();
    org.world.setObjectAccess({ object: 'Lead', allowed: false });
    await describeOrgAgain(admin, org.orgId);
    const [shown] = (await listConnections(admin)).orgs;
    expect(shown?.offers?.objects).toContainEqual({ name: 'Lead', visible: false, createable: false });
  });

  it('may have another key field, which an admin names', async () => {
    await connect();
    await expect(chooseKeyField(admin, org.orgId, null)).rejects.toMatchObject({ code: 'conflict' });
    await describeOrgAgain(admin, org.orgId);
    await expect(chooseKeyField(admin, org.orgId, 'Subject')).rejects.toMatchObject({
      fields: { keyField: expect.stringMatching(/text field/) },
    });
    const capabilities = async () => (await listConnections(admin)).orgs[0]?.offers;
    await chooseKeyField(admin, org.orgId, 'SalesActions_Key__c');
    expect(await capabilities()).toMatchObject({ keyMode: 'external-id', chosenKeyField: 'SalesActions_Key__c' });
    org.world.removeField('Task', 'SalesActions_Key__c');
    await describeOrgAgain(admin, org.orgId);
    expect(await capabilities()).toMatchObject({
      keyMode: 'marker',
      keyField: null,
      chosenKeyField: 'SalesActions_Key__c',
    });
    await expect(describeOrgAgain(admin, '00D000000000000AAA')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a test', () => {
  it('tells the outcome of each check', async () => {
    const id = await connect();
    expect(await testConnection(ctx, id)).toMatchObject({
      ok: true,
      apiCalls: 4,
      checks: Array(4).fill(expect.objectContaining({ ok: true })),
    });
    org.world.setObjectAccess({ object: 'Lead', allowed: false });
    const test = await testConnection(ctx, id);
    expect(test.ok).toBe(false);
    expect(test.checks.filter(({ ok }) => !ok)).toMatchObject([{ name: 'Read leads' }]);
    const stranger = { ...ctx, actor: await aSeller(ctx.db) };
    await expect(testConnection(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of a connection that waits for its user says why, and asks nothing', async () => {
    const id = await connect();
    org.tokens.revokeAll();
    await testConnection(ctx, id);
    expect(await testConnection(ctx, id)).toMatchObject({
      ok: false,
      apiCalls: 0,
      checks: [{ ok: false, message: expect.stringMatching(/consent in Salesforce is over/) }],
    });
  });

  it('of the integration user says who is nobody in Salesforce', async () => {
    const id = await connect({ purpose: 'integration' });
    const test = await testConnection(admin, id);
    expect(test.checks.at(-1)).toMatchObject({ ok: false, message: expect.stringContaining(seller.email) });
  });
});

it('finds sellers in Salesforce by their addresses, and nobody where an address is of several', async () => {
  const id = await connect();
  const [olivia, noah, emma] = org.settings.users;
  const twin = { id: '005000000000TWN', name: 'Twin', username: 'twin@simulated.example', active: true };
  org.world.addUser({ ...twin, email: noah?.email ?? '' });
  org.world.setUserActive(emma?.id ?? '', false);
  const emails = [olivia, noah, emma].map((user) => user?.email.toUpperCase() ?? '');
  const found = await findOwners(await ctx.salesforce(id, 'reads'), [...emails, "o'neill@example.com"]);
  expect([...found]).toEqual([[olivia?.email, olivia?.id]]);
});

describe('the client app', () => {
  const given = { clientId: 'key', clientSecret: 'the secret', loginUrl: 'https://login.salesforce.com' };

  it('is entered, keeps its secret to itself, and is changed without entering it again', async () => {
    const view = await saveSalesforceApp(admin, given);
    expect(view).toMatchObject({ clientId: 'key', hasSecret: true, callbackUrl: ctx.salesforceLogin.callbackUrl });
    expect(JSON.stringify(view)).not.toContain('the secret');
    await saveSalesforceApp(admin, { clientId: 'key', loginUrl: 'https://example.my.salesforce.com' });
    expect(await readSalesforceApp(admin)).toMatchObject({ loginUrl: 'https://example.my.salesforce.com' });
  });

  it.each([
    [{ clientId: 'key', loginUrl: given.loginUrl }, 'clientSecret'],
    [{ ...given, loginUrl: 'https://example.lightning.force.com' }, 'loginUrl'],
    [{ ...given, loginUrl: 'https://evil.example' }, 'loginUrl'],
  ])('is refused, with the field named: %j', async (input, field) => {
    await expect(saveSalesforceApp(admin, input)).rejects.toMatchObject({ fields: { [field]: expect.any(String) } });
    expect((await readSalesforceApp(admin)).clientId).toBeNull();
  });

  it('replaced by another asks for its own secret, and everybody for a new sign-in', async () => {
    const id = await connect();
    await startLogin(ctx, { login: 'production' });
    const another = { ...given, clientId: 'another' };
    await expect(saveSalesforceApp(admin, { ...another, clientSecret: undefined })).rejects.toMatchObject({
      fields: { clientSecret: expect.any(String) },
    });
    await saveSalesforceApp(admin, another);
    expect(await selectSalesforceConnection(ctx.db, id)).toMatchObject({
      state: 'needs-reauth',
      stateReason: expect.stringMatching(/replaced/),
    });
    expect(await database.db.query.salesforceLogins.findMany()).toEqual([]);
  });

  it('comes from the environment the first time only', async () => {
    const env = { SALESFORCE_CLIENT_ID: 'from env', SALESFORCE_CLIENT_SECRET: 's', SALESFORCE_LOGIN_URL: org.url };
    await ensureFirstSalesforceApp(ctx, {});
    expect((await readSalesforceApp(admin)).clientId).toBeNull();
    await ensureFirstSalesforceApp(ctx, env);
    expect(await readSalesforceApp(admin)).toMatchObject({ clientId: 'from env', loginUrl: org.url });
    await ensureFirstSalesforceApp(ctx, { ...env, SALESFORCE_CLIENT_ID: 'another' });
    expect((await readSalesforceApp(admin)).clientId).toBe('from env');
  });

  it('is needed before anybody can log in', async () => {
    await expect(startLogin(ctx, { login: 'production' })).rejects.toMatchObject({ code: 'not_configured' });
  });
});
