import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SalesforceSimulator, startSalesforce } from './index';
import { createTestClient } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const redirectUri = 'http://127.0.0.1/callback';
const dayMs = 86_400_000;
let org: SalesforceSimulator;

beforeEach(async () => {
  org = await startSalesforce({ startAt });
});
afterEach(() => org.close());

const verifier = randomBytes(48).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

const asked = (more: Record<string, string> = {}) => ({
  response_type: 'code',
  client_id: org.clientId,
  redirect_uri: redirectUri,
  scope: 'api refresh_token id',
  state: 'st&te',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  ...more,
});

async function authorize(params: Record<string, string>, method = 'GET') {
  const form = new URLSearchParams(params);
  const url = `${org.url}/services/oauth2/authorize`;
  const answer =
    method === 'GET'
      ? await fetch(`${url}?${form}`, { redirect: 'manual' })
      : await fetch(url, { method, body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  return { status: answer.status, text: await answer.text(), back: location ? new URL(location).searchParams : null };
}

async function token(params: Record<string, string>) {
  const body = new URLSearchParams({ client_id: org.clientId, client_secret: org.clientSecret, ...params });
  const answer = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body });
  return { status: answer.status, json: (await answer.json()) as Record<string, string> };
}

const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });
const refused = (error: string, description: string) => ({
  status: 400,
  json: { error, error_description: description },
});
const deadToken = refused('invalid_grant', 'expired access/refresh token');

async function login(userIndex = 0) {
  const user = org.world.users()[userIndex]?.id ?? '';
  const { back } = await authorize({ ...asked(), user, decision: 'allow' }, 'POST');
  const code = back?.get('code') ?? '';
  return { code, ...(await redeem(code)) };
}

const redeem = (code: string, more: Record<string, string> = {}) =>
  token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier, ...more });

test('shows a page to choose a user, and comes back with a code and the state', async () => {
  const page = await authorize(asked({ login_hint: 'noah.williams@example.com' }));
  expect(page.text).toContain('name="state" value="st&amp;te"');
  expect(page.text).toMatch(/ selected>Noah Williams/);
  const { back } = await authorize({ ...asked(), user: org.world.users()[1]?.id ?? '', decision: 'allow' }, 'POST');
  expect(back?.get('state')).toBe('st&te');
  const { status, json } = await redeem(back?.get('code') ?? '');
  expect([status, Object.keys(json).sort()]).toEqual([
    200,
    ['access_token', 'id', 'instance_url', 'issued_at', 'refresh_token', 'scope', 'signature', 'token_type'],
  ]);
  expect(json.id).toBe(`${org.url}/id/${org.orgId}/${org.world.users()[1]?.id}`);
  expect(json.issued_at).toBe(String(startAt.getTime()));
});

test('denial and missing PKCE come back as errors; a wrong client or address never leaves the page', async () => {
  const denied = await authorize({ ...asked(), decision: 'deny' }, 'POST');
  expect(Object.fromEntries(denied.back ?? [])).toEqual({
    error: 'access_denied',
    error_description: 'end-user denied authorization',
    state: 'st&te',
  });
  const { code_challenge, ...bare } = asked();
  expect((await authorize(bare)).back?.get('error_description')).toBe('missing required code challenge');
  expect(await authorize(asked({ client_id: 'x' }))).toMatchObject({ status: 400, back: null });
  Object.assign(org.settings.apps[0], { redirectUris: ['https://other.example/cb'] });
  expect((await authorize(asked())).text).toContain('redirect_uri_mismatch');
  Object.assign(org.settings.apps[0], { redirectUris: null, installed: false });
  expect((await authorize(asked())).back?.get('error_description')).toBe('app must be installed into org');
  expect(code_challenge).toBe(challenge);
});

test('a code is good once, for 15 minutes, and with its verifier', async () => {
  const { code, status } = await login();
  expect(status).toBe(200);
  expect(await redeem(code)).toEqual(refused('invalid_grant', 'expired authorization code'));
  const fresh = async () => (await authorize({ ...asked(), decision: 'allow' }, 'POST')).back?.get('code') ?? '';
  expect(await redeem(await fresh(), { code_verifier: 'other' })).toEqual(
    refused('invalid_grant', 'invalid code verifier'),
  );
  const old = await fresh();
  org.clock.advance(16 * 60_000);
  expect((await redeem(old)).json.error_description).toBe('expired authorization code');
  expect((await redeem(await fresh(), { client_secret: 'x' })).json.error).toBe('invalid_client');
});

test('8.4-34 sessions end; a refreshed one works; a replaced refresh token kills the family', async () => {
  const { json } = await login();
  const api = createTestClient(org);
  const status = async (bearer = '') => (await api.send('GET', '/limits', { token: bearer })).status;
  expect(await status(json.access_token)).toBe(200);
  org.clock.advance(3 * 3_600_000);
  expect(await status(json.access_token)).toBe(401);
  const second = (await refresh(json.refresh_token ?? '')).json;
  expect(second.refresh_token).not.toBe(json.refresh_token);
  expect(await status(second.access_token)).toBe(200);
  expect(await refresh(json.refresh_token ?? '')).toEqual(deadToken);
  expect(await status(second.access_token)).toBe(401);
  expect(await refresh(second.refresh_token ?? '')).toEqual(deadToken);
});

