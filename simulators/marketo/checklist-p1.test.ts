/** The second part of the contract's list, how real instances differ in detail: a test by the name of every line. */
import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { parseApiDate } from './dates';
import { type MarketoSimulator, startMarketo } from './index';
import type { MarketoSimulatorOptions } from './options';
import { createTestClient, mintToken, readToEnd, type TestClient, type Wire } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const anyCall = '/rest/v1/leads/partitions.json';
let simulator: MarketoSimulator;
let client: TestClient;

async function start(options: MarketoSimulatorOptions = {}) {
  simulator = await startMarketo({ startAt, ...options });
  client = createTestClient(simulator);
}
afterEach(() => simulator.close());

async function activities(typeIds: string, seconds = 60): Promise<Wire[]> {
  const token = await mintToken(client, new Date(startAt.getTime() - seconds * 1000));
  const pages = await readToEnd(client, `/rest/v1/activities.json?activityTypeIds=${typeIds}`, token);
  return pages.flatMap((page) => page.result ?? []);
}

async function exported(filter: Wire, fields: string[]): Promise<string> {
  const at = '/bulk/v1/leads/export';
  const { result } = await client.post(`${at}/create.json`, { fields, filter });
  await client.send(`${at}/${result[0].exportId}/enqueue.json`, { method: 'POST' });
  simulator.clock.advance(60_000);
  const file = await rawGet(`${at}/${result[0].exportId}/file.json`);
  return file.body.toString('utf8');
}

test('P1-10 dates: Z, +0000, -08:00, the asset API’s Z+0000, the old form with a blank; whole seconds', async () => {
  await start({ quirks: { dates: 'zoo' } });
  const id = simulator.world.createLead({ lastName: 'A' });
  simulator.world.addList('Owned', [id]);
  for (let back = 0; back < 4; back++)
    simulator.world.addActivity({
      leadId: id,
      activityTypeId: 1,
      activityDate: new Date(startAt.getTime() - back * 1000 + 123),
    });
  const dates = (await activities('1')).map((row) => row.activityDate as string);
  expect(dates.map((text) => text.replace(/\d\d/g, '00')).sort()).toEqual([
    '0000-00-00 00:00:00',
    '0000-00-00T00:00:00+0000',
    '0000-00-00T00:00:00-00:00',
    '0000-00-00T00:00:00Z',
  ]);
  expect(dates.flatMap((text) => parseApiDate(text) ?? [])).toHaveLength(3);
  const [list] = (await client.get('/rest/asset/v1/staticLists.json')).result;
  expect(list.createdAt).toBe('2026-11-02T10:00:00Z+0000');
  expect(Number.isNaN(Date.parse(list.createdAt))).toBe(true);
});

test('P1-11 values: mixed types of attributes, ids that repeat or are missing, True and False, decimals in percents', async () => {
  await start({ quirks: { activityIds: 'repeated' }, limits: { scanBlock: 10_000 } });
  const { world } = simulator;
  world.seedPeople({ count: 200, seed: 3 });
  const [winner = 0, loser = 0] = world.leadIds();
  world.updateLead(winner, { doNotCall: true });
  world.updateLead(winner, { doNotCall: false });
  world.mergeLeads(winner, [loser]);
  const rows = await activities('6,8,10,13,22,32,60', 100 * 86_400);
  const values: unknown[] = rows.flatMap((row) => row.attributes.map((item: Wire) => item.value));
  expect([...new Set(values.map((value) => (Array.isArray(value) ? 'array' : typeof value)))].sort()).toEqual([
    'array',
    'boolean',
    'number',
    'string',
  ]);
  expect(values).toEqual(expect.arrayContaining(['True', 'False']));
  const bounces = rows.filter((row) => row.activityTypeId === 8);
  const categories = bounces.flatMap((row) => row.attributes.filter((item: Wire) => item.name === 'Category'));
  expect(categories.map((item: Wire) => item.value)).toEqual(categories.map(() => expect.stringMatching(/^\d+$/)));
  expect(categories.length).toBeGreaterThan(0);
  expect(new Set(rows.map((row) => row.marketoGUID)).size).toBe(rows.length);
  expect(new Set(rows.map((row) => row.id)).size).toBeLessThan(rows.length);
  expect(typeof rows.find((row) => row.activityTypeId === 6)?.primaryAttributeValueId).toBe('number');
  expect(world.leads().some((lead) => Number(lead.profileFit) % 1 !== 0)).toBe(true);
  await simulator.close();
  await start({ quirks: { activityIds: 'missing' } });
  simulator.world.createLead({ lastName: 'A' });
  const [row] = await activities('12');
  expect(row).not.toHaveProperty('id');
  expect(row).toMatchObject({ marketoGUID: '1' });
});

