import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import { type ManualClock, manualClock } from '../test/clock';
import { type ScriptedServer, scriptedServer } from '../test/scripted-server';
import { createSalesforceClient, type NewRecord, type SalesforceBudget } from './client';
import { type SessionStore, shareSession } from './session';
import { chunkByBytes, soqlList, soqlString } from './soql';
import { usageOf } from './transport';

const startAt = new Date('2026-11-02T10:00:00Z');
const Named = z.object({ Id: z.string(), LastName: z.string() });
const keyed = (n: number): NewRecord => ({
  object: 'Task',
  fields: { SalesActions_Key__c: `sa-${n}`, Subject: `Task ${n}`, Status: 'Completed' },
});

let org: SalesforceSimulator;
let clock: ManualClock;
let said: { used: number; limit: number }[];
let paid: string[];
let refused: string[];

beforeEach(async () => {
  org = await startSalesforce({ startAt });
  clock = manualClock(startAt.toISOString());
  said = [];
  paid = [];
  refused = [];
});
afterEach(async () => {
  expect(org.unknownRequests).toEqual([]);
  await org.close();
});

type Options = { url?: string; timeouts?: { write?: number; read?: number } };

function open({ url = org.url, timeouts }: Options = {}) {
  const session = { accessToken: org.tokens.grant().accessToken, instanceUrl: url, apiVersion: '67.0', version: 1 };
  const budget: SalesforceBudget = {
    take: async (lane) => void paid.push(lane),
    count: async (lane) => void paid.push(`${lane}, unasked`),
    seen: async (usage) => void said.push(usage),
    exhausted: async (why) => void refused.push(why),
  };
  const shared = shareSession(unusedStore, session);
  const random = () => 0.5;
  return createSalesforceClient({ session: shared, budget, lane: 'activities', clock, fetch, random, timeouts });
}

const unusedStore: SessionStore = {
  read: () => Promise.reject(new Error('not read')),
  renew: () => Promise.reject(new Error('not renewed')),
  used: async () => {},
};

describe('records', () => {
  it('are described, made, changed and upserted, each with an outcome of its own', async () => {
    const client = open();
    const task = await client.describe('Task');
    expect(task.fields.find(({ name }) => name === 'SalesActions_Key__c')).toMatchObject({
      externalId: true,
      unique: true,
    });
    const made = await client.createRecords([
      { object: 'Lead', fields: { LastName: 'Byron', Company: 'Contoso' } },
      { object: 'Task', fields: { Subject: 'x'.repeat(256) } },
      { object: 'Contact', fields: { LastName: 'Hopper' } },
    ]);
    expect(made).toMatchObject([
      { ok: true, created: true },
      { ok: false, code: 'STRING_TOO_LONG', fields: ['Subject'] },
      { ok: true, created: true },
    ]);
    const id = made[0]?.ok ? made[0].id : '';
    const changed = await client.updateRecords([{ object: 'Lead', id, fields: { Title: 'CTO' } }]);
    expect(changed).toEqual([{ ok: true, id, created: false }]);
    const upsert = () => client.upsertRecords({ object: 'Task', keyField: 'SalesActions_Key__c', records: [keyed(1)] });
    expect(await upsert()).toMatchObject([{ ok: true, created: true }]);
    expect(await upsert()).toMatchObject([{ ok: true, created: false }]);
    expect(client.callsMade()).toBe(5);
    expect(paid).toEqual(Array(5).fill('activities'));
  });

  it('go 200 to a call, and none makes no call', async () => {
    const client = open();
    const records = Array.from({ length: 200 }, (_, n) => keyed(n));
    const results = await client.upsertRecords({ object: 'Task', keyField: 'SalesActions_Key__c', records });
    expect(results.filter(({ ok }) => ok)).toHaveLength(200);
    expect(client.callsMade()).toBe(1);
    expect(await client.createRecords([])).toEqual([]);
    expect(client.callsMade()).toBe(1);
    await expect(client.createRecords([...records, keyed(200)])).rejects.toThrow(RangeError);
  });

  it('take no name that could lead elsewhere', async () => {
    const client = open();
    const upsert = client.upsertRecords({ object: 'Task', keyField: 'X__c/../../Lead', records: [keyed(1)] });
    await expect(upsert).rejects.toThrow(RangeError);
    await expect(client.describe('../limits')).rejects.toThrow(RangeError);
  });
});