test('8.4-34 without rotation the refresh token stays and is not sent again; a grace period forgives a lost answer', async () => {
  const { json } = await login();
  Object.assign(org.settings.oauth, { rotate: false });
  for (const _ of [1, 2]) expect((await refresh(json.refresh_token ?? '')).json.refresh_token).toBeUndefined();
  Object.assign(org.settings.oauth, { rotate: true, rotationGraceMs: 10_000 });
  const [lost, again] = [await refresh(json.refresh_token ?? ''), await refresh(json.refresh_token ?? '')];
  expect(again.json.refresh_token).toBe(lost.json.refresh_token);
  org.clock.advance(11_000);
  expect(await refresh(json.refresh_token ?? '')).toEqual(deadToken);
});

test('8.4-34 revoking: the refresh token takes its access tokens along; unknown ones are refused as a form', async () => {
  const { json } = await login();
  const revoke = (what: string) =>
    fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token: what }) });
  expect(await (await revoke('nobody')).text()).toMatch(/^error=invalid_token&/);
  expect((await revoke(json.refresh_token ?? '')).status).toBe(200);
  const api = createTestClient(org);
  expect((await api.send('GET', '/limits', { token: json.access_token })).json).toEqual([
    { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
  ]);
  expect(await refresh(json.refresh_token ?? '')).toEqual(deadToken);
});

test('the sixth grant of a user evicts the first; an idle month ends one; inactive users and addresses are refused', async () => {
  const first = (await login()).json.refresh_token ?? '';
  const others = [];
  for (let n = 0; n < 5; n++) others.push((await login()).json.refresh_token ?? '');
  expect(await refresh(first)).toEqual(deadToken);
  org.clock.advance(31 * dayMs);
  expect(await refresh(others[0] ?? '')).toEqual(deadToken);
  const { json } = await login(1);
  org.world.setUserActive(org.world.users()[1]?.id ?? '', false);
  expect(await refresh(json.refresh_token ?? '')).toEqual(refused('invalid_grant', 'inactive user'));
  org.settings.oauth.ipRestricted = true;
  expect((await refresh('any')).json.error_description).toBe('ip restricted');
  expect((await token({ grant_type: 'password' })).json.error_description).toBe('ip restricted');
  org.settings.oauth.ipRestricted = false;
  expect(await token({ grant_type: 'password' })).toEqual(
    refused('unsupported_grant_type', 'grant type not supported'),
  );
});

test('8.4-35 a 401 that refreshing never heals', async () => {
  const { json } = await login();
  org.settings.oauth.neverHeal = true;
  const renewed = await refresh(json.refresh_token ?? '');
  const api = createTestClient(org);
  expect(renewed.status).toBe(200);
  expect((await api.send('GET', '/limits', { token: renewed.json.access_token })).status).toBe(401);
});

test('8.4-36 the org moves: refreshing tells the new address, and the old one refuses every session', async () => {
  const { json } = await login();
  org.moveTo('localhost');
  const renewed = (await refresh(json.refresh_token ?? '')).json;
  expect(renewed.instance_url).toBe(org.url.replace('127.0.0.1', 'localhost'));
  const api = createTestClient(org);
  expect((await api.send('GET', '/limits', { token: renewed.access_token })).status).toBe(401);
});

test('login only at the address of the company, when it says so', async () => {
  org.settings.oauth.loginHosts = ['localhost'];
  expect((await authorize(asked())).status).toBe(400);
  expect((await refresh('any')).json.error_description).toBe('authentication failure');
});

test('who am I: by header or at the identity address, and 403 for strangers', async () => {
  const { json } = await login(2);
  const get = (url: string, bearer?: string) =>
    fetch(url, bearer ? { headers: { authorization: `Bearer ${bearer}` } } : {});
  const info = await (await get(`${org.url}/services/oauth2/userinfo`, json.access_token)).json();
  expect(info).toMatchObject({ organization_id: org.orgId, preferred_username: 'emma.fischer@simulated.example' });
  const byQuery = await get(`${json.id}?format=json&oauth_token=${encodeURIComponent(json.access_token ?? '')}`);
  expect(await byQuery.json()).toMatchObject({ user_id: info.user_id });
  const stranger = await get(`${org.url}/services/oauth2/userinfo`, 'x');
  expect([stranger.status, await stranger.text()]).toEqual([403, 'Bad_OAuth_Token']);
  expect(JSON.stringify(org.calls)).not.toContain(json.access_token);
});

test('JWT bearer: signature, audience, life and approval are looked at; no refresh token', async () => {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  Object.assign(org.settings.apps[0], { publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }) });
  const nowS = startAt.getTime() / 1000;
  const claims = {
    iss: org.clientId,
    sub: org.world.users()[0]?.username,
    aud: 'https://login.salesforce.com',
    exp: nowS + 180,
  };
  const assertion = (more: object = {}) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'RS256' })}.${part({ ...claims, ...more })}`;
    return `${unsigned}.${sign('sha256', Buffer.from(unsigned), keys.privateKey).toString('base64url')}`;
  };
  const bearer = (text: string) =>
    token({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: text });
  const good = await bearer(assertion());
  expect([good.status, good.json.refresh_token]).toEqual([200, undefined]);
  expect((await bearer(assertion({ aud: 'https://evil.example' }))).json.error_description).toBe('audience is invalid');
  expect((await bearer(assertion({ exp: nowS - 1 }))).status).toBe(400);
  expect((await bearer(`${assertion().slice(0, -8)}AAAAAAAA`)).json.error_description).toBe('invalid assertion');
  expect((await bearer(assertion({ sub: 'nobody' }))).json.error_description).toBe(
    "user hasn't approved this consumer",
  );
});
