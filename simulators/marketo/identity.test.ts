import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, type TestClient } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const anyCall = '/rest/v1/leads/describe2.json';
let simulator: MarketoSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startMarketo({ startAt });
  client = createTestClient(simulator);
});
afterEach(() => simulator.close());

const codeOf = async (path = anyCall) => (await client.get(path)).errors?.[0];

describe('P0 1: the envelope', () => {
  test('a business error is HTTP 200 with a string code and no result', async () => {
    const answer = await client.send('/rest/v1/leads.json?filterType=firstName&filterValues=Ada');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      requestId: expect.stringMatching(/^[0-9a-f]{1,5}#[0-9a-f]{11}$/),
      success: false,
      errors: [{ code: '1011', message: "Field 'firstName' not supported" }],
    });
  });

  test('the request id carries the time', async () => {
    const { requestId } = await client.get(anyCall);
    expect(Number.parseInt(requestId.split('#')[1], 16)).toBe(startAt.getTime());
  });
});

describe('P0 2: the token life cycle', () => {
  test('the same token comes back with less life until it ends, then another', async () => {
    const first = await client.token();
    expect(first).toEqual({
      access_token: expect.stringMatching(/^[0-9a-f-]{36}:[a-z]{2,3}$/),
      token_type: 'bearer',
      expires_in: 3600,
      scope: expect.stringContaining('@'),
    });
    simulator.clock.advance(600_000);
    expect(await client.token()).toEqual({ ...first, expires_in: 3000 });
    simulator.clock.advance(3_000_000);
    expect((await client.token()).access_token).not.toBe(first.access_token);
  });

  test('an ended token is 602 at its first use and 601 ever after', async () => {
    await client.token();
    expect(await codeOf()).toBeUndefined();
    simulator.clock.advance(3_600_000);
    expect(await codeOf()).toEqual({ code: '602', message: 'Access token expired' });
    expect(await codeOf()).toEqual({ code: '601', message: 'Access token invalid' });
    await client.token();
    expect(await codeOf()).toBeUndefined();
  });

  test('garbage is 601, nothing is 603', async () => {
    client.useToken('not-a-token');
    expect(await codeOf()).toEqual({ code: '601', message: 'Access token invalid' });
    client.useToken(null);
    expect(await codeOf()).toEqual({ code: '603', message: 'Access denied' });
  });

  test('a token in the query is refused, unless the instance still takes it', async () => {
    const { access_token: token } = await client.token();
    client.useToken(null);
    expect(await codeOf(`${anyCall}?access_token=${token}`)).toMatchObject({ code: '603' });

    const lenient = await startMarketo({ startAt, quirks: { queryToken: true } });
    const old = createTestClient(lenient);
    const { access_token: oldToken } = await old.token();
    old.useToken(null);
    expect(await old.get(`${anyCall}?access_token=${oldToken}`)).toMatchObject({ success: true });
    await lenient.close();
  });

  test('wrong credentials are HTTP 401 without an envelope; POST with a form works too', async () => {
    const url = `${simulator.url}/identity/oauth/token`;
    const wrong = await fetch(`${url}?grant_type=client_credentials&client_id=demo-client&client_secret=nope`);
    expect(wrong.status).toBe(401);
    expect(await wrong.json()).toEqual({ error: 'invalid_client', error_description: 'Bad client credentials' });

    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: simulator.clientId,
      client_secret: simulator.clientSecret,
    });
    const posted = await fetch(url, { method: 'POST', body });
    expect(await posted.json()).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect(posted.headers.get('cache-control')).toBe('no-store');
  });

  test('a shorter life holds for the next token; a token can be made to end before a request', async () => {
    simulator.clock.setTokenTtlSeconds(5);
    expect(await client.token()).toMatchObject({ expires_in: 5 });
    simulator.faults.add({ effect: 'expire-token' });
    expect(await codeOf()).toMatchObject({ code: '602' });
  });

  test('identity calls are never counted, and the secret is not in the call log', async () => {
    for (let i = 0; i < 150; i++) await client.token();
    const [today] = (await client.get('/rest/v1/stats/usage.json')).result;
    expect(today.total).toBe(1);
    expect(simulator.calls[0]).toMatchObject({ path: '/identity/oauth/token', query: { client_secret: '***' } });
  });
});