describe('queries', () => {
  it('read every page', async () => {
    org.settings.limits.pageRows = 200;
    for (let n = 0; n < 450; n++) org.world.create('Contact', { LastName: `P${n}` });
    const client = open();
    const rows = await client.query({ soql: 'SELECT Id, LastName FROM Contact', row: Named });
    expect(new Set(rows.map(({ Id }) => Id)).size).toBe(450);
    expect(client.callsMade()).toBe(3);
  });

  it('see deleted records only when asked', async () => {
    const id = org.world.create('Contact', { LastName: 'Gone' });
    org.world.delete(id);
    const soql = 'SELECT Id, LastName FROM Contact';
    expect(await open().query({ soql, row: Named })).toEqual([]);
    expect(await open().queryAll({ soql, row: Named })).toMatchObject([{ Id: id }]);
  });

  it.each(["' OR Name != '", "\\' OR Name != '", 'x\\', "a'; DELETE", "O'Neill", 'two\nlines'])(
    'find %j as a name, and nobody else by it',
    async (name) => {
      org.world.create('Contact', { LastName: 'Bystander' });
      const id = org.world.create('Contact', { LastName: name });
      const soql = `SELECT Id, LastName FROM Contact WHERE LastName = ${soqlString(name)}`;
      expect((await open().query({ soql, row: Named })).map(({ Id }) => Id)).toEqual([id]);
    },
  );

  it('with thousands of values go in addresses that Salesforce takes', async () => {
    const names = Array.from({ length: 1_500 }, (_, n) => `Person number ${n} of many`);
    for (const LastName of names) org.world.create('Contact', { LastName });
    const client = open();
    const found = [];
    for (const chunk of chunkByBytes(names)) {
      const soql = `SELECT Id, LastName FROM Contact WHERE LastName IN ${soqlList(chunk)}`;
      found.push(...(await client.query({ soql, row: Named })));
    }
    expect(found).toHaveLength(1_500);
    expect(client.callsMade()).toBeGreaterThan(2);
  });
});

describe('what goes wrong', () => {
  const write = (client = open()) =>
    client.upsertRecords({ object: 'Task', keyField: 'SalesActions_Key__c', records: [keyed(1)] });
  const tasks = () => org.world.records('Task').length;

  it.each([
    'reset-before',
    'reset-after',
    'reset-body',
    'html-502',
    'html-502-after',
    'truncate',
    'gzip-cut',
    'html-200',
  ] as const)('with a write may have happened: %s', async (effect) => {
    org.faults.add({ match: 'composite', effect });
    await expect(write()).rejects.toMatchObject({ kind: 'unknown' });
    const sent = org.calls.filter(({ path }) => path.includes('composite'));
    expect(sent).toHaveLength(1);
  });

  it('with a write that was not even sent did not happen', async () => {
    const { url, close } = await startSalesforce();
    await close();
    await expect(write(open({ url }))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('waits for a write as long as was said, and does not send it again', async () => {
    org.faults.add({ match: 'composite', effect: { delayMs: 400 } });
    const sent = write(open({ timeouts: { write: 100 } }));
    await expect(sent).rejects.toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/did not answer within/),
    });
    await expect.poll(tasks).toBe(1);
    expect(org.calls).toHaveLength(1);
  });

  it.each(['reset-before', 'reset-after', 'reset-body', 'html-502'] as const)(
    'with a read is made good by reading again: %s',
    async (effect) => {
      org.faults.add({ match: 'query', times: 2, effect });
      const client = open();
      expect(
        (await client.query({ soql: 'SELECT Id FROM User', row: z.object({ Id: z.string() }) })).length,
      ).toBeGreaterThan(0);
      expect(client.callsMade()).toBe(3);
      expect(clock.sleeps).toEqual([500, 1_000]);
    },
  );

  it.each(['truncate', 'gzip-cut', 'html-200'] as const)('a read whose answer is none says so: %s', async (effect) => {
    org.faults.add({ match: 'query', effect });
    const read = open().query({ soql: 'SELECT Id FROM User', row: Named });
    await expect(read).rejects.toMatchObject({ kind: 'unavailable', remoteCode: 'UNREADABLE' });
  });

  it('gives up reading after three tries', async () => {
    org.faults.add({ match: 'limits', times: 9, effect: { code: 'SERVER_UNAVAILABLE' } });
    await expect(open().limits()).rejects.toMatchObject({ kind: 'unavailable', remoteCode: 'SERVER_UNAVAILABLE' });
    expect(org.calls).toHaveLength(3);
  });

  it.each([
    ['UNABLE_TO_LOCK_ROW', 'unavailable'],
    ['API_CURRENTLY_DISABLED', 'forbidden'],
    ['MALFORMED_ID', 'rejected'],
    ['REQUEST_LIMIT_EXCEEDED', 'quota'],
  ])('a whole call that is refused with %s is %s', async (code, kind) => {
    org.faults.add({ match: 'composite', effect: { code } });
    await expect(write()).rejects.toMatchObject({ kind, remoteCode: code });
    expect(tasks()).toBe(0);
  });

  it('of single records is told of each', async () => {
    org.faults.add({ match: 'composite', effect: { rowCode: 'UNABLE_TO_LOCK_ROW', rows: [1] } });
    const results = await open().createRecords([keyed(1), keyed(2), keyed(3)]);
    expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual(['ok', 'UNABLE_TO_LOCK_ROW', 'ok']);
  });
});