describe('P1-12 bulk files', () => {
  const today = { createdAt: { startAt: '2026-11-02T00:00:00Z', endAt: '2026-11-02T23:59:59Z' } };

  test('P1-12 hold every character there is, quoted as RFC 4180 says, and the word null', async () => {
    await start();
    const texts = [
      'a,b',
      'say "hi"',
      'two\r\nlines',
      'one\nline',
      '\u2028',
      '漢字 😀',
      'مرحبا',
      '<b>&amp;</b>',
      '',
      null,
    ];
    const ids = texts.map((lastName) => simulator.world.createLead({ lastName }));
    const file = await exported(today, ['id', 'lastName']);
    const cells = [
      '"a,b"',
      '"say ""hi"""',
      '"two\r\nlines"',
      '"one\nline"',
      '\u2028',
      '漢字 😀',
      'مرحبا',
      '<b>&amp;</b>',
    ];
    const lines = [...cells, '', 'null'].map((cell, index) => `${ids[index]},${cell}\n`);
    expect(file).toBe(`id,lastName\n${lines.join('')}`);
  });

  test('P1-12 can carry a byte order mark, NUL bytes and stray quotes, with or without a charset', async () => {
    await start({ quirks: { csvBom: true, csvNulBytes: true, csvStrayQuotes: true, csvCharset: false } });
    for (let i = 0; i < 5; i++) simulator.world.createLead({ firstName: 'Ada', lastName: '5" disk, old' });
    const file = await exported(today, ['firstName', 'lastName']);
    const row = 'Ada,"5" disk, old"\n';
    expect(file).toBe(`\uFEFFfirstName,lastName\n${row.repeat(4)}A\0da,"5" disk, old"\n`);
    const at = simulator.calls.at(-1)?.path ?? '';
    expect((await rawGet(at)).headers['content-type']).toBe('text/csv');
    await simulator.close();
    await start();
    await exported(today, ['firstName']);
    expect((await rawGet(simulator.calls.at(-1)?.path ?? '')).headers['content-type']).toBe('text/csv;charset=UTF-8');
  });

  test('P1-12 of neighbouring windows can hold the same row twice', async () => {
    await start({ quirks: { bulkEdgeSeconds: 3600 } });
    const id = simulator.world.createLead({ lastName: 'Edge' });
    const before = { createdAt: { startAt: '2026-11-02T09:00:00Z', endAt: '2026-11-02T10:29:59Z' } };
    const after = { createdAt: { startAt: '2026-11-02T10:30:00Z', endAt: '2026-11-02T12:00:00Z' } };
    expect([await exported(before, ['id']), await exported(after, ['id'])]).toEqual(Array(2).fill(`id\n${id}\n`));
  });

  test('P1-12 come as CSV, TSV or SSV with the headers that were asked for, and are never compressed', async () => {
    await start();
    const id = simulator.world.createLead({ lastName: 'a;b' });
    const at = '/bulk/v1/leads/export';
    const body = { fields: ['id', 'lastName'], format: 'SSV', columnHeaderNames: { id: 'Marketo ID' }, filter: today };
    const [job] = (await client.post(`${at}/create.json`, body)).result;
    await client.send(`${at}/${job.exportId}/enqueue.json`, { method: 'POST' });
    simulator.clock.advance(60_000);
    const file = await client.send(`${at}/${job.exportId}/file.json`, { headers: { 'accept-encoding': 'gzip' } });
    expect(file.text).toBe(`Marketo ID;lastName\n${id};"a;b"\n`);
    expect(file.headers.get('content-encoding')).toBeNull();
  });
});

