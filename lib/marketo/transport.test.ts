import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallLane } from '@/lib/call-budget/model';
import { ProviderFault } from '@/lib/provider-fault';
import { manualClock } from '@/lib/test/clock';
import { openLimiter } from '@/lib/test/open-limiter';
import {
  breakOff,
  hangUp,
  json,
  type Reply,
  type ScriptedServer,
  scriptedServer,
  stayMute,
  text,
} from '@/lib/test/scripted-server';
import { createMarketoClient } from './client';
import { createTransport } from './transport';

const identity = '/identity/oauth/token';
const leads = '/rest/v1/leads.json';
const secret = 'the-client-secret';
const ok = json({ requestId: 'a#1', success: true, result: [{ id: 7 }] });
const refuse = (code: string) =>
  json({ requestId: 'e42b#1', success: false, errors: [{ code, message: `words of ${code}` }] });
const token = (value: string, expiresIn = 3599) =>
  json({ access_token: value, token_type: 'bearer', expires_in: expiresIn });

let server: ScriptedServer;

beforeEach(async () => {
  server = await scriptedServer();
  server.on(identity, token('token-1'), token('token-2'));
});
afterEach(() => server.close());

describe('signing in', () => {
  test('the secret travels in a body, the token in a header, neither in an address', async () => {
    server.on(leads, ok);
    const { client } = connect();
    expect(await client.getLeadsById({ ids: [7], fields: ['id'] })).toEqual([{ id: 7 }]);
    const [signIn, read] = server.seen;
    expect(signIn).toMatchObject({ method: 'POST', path: identity });
    expect(Object.fromEntries(new URLSearchParams(signIn?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client-1',
      client_secret: secret,
    });
    expect(read?.headers.authorization).toBe('Bearer token-1');
    for (const request of server.seen) expect(request.query.toString()).not.toMatch(/secret|token-1|access_token/);
  });

  test.each(['601', '602'])('%s: a new token and one replay', async (code) => {
    server.on(leads, refuse(code), ok);
    const { client } = connect();
    expect(await client.getLeadsById({ ids: [7], fields: ['id'] })).toHaveLength(1);
    expect(callsTo(leads).map((r) => r.headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(client.callsMade()).toBe(2);
  });

  test('a new token that is refused too ends as signed out', async () => {
    server.on(leads, refuse('601'));
    const fault = await faultOf(connect().client.getLeadsById({ ids: [7], fields: ['id'] }));
    expect(fault).toMatchObject({ kind: 'signed-out', remoteCode: '601', requestId: 'e42b#1' });
    expect(callsTo(leads)).toHaveLength(2);
  });

  test('many calls with an expired token share one new one', async () => {
    server.on(leads, (request, response) =>
      (request.headers.authorization === 'Bearer token-1' ? refuse('602') : ok)(request, response),
    );
    const { client } = connect();
    await Promise.all(Array.from({ length: 8 }, () => client.getLeadsById({ ids: [7], fields: ['id'] })));
    expect(callsTo(identity)).toHaveLength(2);
  });

  test.each([
    ['invalid_client', 'Bad client credentials'],
    ['unauthorized', 'No client with requested id'],
  ])('wrong credentials (%s) are named and not tried again', async (error, description) => {
    server.on(identity, json({ error, error_description: description }, 401));
    const { client, clock } = connect();
    const fault = await faultOf(client.describeLeads());
    expect(fault).toMatchObject({ kind: 'signed-out', message: expect.stringMatching(/Client ID.*Client Secret/) });
    expect(server.seen).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
    expect(client.callsMade()).toBe(0);
  });

  test('an identity service that is down is tried again', async () => {
    server.on(identity, text('<html>502</html>', 502), hangUp, token('token-9'));
    server.on(leads, ok);
    expect(await connect().client.getLeadsById({ ids: [7], fields: ['id'] })).toHaveLength(1);
  });
});

describe('outages', () => {
  const outages: [string, Reply][] = [
    ['604', refuse('604')],
    ['608', refuse('608')],
    ['713', refuse('713')],
    ['a gateway page', text('<html><body>502 Bad Gateway</body></html>', 502)],
    ['a page with HTTP 200', text('<html>Maintenance</html>', 200)],
    ['a dropped connection', hangUp],
    ['a connection dropped halfway', breakOff],
    ['JSON that was cut off', text('{"requestId":"1#2","success":true,"result":[{"id":', 200)],
    ['silence', stayMute],
  ];

  test.each(outages)('%s is survived twice, with growing pauses', async (_, outage) => {
    server.on(leads, outage, outage, ok);
    const { client, clock } = connect('loads', patienceFor(outage));
    expect(await client.getLeadsById({ ids: [7], fields: ['id'] })).toEqual([{ id: 7 }]);
    expect(clock.sleeps).toEqual([500, 1_000]);
    expect(client.callsMade()).toBe(3);
  });

  test.each(outages)('%s three times is an outage', async (_, outage) => {
    server.on(leads, outage);
    const { client, limiter } = connect('loads', patienceFor(outage));
    expect(await faultOf(client.getLeadsById({ ids: [7], fields: ['id'] }))).toMatchObject({ kind: 'unavailable' });
    expect(callsTo(leads)).toHaveLength(3);
    expect(limiter.open()).toBe(0);
  });

  test('a host that is not there is an outage with its reason', async () => {
    await server.close();
    const fault = await faultOf(connect().client.getLeadsById({ ids: [7], fields: ['id'] }));
    expect(fault).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('limits', () => {
  test('606 rests everybody for at least 20 s, then a background call is sent once more', async () => {
    server.on(leads, refuse('606'), ok);
    const { client, limiter } = connect('loads');
    expect(await client.getLeadsById({ ids: [7], fields: ['id'] })).toHaveLength(1);
    expect(limiter.pauses).toEqual([20_500]);
  });

  test('606 in an urgent lane fails at once and says when to come back', async () => {
    server.on(leads, refuse('606'), ok);
    const { client, limiter } = connect('live-grid');
    const fault = await faultOf(client.getLeadsById({ ids: [7], fields: ['id'] }));
    expect(fault).toMatchObject({ kind: 'throttled', remoteCode: '606', retryAfterMs: 20_500 });
    expect(limiter.pauses).toEqual([20_500]);
    expect(callsTo(leads)).toHaveLength(1);
  });

  test('615 is short enough for every lane, and only tried once more', async () => {
    server.on(leads, refuse('615'));
    const { client, limiter } = connect('live-grid');
    expect(await faultOf(client.getLeadsById({ ids: [7], fields: ['id'] }))).toMatchObject({ kind: 'throttled' });
    expect(limiter.pauses).toEqual([1_650, 1_650]);
    expect(callsTo(leads)).toHaveLength(2);
  });

  test.each([
    ['607', 'quota'],
    ['603', 'forbidden'],
    ['1006', 'rejected'],
    ['610', 'rejected'],
  ])('%s is final', async (code, kind) => {
    server.on(leads, refuse(code), ok);
    const fault = await faultOf(connect().client.getLeadsById({ ids: [7], fields: ['id'] }));
    expect(fault).toMatchObject({ kind, remoteCode: code, requestId: 'e42b#1' });
    expect(callsTo(leads)).toHaveLength(1);
  });

  test.each<[CallLane, number]>([
    ['send-check', 2_000],
    ['live-grid', 2_000],
    ['feeds', 60_000],
    ['loads', 60_000],
  ])('%s waits %i ms for its turn, and every permit is given back', async (lane, maxWaitMs) => {
    server.on(leads, refuse('604'), ok);
    const { client, limiter } = connect(lane);
    await client.getLeadsById({ ids: [7], fields: ['id'] });
    expect(limiter.takes).toEqual([
      { lane, feature: 'other', maxWaitMs },
      { lane, feature: 'other', maxWaitMs },
    ]);
    expect(limiter.open()).toBe(0);
  });
});

describe('requests and answers', () => {
  test('a short read is a GET, a long one a POST that says it is a read', async () => {
    server.on(leads, ok);
    const { client } = connect();
    await client.getLeadsById({ ids: Array.from({ length: 300 }, (_, i) => 10_000_000 + i), fields: ['id', 'email'] });
    const longNames = Array.from({ length: 300 }, (_, i) => `custom_field_number_${i}`);
    await client.getLeadsById({ ids: [7], fields: longNames });
    const [short, long] = callsTo(leads);
    expect(short?.method).toBe('GET');
    expect(short?.query.get('filterValues')?.split(',')).toHaveLength(300);
    expect(long?.method).toBe('POST');
    expect(long?.query.toString()).toBe('_method=GET');
    expect(long?.headers['content-type']).toMatch('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(long?.body))).toEqual({
      filterType: 'id',
      filterValues: '7',
      fields: longNames.join(','),
      batchSize: '300',
    });
  });

  test('a packed answer is unpacked', async () => {
    server.on(leads, (request, response) => {
      expect(request.headers['accept-encoding']).toContain('gzip');
      const body = JSON.stringify({ success: true, result: [{ id: 7, company: 'é'.repeat(2_000) }] });
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(gzipSync(body));
    });
    expect(await connect().client.getLeadsById({ ids: [7], fields: ['id'] })).toMatchObject([{ id: 7 }]);
  });

  test('the endpoint may be given as Marketo shows it', async () => {
    server.on(leads, ok);
    const { client } = connect('loads', { baseUrl: `${server.url}/rest/` });
    expect(await client.getLeadsById({ ids: [7], fields: ['id'] })).toHaveLength(1);
  });

  test('a redirect is not followed, so that no token goes astray', async () => {
    server.on(leads, (_, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end());
    expect(await faultOf(connect().client.getLeadsById({ ids: [7], fields: ['id'] }))).toMatchObject({
      kind: 'rejected',
    });
    expect(callsTo('/elsewhere')).toEqual([]);
  });

  test.each([
    ['no result', { success: true }],
    ['an empty result', { success: true, result: [] }],
    ['702', { success: false, errors: [{ code: '702', message: 'No data found' }] }],
    ['a code as a number', { success: false, errors: [{ code: 702, message: 'No data found' }] }],
  ])('%s means nobody', async (_, body) => {
    server.on(leads, json(body));
    expect(await connect().client.getLeadsById({ ids: [7], fields: ['id'] })).toEqual([]);
  });

  test('a record of another form is told, not passed on', async () => {
    server.on(leads, json({ success: true, result: [{ id: 7 }, { name: 'no id' }] }));
    const fault = await faultOf(connect().client.getLeadsById({ ids: [7], fields: ['id'] }));
    expect(fault).toMatchObject({ kind: 'rejected', message: expect.stringContaining('1.id') });
  });

  test.each<[string, Reply]>([
    ['refused token', refuse('601')],
    ['outage', hangUp],
    ['refusal', refuse('1003')],
  ])('no fault shows a token or the secret: %s', async (_, reply) => {
    server.on(leads, reply);
    const fault = await faultOf(connect().client.getLeadsById({ ids: [7], fields: ['id'] }));
    expect(inspect(fault, { depth: 10, showHidden: true })).not.toMatch(/token-\d|the-client-secret/);
  });
});

function connect(lane: CallLane = 'loads', { baseUrl = server.url, leadsMs = 10_000 } = {}) {
  const clock = manualClock('2026-11-23T12:00:00Z');
  const limiter = openLimiter();
  const transport = createTransport({
    baseUrl,
    clientId: 'client-1',
    clientSecret: secret,
    limiter,
    clock,
    timeouts: { leadsMs },
    random: () => 0.5,
  });
  return { client: createMarketoClient({ transport, lane }), clock, limiter };
}

function patienceFor(outage: Reply) {
  return outage === stayMute ? { leadsMs: 250 } : {};
}

function callsTo(path: string) {
  return server.seen.filter((request) => request.path === path);
}

async function faultOf(promise: Promise<unknown>): Promise<ProviderFault> {
  const outcome = await promise.then(
    () => new Error('no fault'),
    (error: unknown) => error,
  );
  if (!(outcome instanceof ProviderFault)) throw outcome;
  return outcome;
}
