import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

const path = '/rest/v1/activities/external.json';
const added = json({ success: true, result: [{ id: 50, marketoGUID: '50', status: 'added' }] });
const refuse = (code: string) => json({ success: false, requestId: 'e42b#1', errors: [{ code, message: 'words' }] });
const activity = {
  leadId: 1001,
  activityDate: '2026-03-01T09:30:15Z',
  activityTypeId: 100_001,
  primaryAttributeValue: 'Spring offer',
  attributes: [{ apiName: 'externalActivityId', value: 'key-1' }],
};

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer();
  const token = (value: string) => json({ access_token: value, token_type: 'bearer', expires_in: 3599 });
  server.on('/identity/oauth/token', token('token-1'), token('token-2'));
});
afterEach(() => server.close());

describe('adding activities', () => {
  test('sends all of them in one body and answers what came of each', async () => {
    server.on(
      path,
      json({
        success: true,
        result: [
          { id: 50, marketoGUID: '50', status: 'added' },
          { status: 'skipped', errors: [{ code: 1004, message: 'Lead not found' }] },
          { status: 7, marketoGUID: { odd: true } },
        ],
      }),
    );
    const rows = await add(connect().client);
    expect(rows).toMatchObject([
      { marketoGUID: '50', status: 'added' },
      { status: 'skipped', errors: [{ code: '1004', message: 'Lead not found' }] },
      { status: null, marketoGUID: null },
    ]);
    const [request] = server.seen.filter((seen) => seen.path === path);
    expect(request).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(request?.body ?? '')).toEqual({ input: [activity] });
  });

  test.each<[string, Reply]>([
    ['500', refuse('500')],
    ['502', refuse('502')],
    ['604', refuse('604')],
    ['611', refuse('611')],
    ['713', refuse('713')],
    ['a code nobody knows', refuse('9999')],
    ['a failure without a code', json({ success: false })],
    ['a gateway page', text('<html>502</html>', 502)],
    ['a page with HTTP 200', text('<html>Maintenance</html>', 200)],
    ['a dropped connection', hangUp],
    ['a connection dropped halfway', breakOff],
    ['JSON that was cut off', text('{"success":true,"result":[{"id":', 200)],
    ['an answer of another form', json({ success: true, result: ['added'] })],
    ['silence', stayMute],
  ])('%s: it may have been done, and is not sent again', async (_, reply) => {
    server.on(path, reply, added);
    const { client, limiter } = connect({ writesMs: reply === stayMute ? 250 : 10_000 });
    const fault = await faultOf(add(client));
    expect(fault).toMatchObject({ kind: 'unknown', message: expect.stringMatching(/may have been done all the same/) });
    expect(callsMade()).toBe(1);
    expect(limiter.open()).toBe(0);
  });

  test.each<[string, Reply]>([
    ['601', refuse('601')],
    ['602', refuse('602')],
    ['606', refuse('606')],
    ['608', refuse('608')],
    ['615', refuse('615')],
    ['HTTP 429', text('', 429)],
  ])('%s: nothing was done, and it is sent again', async (_, reply) => {
    server.on(path, reply, added);
    expect(await add(connect().client)).toMatchObject([{ status: 'added' }]);
    expect(callsMade()).toBe(2);
  });

  test.each<[string, Reply, string]>([
    ['603', refuse('603'), 'forbidden'],
    ['607', refuse('607'), 'quota'],
    ['610', refuse('610'), 'rejected'],
    ['614', refuse('614'), 'unavailable'],
    ['1003', refuse('1003'), 'rejected'],
    ['HTTP 413', text('', 413), 'rejected'],
    ['HTTP 404', text('', 404), 'rejected'],
  ])('%s: nothing was done, and nothing would be by sending it again', async (_, reply, kind) => {
    server.on(path, reply, added);
    expect(await faultOf(add(connect().client))).toMatchObject({ kind });
    expect(callsMade()).toBe(1);
  });

  test('nobody there: nothing was sent', async () => {
    await server.close();
    expect(await faultOf(add(connect().client))).toMatchObject({ kind: 'unavailable' });
  });

  test('an identity service that fails says nothing about a write that was never sent', async () => {
    server.on('/identity/oauth/token', text('<html>502</html>', 502));
    expect(await faultOf(add(connect().client))).toMatchObject({ kind: 'unavailable' });
    expect(callsMade()).toBe(0);
  });

  test('a turn that comes too late is not used', async () => {
    server.on(path, refuse('608'), added);
    const { client, clock } = connect();
    const late = new Date(clock.now().getTime() - 1);
    expect(await faultOf(add(client, late))).toMatchObject({ kind: 'throttled', message: /too long/ });
    expect(callsMade()).toBe(0);
    // The pause before a second try counts, too.
    expect(await faultOf(add(client, clock.now()))).toMatchObject({ kind: 'throttled' });
    expect(callsMade()).toBe(1);
  });

  test('more than 300 at once are a mistake of the caller', async () => {
    const many = Array.from({ length: 301 }, () => activity);
    const call = connect().client.addCustomActivities({ activities: many, notAfter: new Date() });
    await expect(call).rejects.toBeInstanceOf(RangeError);
  });
});

describe('types', () => {
  test('one that exists is not taken for the one that was to be made', async () => {
    server.on('/rest/v1/activities/external/type.json', refuse('1017'));
    const definition = {
      apiName: 'ours',
      name: 'Ours',
      description: '',
      triggerName: 'Does',
      filterName: 'Did',
      kinds: [],
      primaryAttribute: { apiName: 'subject', name: 'Subject', dataType: 'string' as const },
      attributes: [],
    };
    const fault = await faultOf(connect().client.createCustomActivityType(definition));
    expect(fault).toMatchObject({ kind: 'rejected', remoteCode: '1017', message: /“Ours”/ });
  });
});

function connect(timeouts = { writesMs: 10_000 }) {
  const clock = manualClock('2026-11-23T12:00:00Z');
  const limiter = openLimiter();
  const credentials = { baseUrl: server.url, clientId: 'client-1', clientSecret: 'secret-1' };
  const transport = createTransport({ ...credentials, limiter, clock, timeouts, random: () => 0.5 });
  return { client: createMarketoClient({ transport, lane: 'deliveries' }), clock, limiter };
}

function add(client: ReturnType<typeof createMarketoClient>, notAfter = new Date('2026-11-23T12:01:00Z')) {
  return client.addCustomActivities({ activities: [activity], notAfter });
}

const callsMade = () => server.seen.filter((request) => request.path === path).length;

async function faultOf(promise: Promise<unknown>): Promise<ProviderFault> {
  const outcome = await promise.then(
    () => new Error('no fault'),
    (error: unknown) => error,
  );
  if (!(outcome instanceof ProviderFault)) throw outcome;
  return outcome;
}
