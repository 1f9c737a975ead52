import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deleteSalesforceConnection, selectSalesforceConnectionOf } from '@/db/queries/salesforce-connections';
import { selectSalesforceOrg } from '@/db/queries/salesforce-orgs';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { SalesforceSimulatorOptions } from '@/simulators/salesforce/options';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { sealContexts } from '../seal-contexts';
import { type ManualClock, manualClock } from '../test/clock';
import { testCallbackUrl, testCtx } from '../test/context';
import { afterConsent, afterForm, enterSimulatedApp } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { finishLogin, startLogin } from './login';
import type { LoginResult } from './model';
import { disconnect } from './service';

const startAt = '2026-11-02T10:00:00.000Z';

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let clock: ManualClock;
let ctx: Ctx;
let seller: Actor;
let orgs = 0;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(() => start());
afterEach(() => org.close());

async function start(options: SalesforceSimulatorOptions = {}) {
  await org?.close();
  org = await startSalesforce({
    startAt: new Date(startAt),
    seed: ++orgs,
    ...options,
    oauth: { consent: 'auto', ...options.oauth },
  });
  clock = manualClock(startAt);
  const parts = testCtx({ database, clock, salesforceUrl: org.url });
  seller = await aSeller(parts.db);
  ctx = { ...parts, actor: seller };
  await enterSimulatedApp(ctx, org);
}

const begin = async (by: Ctx = ctx, purpose: 'seller' | 'integration' = 'seller') =>
  (await startLogin(by, { login: 'custom', address: org.url, purpose })).authorizeUrl;
const connect = async (by: Ctx = ctx) => finishLogin(by, await afterConsent(await begin(by)));
const mine = async (of: Actor = seller) =>
  selectSalesforceConnectionOf(ctx.db, { purpose: 'seller', userId: of.userId });