describe('the budget', () => {
  it('hears what the org says of itself, wherever our app’s part stands', async () => {
    for (const appUsage of ['none', 'after', 'before'] as const) {
      org.settings.quirks.appUsage = appUsage;
      org.usage.spend(1_000);
      await open().describe('Task');
    }
    expect(said).toEqual([1_001, 2_002, 3_003].map((used) => ({ used, limit: 100_000 })));
    expect(usageOf('per-app-api-usage=17/250(appName=x)')).toBeNull();
    expect(usageOf(undefined)).toBeNull();
  });

  it('is told when Salesforce refuses a call, and never holds up the question what is left', async () => {
    org.usage.spend(100_000);
    await expect(open().describe('Task')).rejects.toMatchObject({ kind: 'quota' });
    expect(refused).toEqual([expect.stringMatching(/TotalRequests/)]);
    org.clock.advance(25 * 3600_000);
    expect(await open().limits()).toMatchObject({ limit: 100_000 });
    expect(paid).toEqual(['activities', 'activities, unasked']);
  });
});

describe('on the wire', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await scriptedServer();
  });
  afterEach(() => server.close());

  const json =
    (status: number, body: unknown, headers: Record<string, string> = {}) =>
    (_: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
      response.end(JSON.stringify(body));
    };

  it('takes the session to no other host', async () => {
    server.on('/services/data/v67.0/limits', json(302, {}, { location: `${org.url}/services/data/v67.0/limits` }));
    await expect(open({ url: server.url }).limits()).rejects.toMatchObject({
      kind: 'forbidden',
      remoteCode: 'HTTP_302',
    });
    expect(org.calls).toEqual([]);
  });

  it('follows pages only at the org itself', async () => {
    const page = { done: false, nextRecordsUrl: `${org.url}/services/data/v67.0/query/01g-200`, records: [] };
    server.on('/services/data/v67.0/query', json(200, page));
    const read = open({ url: server.url }).query({ soql: 'SELECT Id FROM User', row: Named });
    await expect(read).rejects.toMatchObject({ remoteCode: 'UNREADABLE' });
    expect(org.calls).toEqual([]);
  });

  it('says who asks, with an id for each request, and spares assignment rules', async () => {
    const path = '/services/data/v67.0/composite/sobjects';
    server.on(path, json(200, [{ id: '00T000000000001', success: true, errors: [] }]));
    const client = open({ url: server.url });
    const results = await client.createRecords([keyed(1)]);
    expect(results).toEqual([{ ok: true, id: '00T000000000001EAA', created: true }]);
    const [request] = server.seen;
    expect(request?.headers).toMatchObject({
      'sforce-call-options': 'client=SalesActions/1.0',
      'sforce-auto-assign': 'FALSE',
      'x-sfdc-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      allOrNone: false,
      records: [{ attributes: { type: 'Task' }, ...keyed(1).fields }],
    });
  });

  it('believes neither too few results nor a pause that is none', async () => {
    server.on('/services/data/v67.0/composite/sobjects', json(200, []));
    await expect(open({ url: server.url }).createRecords([keyed(1)])).rejects.toMatchObject({ kind: 'unknown' });
    server.on('/services/data/v67.0/limits', json(429, {}, { 'retry-after': '7' }));
    await expect(open({ url: server.url }).limits()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
  });

  it.each(['This session is not valid for use with the REST API', 'Connected app is not attached to Agent'])(
    'does not try to renew a session where that cannot help: %s',
    async (message) => {
      server.on('/services/data/v67.0/limits', json(401, [{ message, errorCode: 'INVALID_SESSION_ID' }]));
      await expect(open({ url: server.url }).limits()).rejects.toMatchObject({ kind: 'forbidden' });
      expect(server.seen).toHaveLength(1);
    },
  );
});
