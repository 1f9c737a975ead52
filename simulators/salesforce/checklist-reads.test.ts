import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SalesforceSimulator, startSalesforce } from './index';
import { createTestClient, type TestClient } from './test-client';

const startAt = new Date('2026-11-02T10:00:30.250Z');
const dayMs = 86_400_000;
let org: SalesforceSimulator;
let api: TestClient;

beforeEach(async () => {
  org = await startSalesforce({ startAt });
  api = createTestClient(org);
});
afterEach(async () => {
  expect(org.unknownRequests).toEqual([]);
  await org.close();
});

const lead = (more: object = {}, act: object = {}) =>
  org.world.create('Lead', { LastName: 'Byron', Company: 'Contoso', ...more }, act);
const idsOf = (answer: { records: { Id: string }[] }) => answer.records.map(({ Id }) => Id);
const at = (iso: string) => encodeURIComponent(iso.replace('Z', '+00:00'));

test('8.4-10 every record has attributes, and empty fields are null', async () => {
  const id = lead();
  const { records } = await api.query('SELECT Id, Title, Owner.Name, Owner.Email FROM Lead');
  const attributes = { type: 'Lead', url: `/services/data/v67.0/sobjects/Lead/${id}` };
  expect(records).toMatchObject([{ attributes, Id: id, Title: null, Owner: { Name: 'Integration User' } }]);
  const task = org.world.create('Task', { Subject: 'S' });
  expect((await api.query('SELECT Who.Name, What.Name, Account.Name FROM Task')).records).toEqual([
    {
      attributes: expect.objectContaining({ url: expect.stringContaining(task) }),
      Who: null,
      What: null,
      Account: null,
    },
  ]);
});

test('8.4-11 instants end in +0000 with milliseconds, which comparisons ignore', async () => {
  lead();
  const { records } = await api.query('SELECT SystemModstamp FROM Lead');
  expect(records[0].SystemModstamp).toBe('2026-11-02T10:00:30.250+0000');
  const count = async (condition: string) =>
    (await api.query(`SELECT COUNT() FROM Lead WHERE SystemModstamp ${condition}`)).totalSize;
  const counts = [await count('= 2026-11-02T10:00:30Z'), await count('> 2026-11-02T10:00:30.100Z')];
  expect([...counts, await count('>= 2026-11-02T11:00:30%2B01:00'.replace('%2B', '+'))]).toEqual([1, 0, 1]);
});

test('8.4-12 stamps never go back; a late commit shows itself under its old stamp', async () => {
  const first = lead();
  org.clock.advance(-5000);
  const second = lead({}, { commitAfterMs: 60_000 });
  expect(org.world.record(second)?.SystemModstamp).toBe(org.world.record(first)?.SystemModstamp);
  expect(idsOf(await api.query('SELECT Id FROM Lead'))).toEqual([first]);
  org.clock.advance(60_000);
  expect(idsOf(await api.query('SELECT Id FROM Lead'))).toEqual([first, second]);
});

test('8.4-13 pages: at least 200 and at most 2,000 rows, a locator with its offset, and its end', async () => {
  org.world.seedPeople({ count: 3300, owned: 1 });
  const total = org.world.records('Lead').length;
  const whole = await api.query('SELECT Id FROM Lead');
  expect([whole.totalSize, whole.done, whole.records.length]).toEqual([total, false, 2000]);
  expect(whole.nextRecordsUrl).toMatch(/^\/services\/data\/v67\.0\/query\/01g\w{15}-2000$/);
  const seen = new Set(idsOf(whole));
  for (let next = whole.nextRecordsUrl; next; ) {
    const page = await api.get(next);
    for (const id of idsOf(page)) seen.add(id);
    next = page.nextRecordsUrl;
  }
  expect(seen.size).toBe(total);
  const asked = await api.send('GET', '/query?q=SELECT+Id+FROM+Lead', {
    headers: { 'Sforce-Query-Options': 'batchSize=10' },
  });
  expect(asked.json.records).toHaveLength(200);
  org.clock.advance(3 * dayMs);
  api.renew();
  expect(await api.get(whole.nextRecordsUrl)).toMatchObject([{ errorCode: 'INVALID_QUERY_LOCATOR' }]);
});

test('8.4-13 a user has ten open queries; the oldest goes', async () => {
  org.settings.limits.pageRows = 1;
  for (const _ of [1, 2]) lead();
  const urls: string[] = [];
  for (let n = 0; n < 11; n++) urls.push((await api.query('SELECT Id FROM Lead')).nextRecordsUrl);
  expect(await api.get(urls[0] ?? '')).toMatchObject([{ errorCode: 'INVALID_QUERY_LOCATOR' }]);
  expect(await api.get(urls[1] ?? '')).toMatchObject({ done: true });
});