test('P1-13 a token gives the same page again, and what was appended since comes after it', async () => {
  await start();
  const id = simulator.world.createLead({ lastName: 'Twice' });
  const token = encodeURIComponent(await mintToken(client, startAt));
  const path = `/rest/v1/activities.json?activityTypeIds=1&nextPageToken=${token}`;
  simulator.world.addActivity({ leadId: id, activityTypeId: 1 });
  const first = await client.get(path);
  expect((await client.get(path)).result).toEqual(first.result);
  simulator.world.addActivity({ leadId: id, activityTypeId: 1 });
  const again = await client.get(path);
  expect(again.result.slice(0, 1)).toEqual(first.result);
  expect(again.result).toHaveLength(2);
});

describe('P1-14 what networks and gateways do', () => {
  const write = () => client.post('/rest/v1/leads.json', { input: [{ email: 'a@example.com' }] });
  const written = () => simulator.world.leadIds().length;

  test('P1-14 every code of the contract, before the request is executed and after', async () => {
    await start();
    const codes = '500 502 601 602 603 604 606 607 608 610 611 614 615 703 713 1001 1003 1004 1006 1013 1029 1035 9999';
    for (const code of codes.split(' ')) {
      simulator.faults.add({ effect: { code } });
      const [error] = (await write()).errors;
      expect([error.code, typeof error.message]).toEqual([code, 'string']);
    }
    expect(written()).toBe(0);
    simulator.faults.add({ effect: { code: '604', applied: true } });
    expect((await write()).errors).toEqual([{ code: '604', message: 'Request timed out' }]);
    expect(written()).toBe(1);
    for (let i = 0; i < 3; i++) simulator.faults.add({ nth: 2, times: 3, effect: { code: '608' } });
    expect((await client.get(anyCall)).success).toBe(true);
    expect((await client.get(anyCall)).errors[0].code).toBe('608');
  });

  test('P1-14 pages of HTML with 502, 503, 429 and 200', async () => {
    await start();
    for (const effect of ['html-502', { status: 503 }, { status: 429 }, 'html-200', 'html-502-after'] as const) {
      simulator.faults.add({ effect });
      const answer = await client.send('/rest/v1/leads.json', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"input":[{"email":"a@example.com"}]}',
      });
      expect(answer.headers.get('content-type')).toBe('text/html');
      expect(answer.status).toBe(typeof effect === 'object' ? effect.status : effect === 'html-200' ? 200 : 502);
      expect(written()).toBe(effect === 'html-502-after' ? 1 : 0);
    }
  });

  test('P1-14 connections that break before the write, after it, and in the middle of the answer', async () => {
    await start();
    simulator.faults.add({ effect: 'reset-before' });
    await expect(write()).rejects.toThrow();
    expect(written()).toBe(0);
    simulator.faults.add({ effect: 'reset-after' });
    await expect(write()).rejects.toThrow();
    expect(written()).toBe(1);
    simulator.faults.add({ effect: 'reset-body' });
    await expect(client.get('/rest/v1/leads/describe.json')).rejects.toThrow();
    simulator.faults.add({ effect: 'reset-before' });
    const partly = await rawGet('/rest/v1/leads/describe.json').catch((error: Error) => error.message);
    expect(partly).toMatch(/socket hang up|ECONNRESET/);
  });

  test('P1-14 answers that end early: JSON, gzip, files', async () => {
    await start();
    simulator.faults.add({ effect: 'truncate' });
    expect((await client.send(anyCall)).json).toBeNull();
    simulator.faults.add({ effect: 'gzip-cut' });
    const cut = await client.send(anyCall, { headers: { 'accept-encoding': 'gzip' } });
    // Undici hands on what it could unpack, as browsers do.
    expect([cut.headers.get('content-encoding'), cut.json]).toEqual(['gzip', null]);
    for (let i = 0; i < 50; i++) simulator.world.createLead({ lastName: 'Same' });
    const filter = { createdAt: { startAt: '2026-11-02T00:00:00Z', endAt: '2026-11-02T23:59:59Z' } };
    const whole = await exported(filter, ['id', 'lastName']);
    const at = simulator.calls.at(-1)?.path ?? '';
    simulator.faults.add({ effect: 'truncate' });
    expect((await rawGet(at)).body.toString()).toBe(whole.slice(0, Math.floor(whole.length / 2)));
    simulator.faults.add({ effect: 'reset-body' });
    await expect(rawGet(at)).rejects.toThrow();
    const downloads = simulator.calls.filter((call) => call.path === at);
    expect(downloads.slice(-2).map((call) => call.code)).toEqual(['truncate', 'reset-body']);
  });

  test('P1-14 answers that are slow, that stall half way, and that time out after a while', async () => {
    await start();
    const took = async (ask: () => Promise<unknown>) => {
      const began = performance.now();
      await ask();
      return performance.now() - began;
    };
    simulator.faults.add({ effect: { delayMs: 60 } });
    expect(await took(() => client.get(anyCall))).toBeGreaterThan(50);
    simulator.faults.add({ effect: { stallMs: 60 } });
    expect(await took(async () => expect((await client.get(anyCall)).success).toBe(true))).toBeGreaterThan(50);
    simulator.faults.add({ effect: { delayMs: 60 } });
    simulator.faults.add({ effect: { code: '604' } });
    expect(await took(async () => expect((await client.get(anyCall)).errors[0].code).toBe('604'))).toBeGreaterThan(50);
  });

  test('P1-14 pages that do not move, tokens that are refused, envelopes without a result', async () => {
    await start();
    simulator.world.createLead({ lastName: 'A' });
    const token = await mintToken(client, startAt);
    const path = `/rest/v1/activities.json?activityTypeIds=12&nextPageToken=${encodeURIComponent(token)}`;
    simulator.faults.add({ effect: 'repeat-token' });
    expect(await client.get(path)).toMatchObject({ nextPageToken: token, moreResult: true, result: [{}] });
    simulator.faults.add({ effect: 'empty-page' });
    const empty = await client.get(path);
    expect(empty).toMatchObject({ nextPageToken: token, moreResult: true });
    expect(empty).not.toHaveProperty('result');
    simulator.faults.add({ effect: 'refuse-token' });
    expect((await client.get(path)).errors[0].code).toBe('1003');
    simulator.faults.add({ effect: 'no-result' });
    const bare = await client.get(anyCall);
    expect([bare.success, 'result' in bare]).toEqual([true, false]);
  });
});