describe('beginning', () => {
  it('asks for what is needed, with a proof of whoever begins', async () => {
    const url = new URL(await begin());
    const { state, code_challenge, ...asked } = Object.fromEntries(url.searchParams);
    expect(url.origin + url.pathname).toBe(`${org.url}/services/oauth2/authorize`);
    expect(asked).toEqual({
      response_type: 'code',
      client_id: org.clientId,
      redirect_uri: testCallbackUrl,
      scope: 'api refresh_token id',
      code_challenge_method: 'S256',
    });
    expect(Buffer.from(state ?? '', 'base64url')).toHaveLength(32);
    expect(Buffer.from(code_challenge ?? '', 'base64url')).toHaveLength(32);
  });

  it('stores the state as a digest and the verifier sealed', async () => {
    const url = new URL(await begin());
    const state = url.searchParams.get('state') ?? '';
    const text = JSON.stringify(await database.db.query.salesforceLogins.findMany());
    expect(text).not.toContain(state);
    const stateHash = createHash('sha256').update(state).digest('hex');
    const login = await database.db.query.salesforceLogins.findFirst({
      where: (logins, { eq }) => eq(logins.stateHash, stateHash),
    });
    const verifier = ctx.secrets.open(login?.codeVerifier ?? '', sealContexts.codeVerifier(stateHash));
    expect(verifier).toMatch(/^[\w-]{64}$/);
    expect(createHash('sha256').update(verifier).digest('base64url')).toBe(url.searchParams.get('code_challenge'));
  });

  it.each([
    ['https://example.lightning.force.com', /Lightning/],
    ['http://example.my.salesforce.com', /Expected an address/],
    ['https://salesforce.com.evil.example', /Expected an address/],
    ['https://evil.example/.salesforce.com', /Expected an address/],
    ['http://127.0.0.1:1', /Expected an address/],
    ['', /Expected an address/],
  ])('refuses %s as a domain, in words', async (address, words) => {
    const begun = startLogin(ctx, { login: 'custom', address });
    await expect(begun).rejects.toMatchObject({
      code: 'bad_request',
      fields: { address: expect.stringMatching(words) },
    });
  });

  it('goes to Salesforce itself for production and sandboxes', async () => {
    const hosts = await Promise.all(
      (['production', 'sandbox'] as const).map(async (login) => (await startLogin(ctx, { login })).authorizeUrl),
    );
    expect(hosts.map((url) => new URL(url).origin)).toEqual([
      'https://login.salesforce.com',
      'https://test.salesforce.com',
    ]);
  });

  it('of the integration user is for admins', async () => {
    await expect(begin(ctx, 'integration')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('coming back', () => {
  it('connects: who it is, tokens sealed in their places, what the org offers', async () => {
    expect(await connect()).toBe('connected');
    const [user] = org.settings.users;
    const row = await mine();
    expect(row).toMatchObject({
      state: 'active',
      orgId: org.orgId,
      sfUserId: user?.id,
      username: user?.username,
      timeZone: 'Europe/Berlin',
      loginUrl: org.url,
      instanceUrl: org.url,
      apiVersion: '67.0',
    });
    const id = row?.id ?? '';
    expect(ctx.secrets.open(row?.accessToken ?? '', sealContexts.accessToken(id))).toMatch(/^00D/);
    expect(() => ctx.secrets.open(row?.accessToken ?? '', sealContexts.refreshToken(id))).toThrow();
    const known = await selectSalesforceOrg(ctx.db, org.orgId);
    expect(known?.capabilities).toMatchObject({
      keyMode: 'external-id',
      keyField: 'SalesActions_Key__c',
      closedStatuses: ['Completed'],
    });
    const objects = Object.keys(known?.capabilities?.objects ?? {}).sort();
    expect(objects).toEqual(['Account', 'Contact', 'Lead', 'Opportunity', 'Task']);
  });

  it('counts once: a state that was used, that is old, or that is somebody else’s is not ours', async () => {
    const answer = await afterConsent(await begin());
    const other = { ...ctx, actor: await aSeller(ctx.db) };
    expect(await finishLogin(other, answer)).toBe('not-ours');
    expect(await mine(other.actor)).toBeNull();
    expect(await finishLogin(ctx, answer)).toBe('connected');
    expect(await finishLogin(ctx, answer)).toBe('not-ours');
    expect(await finishLogin(ctx, { ...answer, state: 'made-up' })).toBe('not-ours');
    expect(await finishLogin(ctx, { code: answer.code })).toBe('not-ours');
    expect(await finishLogin({ ...ctx, actor: null }, answer)).toBe('signed-out');

    const late = await afterConsent(await begin());
    clock.advance(10 * 60_000);
    expect(await finishLogin(ctx, late)).toBe('too-late');
    expect(await finishLogin(ctx, late)).toBe('not-ours');
  });

  it('counts for the last login that was begun', async () => {
    const first = await afterConsent(await begin());
    const second = await afterConsent(await begin());
    expect(await finishLogin(ctx, first)).toBe('not-ours');
    expect(await finishLogin(ctx, second)).toBe('connected');
  });

  it('does not take a code that was got with another proof', async () => {
    const mineUrl = await begin();
    const stolen = { ...ctx, actor: await aSeller(ctx.db) };
    const { code } = await afterConsent(await begin(stolen));
    const { state } = await afterConsent(mineUrl);
    expect(await finishLogin(ctx, { code, state })).toBe('not-ours');
    expect(await mine()).toBeNull();
  });

  it('denied: nothing has changed', async () => {
    await start({ oauth: { consent: 'ask' } });
    expect(await finishLogin(ctx, await afterForm(await begin(), 'deny'))).toBe('denied');
    expect(await mine()).toBeNull();
  });

  it('again replaces the consent and ends the older one, as another user as well', async () => {
    await start({ oauth: { consent: 'ask' } });
    const [ada, grace] = org.settings.users;
    await finishLogin(ctx, await afterForm(await begin(), { user: ada?.id ?? '' }));
    const before = await mine();
    expect(await finishLogin(ctx, await afterForm(await begin(), { user: grace?.id ?? '' }))).toBe('connected');
    const after = await mine();
    expect(after).toMatchObject({ id: before?.id, sfUserId: grace?.id, tokenVersion: 2 });
    expect(org.tokens.grants()).toBe(1);
  });

  it.each<[string, SalesforceSimulatorOptions, LoginResult]>([
    ['app must be installed', { app: { installed: false } }, 'app-not-installed'],
    ['ip restricted', { oauth: { ipRestricted: true } }, 'ip-restricted'],
    ['API disabled', { apiDisabledFor: ['*'] }, 'api-disabled'],
    ['old versions only', { apiVersions: { oldest: 31, newest: 45 } }, 'old-version'],
  ])('tells why it did not come to a connection: %s', async (_, options, result) => {
    await start(options);
    if (options.apiDisabledFor) org.settings.apiDisabledFor = org.settings.users.map(({ id }) => id);
    expect(await connect()).toBe(result);
    expect(await mine()).toBeNull();
    // A consent of no use does not stay in Salesforce.
    expect(org.tokens.grants()).toBe(0);
  });

  it.each<[string, string, LoginResult]>([
    ['invalid_grant', 'expired authorization code', 'too-late'],
    ['invalid_grant', 'invalid code verifier', 'not-ours'],
    ['invalid_grant', 'authentication failure', 'login-refused'],
    ['invalid_grant', 'inactive user', 'inactive-user'],
    ['invalid_grant', 'inactive organization', 'inactive-org'],
    ['invalid_grant', 'ip restricted', 'ip-restricted'],
    ['invalid_client', 'invalid client credentials', 'wrong-client'],
    ['invalid_client_id', 'client identifier invalid', 'wrong-client'],
    ['redirect_uri_mismatch', 'redirect_uri must match configuration', 'wrong-callback'],
    ['unsupported_grant_type', 'grant type not supported', 'failed'],
  ])('understands %s: %s at the token endpoint', async (code, message, result) => {
    const answer = await afterConsent(await begin());
    org.faults.add({ match: 'oauth2/token', effect: { code, message } });
    expect(await finishLogin(ctx, answer)).toBe(result);
    expect(await mine()).toBeNull();
  });

  it.each<[string, LoginResult]>([
    ['access_denied', 'denied'],
    ['invalid_client', 'wrong-client'],
    ['OAUTH_APPROVAL_ERROR_GENERIC', 'app-not-installed'],
    ['server_error', 'failed'],
  ])('understands %s by way of the browser', async (error, result) => {
    const { state } = await afterConsent(await begin());
    expect(await finishLogin(ctx, { state, error, error_description: 'something' })).toBe(result);
  });

  it.each(['html-502', 'reset-before', 'reset-after', 'truncate', 'html-200'] as const)(
    'says that Salesforce did not answer: %s',
    async (effect) => {
      const answer = await afterConsent(await begin());
      org.faults.add({ match: 'oauth2/token', effect });
      expect(await finishLogin(ctx, answer)).toBe('no-answer');
    },
  );

  it('asks for lasting access where the app does not have it', async () => {
    const url = new URL(await begin());
    url.searchParams.set('scope', 'api id');
    expect(await finishLogin(ctx, await afterConsent(url.href))).toBe('no-refresh-token');
  });

  it('speaks the newest version that org and product both know', async () => {
    await start({ apiVersions: { oldest: 31, newest: 59 } });
    await connect();
    expect((await mine())?.apiVersion).toBe('59.0');
    await start({ apiVersions: { oldest: 31, newest: 70 } });
    await connect();
    expect((await mine())?.apiVersion).toBe('67.0');
  });
});

describe('leaving', () => {
  it('ends the consent in Salesforce, and forgets the tokens', async () => {
    await connect();
    const id = (await mine())?.id ?? '';
    expect(await disconnect(ctx, id)).toEqual({ revoked: true });
    expect(await mine()).toBeNull();
    expect(org.tokens.grants()).toBe(0);
  });

  it('and connecting again both work while Salesforce does not answer', async () => {
    await connect();
    org.faults.add({ match: 'oauth2/revoke', times: 2, effect: 'html-502' });
    expect(await connect()).toBe('connected');
    const id = (await mine())?.id ?? '';
    expect(await disconnect(ctx, id)).toEqual({ revoked: false });
    expect(await mine()).toBeNull();
  });

  it('is for its user and admins', async () => {
    await connect();
    const id = (await mine())?.id ?? '';
    const stranger = { ...ctx, actor: await aSeller(ctx.db) };
    await expect(disconnect(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    const admin = { ...ctx, actor: await aSeller(ctx.db, { role: 'admin' }) };
    expect(await disconnect(admin, id)).toEqual({ revoked: true });
  });
});

it('an org that is known is described by the integration user anew, and by nobody else', async () => {
  await connect();
  const describes = () => org.calls.filter(({ path }) => path.endsWith('/describe')).length;
  expect(describes()).toBe(5);
  const other = { ...ctx, actor: await aSeller(ctx.db) };
  expect(await connect(other)).toBe('connected');
  expect(describes()).toBe(5);
  const admin = { ...ctx, actor: await aSeller(ctx.db, { role: 'admin' }) };
  expect(await finishLogin(admin, await afterConsent(await begin(admin, 'integration')))).toBe('connected');
  expect(describes()).toBe(10);
  await ctx.db.transaction(async (tx) => {
    const row = await selectSalesforceConnectionOf(tx, { purpose: 'integration', userId: '' });
    if (row) await deleteSalesforceConnection(tx, row.id);
  });
});
