/** The contract's list of what breaks real clients when it is missing: a test by the name of every line. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createLimiter } from './limits';
import { type MarketoSimulatorOptions, withDefaults } from './options';
import { createTestClient, mintToken, readToEnd, type TestClient, type Wire } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const anyCall = '/rest/v1/leads/partitions.json';
const dayMs = 86_400_000;
let simulator: MarketoSimulator;
let client: TestClient;

async function start(options: MarketoSimulatorOptions = {}) {
  simulator = await startMarketo({ startAt, ...options });
  client = createTestClient(simulator);
}
afterEach(() => simulator.close());

const errorOf = async (path: string) => (await client.get(path)).errors?.[0];
const rowsOf = (pages: Wire[]): Wire[] => pages.flatMap((page) => page.result ?? []);
const read = async (path: string, token: string) => rowsOf(await readToEnd(client, path, token));

test('P0-1 business errors are HTTP 200, codes are strings, and there is no result on errors and empty pages', async () => {
  await start();
  const answer = await client.send('/rest/v1/leads.json?filterType=title&filterValues=CTO');
  expect(answer.status).toBe(200);
  expect(answer.json).toEqual({
    requestId: expect.stringMatching(/^[0-9a-f]{1,5}#[0-9a-f]+$/),
    success: false,
    errors: [{ code: '1011', message: "Field 'title' not supported" }],
  });
  const [page] = await readToEnd(
    client,
    '/rest/v1/activities.json?activityTypeIds=1',
    await mintToken(client, startAt),
  );
  expect(page).toMatchObject({ success: true, moreResult: false });
  expect(page).not.toHaveProperty('result');
});

test('P0-2 the token life: falling expires_in, 602 once, then 601; 603 without; the query is refused; identity is free', async () => {
  await start();
  const first = await client.token();
  simulator.clock.advance(600_000);
  expect(await client.token()).toEqual({ ...first, expires_in: 3000 });
  simulator.clock.advance(3_000_000);
  expect([await errorOf(anyCall), await errorOf(anyCall)]).toEqual([
    { code: '602', message: 'Access token expired' },
    { code: '601', message: 'Access token invalid' },
  ]);
  client.useToken('garbage');
  expect(await errorOf(anyCall)).toMatchObject({ code: '601' });
  client.useToken(null);
  expect(await errorOf(anyCall)).toEqual({ code: '603', message: 'Access denied' });
  expect(await errorOf(`${anyCall}?access_token=${first.access_token}`)).toMatchObject({ code: '603' });
  const wrong = await fetch(`${simulator.url}/identity/oauth/token?grant_type=client_credentials&client_id=a`);
  expect([wrong.status, await wrong.json()]).toEqual([
    401,
    { error: 'invalid_client', error_description: 'Bad client credentials' },
  ]);
  await client.token();
  expect((await client.get('/rest/v1/stats/usage.json')).result[0].total).toBe(1);
  simulator.faults.add({ match: '/identity/', effect: { code: '401', message: 'No client with requested id' } });
  expect(await client.token()).toEqual({ error: 'unauthorized', error_description: 'No client with requested id' });
});

test('P0-2 a token can end in the middle of a bulk download, and between two pages', async () => {
  await start();
  const { world } = simulator;
  const ids = [world.createLead({ lastName: 'A' }), world.createLead({ lastName: 'B' })];
  const at = await finishedExport({ createdAt: today });
  expect((await client.send(`${at}/file.json`, { headers: { range: 'bytes=0-3' } })).status).toBe(206);
  simulator.faults.add({ match: 'file.json', effect: 'expire-token' });
  const cut = await client.send(`${at}/file.json`, { headers: { range: 'bytes=4-' } });
  expect(cut.json.errors).toEqual([{ code: '602', message: 'Access token expired' }]);
  await client.token();
  expect((await client.send(`${at}/file.json`, { headers: { range: 'bytes=4-' } })).status).toBe(206);

  const path = `/rest/v1/leads.json?filterType=id&filterValues=${ids}&batchSize=1`;
  const first = await client.get(path);
  simulator.faults.add({ effect: 'expire-token' });
  const second = `${path}&nextPageToken=${encodeURIComponent(first.nextPageToken)}`;
  expect(await errorOf(second)).toMatchObject({ code: '602' });
  await client.token();
  expect((await client.get(second)).result[0].id).toBe(ids[1]);
});

test('P0-3 a sliding window gives 606, many at once 615, the day 607; refusals of the platform are not counted', async () => {
  await start({ limits: { callsPer20s: 3, concurrent: 1, dailyQuota: 5 } });
  await client.token();
  simulator.faults.add({ effect: { code: '604' } });
  simulator.faults.add({ nth: 2, effect: { code: '604', applied: true } });
  for (let i = 0; i < 2; i++) expect(await errorOf(anyCall)).toMatchObject({ code: '604' });
  for (let i = 0; i < 3; i++) expect(await errorOf(anyCall)).toBeUndefined();
  expect(await errorOf(anyCall)).toEqual({ code: '606', message: "Max rate limit '3' exceeded with in '20' secs" });
  simulator.clock.advance(20_000);
  simulator.faults.add({ effect: { stallMs: 1 } });
  expect(await errorOf(anyCall)).toBeUndefined();
  expect(await errorOf('/rest/v1/stats/usage.json')).toBeUndefined();
  expect(await errorOf(anyCall)).toMatchObject({ code: '607' });
  simulator.clock.set(new Date('2026-11-03T06:00:00Z'));
  await client.token();
  const { result } = await client.get('/rest/v1/stats/usage/last7days.json');
  expect(result[1]).toMatchObject({ date: '2026-11-02', total: 5 });
  const days = (await client.get('/rest/v1/stats/errors/last7days.json')).result;
  expect(days[1].errors).toEqual(
    expect.arrayContaining([
      { errorCode: '604', count: 2 },
      { errorCode: '606', count: 1 },
      { errorCode: '607', count: 1 },
    ]),
  );
});

test('P0-3 the eleventh call at once is 615, until one of the ten is answered', () => {
  const limiter = createLimiter({ limits: withDefaults({}).limits, nowMs: () => startAt.getTime() });
  const admissions = Array.from({ length: 10 }, () => limiter.enter('api@demo.example'));
  expect(() => limiter.enter('api@demo.example')).toThrow("Concurrent access limit '10' reached");
  limiter.leave(admissions[0]!, null);
  expect(() => limiter.enter('api@demo.example')).not.toThrow();
});

test('P0-3 other integrations eat of the same window and of the same day', async () => {
  await start({ limits: { callsPer20s: 10, otherAppsPer20s: 8, dailyQuota: 1000 } });
  await client.token();
  expect([await errorOf(anyCall), await errorOf(anyCall)]).toEqual([undefined, undefined]);
  expect(await errorOf(anyCall)).toMatchObject({ code: '606' });
  simulator.clock.advance(600_000);
  const [today] = (await client.get('/rest/v1/stats/usage.json')).result;
  expect(today.users).toEqual([
    { userId: 'api@demo.example', count: 3 },
    { userId: 'other-app@demo.example', count: 240 },
  ]);
  simulator.usage.spend(757);
  expect(await errorOf(anyCall)).toMatchObject({ code: '607' });
});

test.each([
  ['spring', '2027-03-14T06:00:00Z', '2027-03-15T05:00:00Z'],
  ['autumn', '2026-11-01T05:00:00Z', '2026-11-02T06:00:00Z'],
])('P0-3 the day on which clocks change in %s is an hour shorter or longer', async (_season, begins, ends) => {
  await start({ startAt: new Date(begins), limits: { dailyQuota: 1 } });
  expect(await errorOf(anyCall)).toBeUndefined();
  simulator.clock.set(new Date(new Date(ends).getTime() - 1000));
  await client.token();
  expect(await errorOf(anyCall)).toMatchObject({ code: '607' });
  simulator.clock.set(new Date(ends));
  await client.token();
  expect(await errorOf(anyCall)).toBeUndefined();
});

test('P0-4 the log is searched in blocks from a position in commit order: short and empty pages that go on, late rows', async () => {
  await start({ limits: { scanBlock: 20 } });
  const { world } = simulator;
  const [quiet, busy] = [world.createLead({ lastName: 'Quiet' }), world.createLead({ lastName: 'Busy' })];
  const token = await mintToken(client, startAt);
  world.addActivity({ leadId: quiet, activityTypeId: 1, commitAfterMs: 60_000 });
  for (let i = 0; i < 45; i++) world.addActivity({ leadId: busy, activityTypeId: 1 });
  const path = `/rest/v1/activities.json?activityTypeIds=1&leadIds=${quiet}`;
  const pages = await readToEnd(client, path, token);
  expect(pages.map((page) => [page.result, page.moreResult])).toEqual([
    [undefined, true],
    [undefined, true],
    [undefined, false],
  ]);
  for (const page of pages) expect(page.nextPageToken).toMatch(/^[A-Z2-7]{52}====$/);
  simulator.clock.advance(60_000);
  expect(await read(path, pages.at(-1).nextPageToken)).toMatchObject([{ activityDate: '2026-11-02T10:00:00Z' }]);
  expect(await read(path, await mintToken(client, simulator.clock.now()))).toEqual([]);
});

test.each(['1001', '1003', '610', '611'] as const)(
  'P0-4 a paging token that was tampered with or has expired is refused with %s',
  async (refusedToken) => {
    await start({ quirks: { refusedToken } });
    const token = await mintToken(client, startAt);
    const at = '/rest/v1/activities.json?activityTypeIds=1&nextPageToken=';
    const tampered = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    expect(await errorOf(at + encodeURIComponent(tampered))).toMatchObject({ code: refusedToken });
    expect(await errorOf(at + encodeURIComponent(token))).toBeUndefined();
    simulator.pageTokens.expireAll();
    expect(await errorOf(at + encodeURIComponent(token))).toMatchObject({ code: refusedToken });
    expect(await errorOf(at + encodeURIComponent(await mintToken(client, startAt)))).toBeUndefined();
  },
);

test('P0-5 people by filter: 300 values, 1,000 matches, known fields, searchable keys, pages without moreResult', async () => {
  await start();
  const { world } = simulator;
  const ids = [1, 2, 3].map((n) => world.createLead({ lastName: `P${n}`, email: 'twin@example.com' }));
  const get = (query: string) => client.get(`/rest/v1/leads.json?${query}`);
  const first = await get('filterType=email&filterValues=TWIN@example.com,none@example.com&batchSize=2');
  expect(first.result.map((lead: Wire) => lead.id)).toEqual(ids.slice(0, 2));
  expect(Object.keys(first.result[0]).sort()).toEqual(
    ['createdAt', 'email', 'firstName', 'id', 'lastName', 'updatedAt'].sort(),
  );
  expect(first.result[0].firstName).toBeNull();
  expect(first).not.toHaveProperty('moreResult');
  const last = await get(
    `filterType=email&filterValues=twin@example.com&batchSize=2&nextPageToken=${encodeURIComponent(first.nextPageToken)}`,
  );
  expect([last.result.length, last.nextPageToken]).toEqual([1, undefined]);
  expect((await get(`filterType=id&filterValues=${ids[0]},999999`)).result).toHaveLength(1);
  const code = async (query: string) => (await get(query)).errors?.[0].code;
  expect(await code('filterType=id&filterValues=1&fields=nope')).toBe('1006');
  expect(await code('filterType=firstName&filterValues=Ada')).toBe('1011');
  expect(await code(`filterType=id&filterValues=${Array.from({ length: 301 }, (_, i) => i + 1)}`)).toBe('1003');
  for (let i = 0; i < 1001; i++) world.createLead({ email: 'many@example.com' });
  expect((await get('filterType=email&filterValues=many@example.com')).errors[0]).toEqual({
    code: '1003',
    message: 'Too many results match the filter',
  });
  await simulator.close();
  await start({ quirks: { nulls: 'omit' } });
  const id = simulator.world.createLead({ lastName: 'A' });
  expect((await get(`filterType=id&filterValues=${id}&fields=id,firstName,lastName`)).result).toEqual([
    { id, lastName: 'A' },
  ]);
});

test('P0-6 POST as GET by form, 605 without it, 414 and 413 by size, 612 and 609 by body', async () => {
  await start();
  const id = simulator.world.createLead({ lastName: 'A' });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const post = (path: string, headers: Record<string, string>, body: string) =>
    client.send(path, { method: 'POST', headers, body });
  const merged = await post('/rest/v1/leads.json?_method=GET&filterType=id', form, `filterValues=${id}`);
  expect(merged.json.result).toMatchObject([{ id }]);
  expect((await post(anyCall, form, 'a=1')).json.errors[0]).toEqual({
    code: '605',
    message: "Request method 'POST' not supported",
  });
  expect((await client.send(`${anyCall}?x=${'a'.repeat(8200)}`)).status).toBe(414);
  const json = { 'content-type': 'application/json' };
  expect((await post('/rest/v1/leads.json', json, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
  expect((await post('/rest/v1/leads.json', { 'content-type': 'text/plain' }, '{}')).json.errors[0].code).toBe('612');
  expect((await post('/rest/v1/leads.json', json, '{')).json.errors[0].code).toBe('609');
});

const today = { startAt: '2026-11-02T00:00:00Z', endAt: '2026-11-02T23:59:59Z' };
const exportsAt = '/bulk/v1/leads/export';

async function finishedExport(filter: unknown, kind = 'leads', body: Wire = {}): Promise<string> {
  const fields = kind === 'leads' ? { fields: ['id', 'lastName'] } : {};
  const { result } = await client.post(`/bulk/v1/${kind}/export/create.json`, { ...fields, filter, ...body });
  const at = `/bulk/v1/${kind}/export/${result[0].exportId}`;
  await client.send(`${at}/enqueue.json`, { method: 'POST' });
  simulator.clock.advance(10 * 60_000);
  await client.get(`${at}/status.json`);
  return at;
}

describe('P0-7 bulk jobs', () => {
  const minutes = { bulk: { queuedForMs: 30_000, processingForMs: 90_000, statusEveryMs: 60_000 } };
  const create = (filter: Wire, body: Wire = {}) =>
    client.post(`${exportsAt}/create.json`, { fields: ['id'], filter, ...body });
  const enqueue = async (id: string) => (await client.send(`${exportsAt}/${id}/enqueue.json`, { method: 'POST' })).json;
  const status = async (id: string) => (await client.get(`${exportsAt}/${id}/status.json`)).result[0];

  test('P0-7 run from Created to Completed, told only once a minute, and their file is 404 before', async () => {
    await start(minutes);
    simulator.world.createLead({ lastName: 'A' });
    const [job] = (await create({ createdAt: today })).result;
    expect(job).toEqual({
      exportId: expect.any(String),
      format: 'CSV',
      status: 'Created',
      createdAt: '2026-11-02T10:00:00Z',
    });
    expect((await enqueue(job.exportId)).result[0].status).toBe('Queued');
    expect((await enqueue(job.exportId)).errors).toEqual([{ code: '1029', message: 'Job already queued' }]);
    const told: string[] = [];
    for (let i = 0; i < 6; i++) {
      simulator.clock.advance(25_000);
      told.push((await status(job.exportId)).status);
    }
    expect(told).toEqual(['Queued', 'Queued', 'Processing', 'Processing', 'Completed', 'Completed']);
    const early = (await create({ createdAt: today })).result[0].exportId;
    const none = await client.send(`${exportsAt}/${early}/file.json`);
    expect([none.status, none.headers.get('content-type')]).toEqual([404, 'text/plain']);
  });

  test('P0-7 two are processed, ten stand in line, and the queue moves on in order', async () => {
    await start(minutes);
    const ids: string[] = [];
    for (let i = 0; i < 11; i++) ids.push((await create({ createdAt: today })).result[0].exportId);
    for (const id of ids.slice(0, 10)) await enqueue(id);
    expect((await enqueue(ids[10]!)).errors).toEqual([{ code: '1029', message: 'Too many jobs in queue' }]);
    const counts = async () => {
      const { result } = await client.get(`${exportsAt}.json?status=Queued,Processing,Completed`);
      return ['Queued', 'Processing', 'Completed'].map((is) => result.filter((job: Wire) => job.status === is).length);
    };
    simulator.clock.advance(60_000);
    expect(await counts()).toEqual([8, 2, 0]);
    simulator.clock.advance(60_000);
    expect(await counts()).toEqual([6, 2, 2]);
    simulator.clock.advance(30 * 60_000);
    expect(await counts()).toEqual([0, 0, 10]);
  });

  test('P0-7 filters: exactly one, 31 days, no milliseconds, both ends inside, 1035 where they are not to be had', async () => {
    await start({ capabilities: { updatedAtFilter: false, smartLists: false } });
    const code = async (filter: Wire) => (await create(filter)).errors?.[0].code;
    expect(await code({})).toBe('1003');
    expect(await code({ createdAt: today, staticListId: 1 })).toBe('1003');
    expect(await code({ createdAt: { startAt: '2026-10-01T00:00:00Z', endAt: '2026-11-01T00:00:01Z' } })).toBe('1003');
    expect(
      await code({ createdAt: { startAt: '2026-10-01T00:00:00Z', endAt: '2026-11-01T00:00:00Z' } }),
    ).toBeUndefined();
    expect(await code({ createdAt: { ...today, endAt: '2026-11-02T10:00:00.000Z' } })).toBe('1003');
    expect((await create({ updatedAt: today })).errors).toEqual([
      { code: '1035', message: 'Unsupported filter type for target subscription' },
    ]);
    expect(await code({ smartListId: 1001 })).toBe('1035');
    simulator.world.createLead({ lastName: 'Edge' });
    const second = '2026-11-02T10:00:00Z';
    const at = await finishedExport({ createdAt: { startAt: second, endAt: second } });
    expect((await client.get(`${at}/status.json`)).result[0].numberOfRecords).toBe(1);
  });

  test('P0-7 a file in whole and in ranges, with its checksum; none is needed for no records', async () => {
    await start();
    for (const lastName of ['Ä', 'B', 'C']) simulator.world.createLead({ lastName });
    const at = await finishedExport({ createdAt: today });
    const whole = await client.send(`${at}/file.json`);
    const [done] = (await client.get(`${at}/status.json`)).result;
    expect(done).toMatchObject({ numberOfRecords: 3, fileSize: Buffer.byteLength(whole.text) });
    expect(done.fileChecksum).toBe(`sha256:${createHash('sha256').update(whole.text).digest('hex')}`);
    const range = (bytes: string) => client.send(`${at}/file.json`, { headers: { range: `bytes=${bytes}` } });
    const [first, rest] = [await range('0-9'), await range('10-')];
    expect([first.status, rest.status, first.text + rest.text]).toEqual([206, 206, whole.text]);
    expect(rest.headers.get('content-range')).toBe(`bytes 10-${done.fileSize - 1}/${done.fileSize}`);
    const past = await range(`${done.fileSize}-`);
    expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${done.fileSize}`]);
    const empty = await finishedExport({
      createdAt: { startAt: '2026-10-01T00:00:00Z', endAt: '2026-10-02T00:00:00Z' },
    });
    expect((await client.get(`${empty}/status.json`)).result[0]).toMatchObject({
      status: 'Completed',
      numberOfRecords: 0,
    });
  });

  test('P0-7 the bytes of a day are limited until midnight in Chicago, other integrations’ too', async () => {
    await start({ limits: { bulkQuotaBytes: 1024 * 1024 } });
    simulator.bulk.useQuota(1024 * 1024);
    const id = (await create({ createdAt: today })).result[0].exportId;
    const refused = { code: '1029', message: 'Export daily quota 1MB exceeded.' };
    expect((await enqueue(id)).errors).toEqual([refused]);
    simulator.clock.set(new Date('2026-11-03T05:59:59Z'));
    await client.token();
    expect((await enqueue(id)).errors).toEqual([refused]);
    simulator.clock.set(new Date('2026-11-03T06:00:00Z'));
    expect((await enqueue(id)).result[0].status).toBe('Queued');
  });

  test('P0-7 only the API user who made a job sees it', async () => {
    const second = { clientId: 'second', clientSecret: 's2', email: 'second@demo.example', denied: [] };
    await start({ otherUsers: [second] });
    const mine = (await create({ createdAt: today })).result[0].exportId;
    const other = createTestClient({ ...simulator, clientId: second.clientId, clientSecret: second.clientSecret });
    expect((await other.get(`${exportsAt}/${mine}/status.json`)).errors[0].code).toBe('1013');
    expect((await other.send(`${exportsAt}/${mine}/file.json`)).status).toBe(404);
    expect((await other.get(`${exportsAt}.json`)).result).toEqual([]);
    expect((await client.get(`${exportsAt}.json`)).result).toHaveLength(1);
    expect((await other.get('/rest/v1/stats/usage.json')).result[0].users).toContainEqual({
      userId: 'second@demo.example',
      count: 4,
    });
  });

  test('P0-7 jobs fail with a reason, complete without a file, tell a wrong checksum, and are cancelled', async () => {
    await start();
    simulator.world.createLead({ lastName: 'A' });
    simulator.bulk.spoil('next', { failWith: 'System error' });
    const failed = await finishedExport({ createdAt: today });
    expect((await client.get(`${failed}/status.json`)).result[0]).toMatchObject({
      status: 'Failed',
      errorMsg: 'System error',
    });
    simulator.bulk.spoil('next', 'lose-file');
    const lost = await finishedExport({ createdAt: today });
    expect((await client.get(`${lost}/status.json`)).result[0]).toMatchObject({
      status: 'Completed',
      numberOfRecords: 1,
    });
    expect((await client.send(`${lost}/file.json`)).status).toBe(404);
    simulator.bulk.spoil('next', 'wrong-checksum');
    const wrong = await finishedExport({ createdAt: today });
    const { text } = await client.send(`${wrong}/file.json`);
    expect((await client.get(`${wrong}/status.json`)).result[0].fileChecksum).not.toContain(
      createHash('sha256').update(text).digest('hex'),
    );
    const queued = (await create({ createdAt: today })).result[0].exportId;
    await enqueue(queued);
    const cancelled = await client.send(`${exportsAt}/${queued}/cancel.json`, { method: 'POST' });
    expect(cancelled.json.result[0].status).toBe('Cancelled');
    expect((await client.send(`${wrong}/cancel.json`, { method: 'POST' })).json.errors[0].code).toBe('1003');
  });

  test('P0-7 files are kept for 7 days, jobs for 30', async () => {
    await start();
    const at = await finishedExport({ createdAt: today });
    simulator.clock.advance(7 * dayMs);
    await client.token();
    expect((await client.send(`${at}/file.json`)).status).toBe(404);
    expect((await client.get(`${at}/status.json`)).result[0].status).toBe('Completed');
    expect((await client.get(`${exportsAt}.json`)).result).toEqual([]);
    simulator.clock.advance(23 * dayMs);
    await client.token();
    expect((await client.get(`${at}/status.json`)).errors[0].code).toBe('1013');
  });

  test('P0-7 where bulk extract is not to be had, every call says so', async () => {
    await start({ capabilities: { bulk: false } });
    expect((await create({ createdAt: today })).errors).toEqual([{ code: '703', message: 'Feature not enabled' }]);
    expect(await errorOf(`${exportsAt}.json`)).toMatchObject({ code: '703' });
  });

  test('P0-7 activities are extracted by date and type, with their attributes as one JSON object', async () => {
    await start();
    const { world } = simulator;
    const id = world.createLead({ lastName: 'A' });
    world.addActivity({ leadId: id, activityTypeId: 22, primaryAttributeValueId: 146, attributes: { 'New Value': 5 } });
    world.addActivity({ leadId: id, activityTypeId: 1, primaryAttributeValue: '/pricing, plans' });
    const at = await finishedExport({ createdAt: today, activityTypeIds: [1, 22] }, 'activities');
    expect((await client.send(`${at}/file.json`)).text.split('\n')).toEqual([
      'marketoGUID,leadId,activityDate,activityTypeId,campaignId,primaryAttributeValueId,primaryAttributeValue,attributes',
      `2,${id},2026-11-02T10:00:00Z,22,null,146,null,"{""New Value"":5}"`,
      `3,${id},2026-11-02T10:00:00Z,1,null,null,"/pricing, plans",{}`,
      '',
    ]);
    const create = (filter: Wire) => client.post('/bulk/v1/activities/export/create.json', { filter });
    expect((await create({ activityTypeIds: [1] })).errors[0].code).toBe('1003');
    expect((await create({ createdAt: today, activityTypeIds: [37] })).errors[0].code).toBe('1003');
    const scored = { createdAt: today, activityTypeIds: [22], primaryAttributeValueIds: [147] };
    const none = await finishedExport(scored, 'activities');
    expect((await client.get(`${none}/status.json`)).result[0].numberOfRecords).toBe(0);
  });

  test('P0-7 a large file is written and sent in pieces while others are served', async () => {
    await start();
    simulator.world.seedPeople({ count: 6000, seed: 4, activitiesPerPerson: 0 });
    const filter = { smartListId: 1001 };
    const at = await finishedExport(filter);
    const [done] = (await client.get(`${at}/status.json`)).result;
    const { text } = await client.send(`${at}/file.json`);
    expect(done.numberOfRecords).toBe(simulator.world.eligible().length);
    expect(text.match(/^\d+,/gm)).toHaveLength(done.numberOfRecords);
    expect(done.fileChecksum).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`);
  });
});

test('P0-8 deletions last 14 days, short-lived rows 90; a merge moves what the losers did and names them', async () => {
  await start();
  const { world } = simulator;
  const [winner, loser, gone] = ['W', 'L', 'G'].map((lastName) => world.createLead({ lastName }));
  const token = await mintToken(client, new Date(startAt.getTime() - 1000));
  world.addActivity({ leadId: loser!, activityTypeId: 1 });
  world.mergeLeads(winner!, [loser!]);
  world.deleteLead(gone!);
  world.setOwner(winner!, '0055f000000001XAAQ');
  const rows = await read('/rest/v1/activities.json?activityTypeIds=1,23,32', token);
  expect(rows.map((row) => [row.activityTypeId, row.leadId])).toEqual([
    [1, winner],
    [32, winner],
    [23, winner],
  ]);
  expect(rows[1].attributes).toContainEqual({ name: 'Merge IDs', value: [loser] });
  const deleted = () => read('/rest/v1/activities/deletedleads.json', token);
  expect((await deleted()).map((row) => row.leadId)).toEqual([gone]);
  simulator.clock.advance(14 * dayMs + 1000);
  await client.token();
  expect(await deleted()).toEqual([]);
  simulator.clock.advance(77 * dayMs);
  await client.token();
  const left = await read('/rest/v1/activities.json?activityTypeIds=1,23,32', token);
  expect(left.map((row) => row.activityTypeId)).toEqual([32, 23]);
});

describe('P0-9 custom activities', () => {
  const at = '/rest/v1/activities/external';
  const call = (n = 1) => ({
    apiName: `acmeCall${n}`,
    name: `Acme Call ${n}`,
    description: 'A call',
    triggerName: `Receives call ${n}`,
    filterName: `Received call ${n}`,
    primaryAttribute: { apiName: 'subject', name: 'Subject' },
  });
  const key = { apiName: 'externalActivityId', name: 'External Activity ID', dataType: 'string' };

  async function approvedType(): Promise<number> {
    await client.post(`${at}/type.json`, call());
    await client.post(`${at}/type/acmeCall1/attributes/create.json`, { attributes: [key] });
    return (await client.post(`${at}/type/acmeCall1/approve.json`, {})).result[0].id;
  }
  const row = (leadId: number, activityTypeId: number, value: unknown = 'k1') => ({
    leadId,
    activityTypeId,
    activityDate: '2026-11-02T10:59:00+01:00',
    primaryAttributeValue: 'Intro',
    attributes: [{ apiName: 'externalActivityId', value }],
  });

  test('P0-9 types are drafted, approved, and drafted again', async () => {
    await start();
    const [drafted] = (await client.post(`${at}/type.json`, call())).result;
    expect(drafted).toMatchObject({ id: 100_001, apiName: 'acmeCall1', status: 'draft' });
    expect((await client.post(`${at}/type.json`, call())).errors[0].code).toBe('1017');
    const describe = async (query = '') => (await client.get(`${at}/type/acmeCall1/describe.json${query}`)).result[0];
    await approvedType().catch(() => undefined);
    expect(await describe()).toMatchObject({ status: 'approved', attributes: [key] });
    await client.post(`${at}/type/acmeCall1.json`, { description: 'Changed' });
    expect(await describe()).toMatchObject({ status: 'approved with draft', description: 'A call' });
    expect(await describe('?draft=true')).toMatchObject({ description: 'Changed' });
    await client.post(`${at}/type/acmeCall1/discardDraft.json`, {});
    expect(await describe()).toMatchObject({ status: 'approved' });
    const update = { attributes: [{ ...key, name: 'Key' }] };
    await client.post(`${at}/type/acmeCall1/attributes/update.json`, update);
    await client.post(`${at}/type/acmeCall1/approve.json`, {});
    expect((await describe()).attributes[0].name).toBe('Key');
    await client.post(`${at}/type/acmeCall1/attributes/delete.json`, { attributes: [{ apiName: key.apiName }] });
    expect((await describe('?draft=true')).attributes).toEqual([]);
    await client.post(`${at}/type/acmeCall1/delete.json`, {});
    expect((await client.get(`${at}/types.json`)).result).toMatchObject([{ status: 'deleted' }]);
  });

  test('P0-9 at most ten types and twenty attributes', async () => {
    await start();
    for (let n = 1; n <= 10; n++) await client.post(`${at}/type.json`, call(n));
    expect((await client.post(`${at}/type.json`, call(11))).errors[0].code).toBe('1027');
    const attributes = Array.from({ length: 21 }, (_, i) => ({ ...key, apiName: `a${i}`, name: `A ${i}` }));
    const answer = await client.post(`${at}/type/acmeCall1/attributes/create.json`, { attributes });
    expect(answer.errors[0].code).toBe('1028');
    expect((await client.post(`${at}/type.json`, { ...call(12), name: 'No (brackets)' })).errors[0].code).toBe('1003');
  });

  test('P0-9 rows of approved types are added or skipped in their places, and never deduplicated', async () => {
    await start();
    const id = simulator.world.createLead({ lastName: 'A' });
    const token = await mintToken(client, new Date(startAt.getTime() - 3_600_000));
    await client.post(`${at}/type.json`, call(2));
    const typeId = await approvedType();
    const input = [
      row(id, typeId),
      row(999_999, typeId),
      row(id, typeId),
      row(id, 1),
      row(id, typeId, 'x'.repeat(65_536)),
      row(id, 100_001),
      { leadId: id },
    ];
    const { success, result } = await client.post(`${at}.json`, { input });
    expect(success).toBe(true);
    expect(result.map((item: Wire) => item.errors?.[0].code ?? item.status)).toEqual([
      'added',
      '1004',
      'added',
      '1003',
      '1049',
      '1003',
      '1002',
    ]);
    expect(result[1]).toEqual({ status: 'skipped', errors: [{ code: '1004', message: 'Lead not found' }] });
    const rows = await read(`/rest/v1/activities.json?activityTypeIds=${typeId}&leadIds=${id}`, token);
    expect(rows.map((item) => item.marketoGUID)).toEqual([result[0].marketoGUID, result[2].marketoGUID]);
    expect(rows[0]).toMatchObject({
      activityDate: '2026-11-02T09:59:00Z',
      primaryAttributeValue: 'Intro',
      attributes: [{ name: 'External Activity ID', value: 'k1' }],
    });
    const types = (await client.get('/rest/v1/activities/types.json')).result;
    expect(types.find((type: Wire) => type.id === typeId)).toMatchObject({ apiName: 'acmeCall1', attributes: [key] });
    expect(types.some((type: Wire) => type.id === 100_001)).toBe(false);
    const tooMany = Array.from({ length: 301 }, () => row(id, typeId));
    expect((await client.post(`${at}.json`, { input: tooMany })).errors[0].code).toBe('1003');
  });

  test('P0-9 types outlive a snapshot', async () => {
    await start();
    const typeId = await approvedType();
    const kept = simulator.snapshot();
    simulator.reset();
    simulator.restore(kept);
    await client.token();
    const id = simulator.world.createLead({ lastName: 'A' });
    expect((await client.post(`${at}.json`, { input: [row(id, typeId)] })).result[0].status).toBe('added');
  });
});