test('P1-15 describe, describe2 and schema agree; without the CRM sync its fields are gone; crmManaged is false', async () => {
  await start({ capabilities: { sfdc: false, ownerName: false } });
  const old = (await client.get('/rest/v1/leads/describe.json')).result.map((field: Wire) => field.rest.name);
  const [newer] = (await client.get('/rest/v1/leads/describe2.json')).result;
  const schema = (await client.get('/rest/v1/leads/schema/fields.json')).result.map((field: Wire) => field.name);
  expect(newer.fields.map((field: Wire) => field.name)).toEqual(old);
  expect(schema).toEqual(old);
  expect(old.filter((name: string) => name.startsWith('sfdc'))).toEqual([]);
  const asked = await client.get('/rest/v1/leads.json?filterType=id&filterValues=1&fields=sfdcLeadId');
  expect(asked.errors[0].code).toBe('1006');
  await simulator.close();
  await start();
  const [synced] = (await client.get('/rest/v1/leads/describe2.json')).result;
  const sfdc = synced.fields.filter((field: Wire) => field.name.startsWith('sfdc'));
  expect(sfdc.map((field: Wire) => field.crmManaged)).toEqual(sfdc.map(() => false));
  expect(synced.searchableFields).toContainEqual(['sfdcLeadOwnerId']);
});