test('8.4-14 ordinary queries leave out the deleted and the archived; queryAll does not', async () => {
  const gone = lead();
  org.world.delete(gone);
  expect(idsOf(await api.query('SELECT Id FROM Lead'))).toEqual([]);
  expect((await api.query('SELECT Id, IsDeleted FROM Lead', true)).records).toMatchObject([
    { Id: gone, IsDeleted: true },
  ]);
});

test('8.4-15 the bin keeps 15 days; undelete, hard delete and a purge', async () => {
  const [kept, hard, old] = [lead(), lead(), lead()];
  for (const id of [kept, hard]) org.world.delete(id);
  org.world.undelete(kept);
  org.world.hardDelete(hard);
  expect(idsOf(await api.query('SELECT Id FROM Lead', true))).toEqual([kept, old]);
  org.world.delete(old);
  org.clock.advance(16 * dayMs);
  api.renew();
  await api.query('SELECT Id FROM User');
  expect(idsOf(await api.query('SELECT Id FROM Lead', true))).toEqual([kept]);
  org.world.purgeDeleted();
  const start = at(new Date(org.clock.now().getTime() - 3_600_000).toISOString());
  const answer = await api.get(`/sobjects/Lead/deleted?start=${start}&end=${at(org.clock.now().toISOString())}`);
  expect(answer).toMatchObject([{ errorCode: 'INVALID_REPLICATION_DATE' }]);
});

test('8.4-16 updated and deleted cut off seconds, and want a minute between their ends', async () => {
  const id = lead();
  const asked = async (what: string, start: string, end: string) =>
    api.get(`/sobjects/Lead/${what}?start=${at(start)}&end=${at(end)}`);
  expect(await asked('updated', '2026-11-02T10:00:59Z', '2026-11-02T10:01:10Z')).toEqual({
    ids: [id],
    latestDateCovered: '2026-11-02T10:00:00.000+0000',
  });
  expect(await asked('deleted', '2026-11-02T10:00:01Z', '2026-11-02T10:00:59Z')).toMatchObject([
    { errorCode: 'INVALID_REPLICATION_DATE' },
  ]);
  expect(await asked('updated', '2026-09-01T10:00:00Z', '2026-11-02T10:00:00Z')).toMatchObject([
    { errorCode: 'INVALID_REPLICATION_DATE' },
  ]);
});

test('8.4-16 the covered date stays before a transaction that is still open', async () => {
  lead({}, { commitAfterMs: 10 * 60_000 });
  org.clock.advance(5 * 60_000);
  const answer = await api.get(
    `/sobjects/Lead/updated?start=${at('2026-11-02T09:00:00Z')}&end=${at('2026-11-02T10:05:00Z')}`,
  );
  expect(answer).toEqual({ ids: [], latestDateCovered: '2026-11-02T10:00:00.000+0000' });
});

test('8.4-32 every call counts, refused ones too, one for 200 records; a spent budget is 403 until a day has gone', async () => {
  org.settings.limits.dailyRequests = 4;
  await api.create(
    'Task',
    Array.from({ length: 200 }, () => ({ Subject: 'S', Status: 'Completed' })),
  );
  const wrong = await api.send('GET', '/query?q=nonsense');
  expect(wrong.headers.get('sforce-limit-info')).toBe('api-usage=2/4');
  expect((await api.get('/limits')).DailyApiRequests).toEqual({ Max: 4, Remaining: 1 });
  await api.query('SELECT Id FROM Task');
  const refused = await api.send('GET', '/limits');
  expect([refused.status, refused.json]).toEqual([
    403,
    [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
  ]);
  org.clock.advance(dayMs + 60_000);
  api.renew();
  expect((await api.send('GET', '/limits')).status).toBe(200);
});

test('8.4-32 every page of a query costs a call, and the usage of the app can stand first', async () => {
  org.settings.limits.pageRows = 1;
  org.settings.quirks.appUsage = 'before';
  for (const _ of [1, 2, 3]) lead();
  const first = await api.query('SELECT Id FROM Lead');
  const second = await api.send('GET', first.nextRecordsUrl);
  await api.get(second.json.nextRecordsUrl);
  expect(org.usage.used()).toBe(3);
  expect(second.headers.get('sforce-limit-info')).toMatch(
    /^per-app-api-usage=2\/100000\(appName=.+\); api-usage=2\/100000$/,
  );
});

test('8.4-33 too many long requests at once', async () => {
  Object.assign(org.settings.limits, { longRequestMs: 5, longRequests: 1 });
  org.faults.add({ match: '/query', effect: { delayMs: 80 } });
  const slow = api.query('SELECT Id FROM User');
  await until(() => org.calls.length === 1);
  await sleep(10);
  const refused = await api.get('/limits');
  expect(refused[0].message).toContain('ConcurrentRequests');
  await slow;
  expect((await api.send('GET', '/limits')).status).toBe(200);
});

test('8.4-38 a slow answer: the client has gone, and the record is there', async () => {
  org.faults.add({ match: 'composite/sobjects', effect: { delayMs: 40 } });
  const body = JSON.stringify({ records: [{ attributes: { type: 'Task' }, Subject: 'S' }] });
  const { accessToken } = org.tokens.grant();
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const url = `${org.url}/services/data/v67.0/composite/sobjects`;
  await expect(fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(15) })).rejects.toThrow();
  await until(() => org.world.records('Task').length === 1);
});