test('P1-16 unnormalised paths, a GET with a body, csv and repeated parameters, gzip from 1 KB, header case', async () => {
  await start();
  const { access_token: token } = await client.token();
  const json = async (path: string, headers: Record<string, string>, body = '') =>
    JSON.parse((await rawGet(path, { AUTHORIZATION: `bearer ${token}`, ...headers }, body)).body.toString());
  expect(await json('/rest/../bulk/v1/leads/export.json', {})).toMatchObject({ success: true, result: [] });
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  expect(await json(anyCall, form, '_method=GET')).toMatchObject({ success: true });
  simulator.world.createLead({ lastName: 'A' });
  const at = `/rest/v1/activities.json?nextPageToken=${encodeURIComponent(await mintToken(client, startAt))}`;
  const csv = await client.get(`${at}&activityTypeIds=12,13`);
  expect((await client.get(`${at}&activityTypeIds=12&activityTypeIds=13`)).result).toEqual(csv.result);
  const zipped = async (path: string, accept: string) =>
    (await client.send(path, { headers: { 'accept-encoding': accept } })).headers.get('content-encoding');
  expect(await zipped('/rest/v1/leads/describe.json', 'gzip')).toBe('gzip');
  expect(await zipped('/rest/v1/leads/describe.json', 'identity')).toBeNull();
  expect(await zipped(anyCall, 'gzip')).toBeNull();
  expect(csv.requestId).toMatch(/^[0-9a-f]{1,5}#[0-9a-f]+$/);
});

describe('P2-17 the rest of what people sync meets', () => {
  test('P2-17 a partition that is not there is 1008; warnings are objects here and texts in the asset API', async () => {
    await start({ quirks: { warnings: true } });
    const answer = await client.post('/rest/v1/leads.json', {
      partitionName: 'EMEA',
      input: [{ email: 'a@b.example' }],
    });
    expect(answer.errors[0].code).toBe('1008');
    expect((await client.get(anyCall)).warnings).toEqual([{ code: expect.any(Number), message: expect.any(String) }]);
    expect((await client.get('/rest/asset/v1/staticLists.json')).warnings).toEqual([
      'No assets found for the given search criteria.',
    ]);
  });

  test('P2-17 lists: assets by offset up to an end marker, people by token, membership, 10,000 are too many for a feed', async () => {
    await start();
    const { world } = simulator;
    const ids = [1, 2, 3].map((n) => world.createLead({ lastName: `P${n}` }));
    for (let i = 0; i < 25; i++) world.addList(`List ${i}`, i === 0 ? ids : []);
    const assets = (query: string) => client.get(`/rest/asset/v1/staticLists.json${query}`);
    expect((await assets('')).result).toHaveLength(20);
    expect((await assets('?offset=20&maxReturn=200')).result).toHaveLength(5);
    expect(await assets('?offset=25')).toEqual({
      requestId: expect.any(String),
      success: true,
      errors: [],
      warnings: ['No assets found for the given search criteria.'],
    });
    const [list] = (await client.get('/rest/asset/v1/staticList/byName.json?name=List%200')).result;
    const first = await client.get(`/rest/v1/lists/${list.id}/leads.json?batchSize=2&fields=id`);
    const token = encodeURIComponent(first.nextPageToken);
    const rest = await client.get(`/rest/v1/list/${list.id}/leads.json?batchSize=2&fields=id&nextPageToken=${token}`);
    expect([...first.result, ...rest.result].map((lead: Wire) => lead.id)).toEqual(ids);
    expect(first).not.toHaveProperty('moreResult');
    expect((await client.get(`/rest/v1/leads/${ids[0]}/listMembership.json`)).result).toMatchObject([
      { listId: list.id },
    ]);
    const many = world.addList(
      'Many',
      Array.from({ length: 10_000 }, (_, i) => i + 1),
    );
    const feed = `/rest/v1/activities.json?activityTypeIds=1&nextPageToken=${encodeURIComponent(await mintToken(client, startAt))}`;
    expect((await client.get(`${feed}&listId=${list.id}`)).success).toBe(true);
    expect((await client.get(`${feed}&listId=${many}`)).errors[0].code).toBe('1003');
  });

  test('P2-17 the smart list of people with an owner is evaluated anew for every job', async () => {
    await start();
    const id = simulator.world.createLead({ lastName: 'A' });
    const [list] = (await client.get('/rest/asset/v1/smartLists.json')).result;
    expect(await exported({ smartListId: list.id }, ['id'])).toBe('id\n');
    simulator.world.setOwner(id, '0055f000000001XAAQ');
    expect(await exported({ smartListName: list.name }, ['id'])).toBe(`id\n${id}\n`);
  });

  test('P2-17 an instance has the smart lists it is given', async () => {
    await start({
      smartLists: [
        { id: 5, name: 'All', holds: 'everybody' },
        { id: 6, name: 'Sales Actions People', holds: 'people with a sales owner' },
      ],
    });
    const id = simulator.world.createLead({ lastName: 'A' });
    const byName = await client.get('/rest/asset/v1/smartList/byName.json?name=Sales%20Actions%20People');
    expect(byName.result).toMatchObject([{ id: 6 }]);
    expect(await exported({ smartListId: 5 }, ['id'])).toBe(`id\n${id}\n`);
    expect(await exported({ smartListId: 6 }, ['id'])).toBe('id\n');
    const unknown = { fields: ['id'], filter: { smartListId: 1001 } };
    expect((await client.post('/bulk/v1/leads/export/create.json', unknown)).errors[0].code).toBe('1013');
  });

  test('P2-17 the folders at the root are older than the oldest person', async () => {
    await start();
    simulator.world.seedPeople({ count: 20, seed: 2 });
    const [folder] = (await client.get('/rest/asset/v1/folders.json?maxDepth=1')).result;
    const oldest = Math.min(...simulator.world.leads().map((lead) => lead.createdAt.getTime()));
    expect(parseApiDate(folder.createdAt.replace('+0000', ''))!.getTime()).toBeLessThan(oldest);
  });

  test('P2-17 a role without a permission gets 603 there and only there', async () => {
    await start({ denied: ['readOpportunity', 'readAsset', 'writeActivityMetadata'] });
    const code = async (path: string) => (await client.get(path)).errors?.[0].code;
    const roles = '/rest/v1/opportunities/roles.json?filterType=leadId&filterValues=1';
    expect([await code(roles), await code('/rest/asset/v1/smartLists.json')]).toEqual(['603', '603']);
    expect((await client.post('/rest/v1/activities/external/type.json', {})).errors[0].code).toBe('603');
    expect([await code('/rest/v1/activities/external/types.json'), await code(anyCall)]).toEqual([
      undefined,
      undefined,
    ]);
  });
});

/** `fetch` would normalise the path, refuse a GET with a body, and hide what is left of a broken answer. */
async function rawGet(
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<{ headers: Record<string, unknown>; body: Buffer }> {
  const given = headers.AUTHORIZATION ?? `Bearer ${(await client.token()).access_token}`;
  return new Promise((resolve, reject) => {
    const all = { ...headers, AUTHORIZATION: given, 'content-length': String(body.length) };
    const sent = request(simulator.url, { method: 'GET', path, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