test('8.4-37 an answer lost after the commit: written, and the upsert finds it', async () => {
  org.faults.add({ match: 'composite/sobjects', object: 'Task', effect: 'reset-after' });
  const rows = [{ SalesActions_Key__c: 'sa-1', Subject: 'S', Status: 'Completed' }];
  await expect(api.upsert(rows)).rejects.toThrow();
  expect((await api.upsert(rows))[0]).toMatchObject({ success: true, created: false });
  org.faults.add({ match: 'composite/sobjects', effect: 'reset-before' });
  await expect(api.upsert([{ ...rows[0], SalesActions_Key__c: 'sa-2' }])).rejects.toThrow();
  expect(org.world.records('Task')).toHaveLength(1);
});

test('8.4-39 gateway pages, half JSON, empty 204, gzip', async () => {
  org.faults.add({ effect: { status: 503 } });
  const page = await api.send('GET', '/limits');
  expect([page.status, page.headers.get('content-type'), page.json]).toEqual([503, 'text/html', null]);
  org.faults.add({ effect: 'truncate' });
  expect((await api.send('GET', '/limits')).json).toBe(null);
  const zipped = await api.send('GET', '/sobjects/Task/describe', { headers: { 'accept-encoding': 'gzip' } });
  expect([zipped.headers.get('content-encoding'), zipped.json.name]).toEqual(['gzip', 'Task']);
  const changed = await api.send('PATCH', `/sobjects/Lead/${lead()}`, { body: { Title: 'x' } });
  expect([changed.status, changed.text]).toEqual([204, '']);
});

test('8.4-41 bodies in chunks, without a length', async () => {
  const { refreshToken } = org.tokens.grant();
  const form = {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: org.clientId,
    client_secret: org.clientSecret,
  };
  const url = new URL(`${org.url}/services/oauth2/token`);
  const status = await new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: 'POST' }, (response) => resolve(response.resume().statusCode));
    sent.on('error', reject);
    for (const piece of new URLSearchParams(form).toString().match(/.{1,20}/g) ?? []) sent.write(piece);
    sent.end();
  });
  expect(status).toBe(200);
});

test('8.4-43 closed tasks older than a year are archived', async () => {
  const closed = { Subject: 'S', Status: 'Completed' };
  const [archived, fresh] = ['2025-10-01', '2025-12-01'].map((ActivityDate) =>
    org.world.create('Task', { ...closed, ActivityDate }),
  );
  const undated = org.world.create('Task', { ...closed, CreatedDate: '2025-01-01T00:00:00.000Z' });
  const open = org.world.create('Task', { Subject: 'S', ActivityDate: '2024-01-01' });
  expect(idsOf(await api.query('SELECT Id FROM Task')).sort()).toEqual([fresh, open].sort());
  const all = await api.query('SELECT Id FROM Task WHERE IsArchived = true', true);
  expect(idsOf(all).sort()).toEqual([archived, undated].sort());
});

test('8.4-44 rows of one millisecond straddle a page', async () => {
  const ids = Array.from({ length: 30 }, () => lead()).sort();
  const page = async (after: string) =>
    idsOf(
      await api.query(
        `SELECT Id FROM Lead WHERE SystemModstamp >= 2026-11-02T10:00:30Z AND Id > '${after}' ORDER BY SystemModstamp, Id LIMIT 20`,
      ),
    );
  const first = await page('000000000000000');
  expect([...first, ...(await page(first.at(-1) ?? ''))]).toEqual(ids);
});

test('8.4-45 an address of more than 16 KB is refused', async () => {
  const { status } = await api.send('GET', `/query?q=SELECT+Id+FROM+Lead+WHERE+Id+IN+('${'a'.repeat(17_000)}')`);
  expect([414, 431]).toContain(status);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
