import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { parseApiDate } from './dates';
import { type MarketoSimulator, startMarketo } from './index';
import type { MarketoSimulatorOptions } from './options';
import { createTestClient, mintToken, readToEnd, type TestClient, type Wire } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
let simulator: MarketoSimulator;
let client: TestClient;

async function start(options: MarketoSimulatorOptions = {}) {
  simulator = await startMarketo({ startAt, ...options });
  client = createTestClient(simulator);
}
afterEach(() => simulator.close());

async function activitiesSince(seconds: number, typeIds: string): Promise<Wire[]> {
  const token = await mintToken(client, new Date(startAt.getTime() - seconds * 1000));
  const pages = await readToEnd(client, `/rest/v1/activities.json?activityTypeIds=${typeIds}`, token);
  return pages.flatMap((page) => page.result ?? []);
}

describe('P1 10: spellings of dates', () => {
  test('as in the samples: Z for people and activities, +0000 for lead changes', async () => {
    await start();
    const id = simulator.world.createLead({ lastName: 'A' });
    simulator.world.addActivity({ leadId: id, activityTypeId: 1 });
    expect((await activitiesSince(60, '1'))[0].activityDate).toBe('2026-11-02T10:00:00Z');
    const token = encodeURIComponent(await mintToken(client, startAt));
    const changes = await client.get(`/rest/v1/activities/leadchanges.json?fields=lastName&nextPageToken=${token}`);
    expect(changes.result[0].activityDate).toBe('2026-11-02T10:00:00+0000');
  });

  test('the zoo spells one and the same time in four ways', async () => {
    await start({ quirks: { dates: 'zoo' } });
    const id = simulator.world.createLead({ lastName: 'A' });
    const seconds = [0, 1, 2, 3].map((back) => new Date(startAt.getTime() - back * 1000));
    for (const activityDate of seconds) simulator.world.addActivity({ leadId: id, activityTypeId: 1, activityDate });
    const dates = (await activitiesSince(60, '1')).map((row) => row.activityDate);
    expect(dates.map((text) => text.replace(/^.{19}/, '')).sort()).toEqual(['', '+0000', '-08:00', 'Z']);
    const zoned = dates.map((text) => (/^.{19}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text));
    expect(zoned.map((text) => parseApiDate(text))).toEqual(seconds);
  });

  test.each([
    '2026-11-02T09:00:00Z',
    '2026-11-02T10:00:00%2B01:00',
    '2026-11-02T10:00:00%2B0100',
    '2026-11-02T09:00:00.000Z',
  ])('a paging token can be asked for with %s', async (text) => {
    await start();
    const answer = await client.get(`/rest/v1/activities/pagingtoken.json?sinceDatetime=${text}`);
    expect(answer.nextPageToken).toBe(await mintToken(client, new Date('2026-11-02T09:00:00Z')));
  });
});

describe('P1 11: types of values', () => {
  test('activity ids can be missing or repeat while the GUID stays unique', async () => {
    await start({ quirks: { activityIds: 'missing' } });
    const id = simulator.world.createLead({ lastName: 'A' });
    for (let i = 0; i < 150; i++) simulator.world.addActivity({ leadId: id, activityTypeId: 1 });
    const rows = await activitiesSince(60, '1');
    expect(rows.every((row) => !('id' in row))).toBe(true);
    expect(new Set(rows.map((row) => row.marketoGUID)).size).toBe(150);
    await simulator.close();

    await start({ quirks: { activityIds: 'repeated' } });
    const other = simulator.world.createLead({ lastName: 'A' });
    for (let i = 0; i < 150; i++) simulator.world.addActivity({ leadId: other, activityTypeId: 1 });
    const repeated = await activitiesSince(60, '1');
    expect(new Set(repeated.map((row) => row.id)).size).toBeLessThan(150);
    expect(new Set(repeated.map((row) => row.marketoGUID)).size).toBe(150);
  });

  test('attribute values are strings, numbers, booleans and arrays; percent fields carry decimals', async () => {
    await start();
    simulator.world.seedPeople({ count: 400, seed: 3 });
    const [winner = 0, loser = 0] = simulator.world.leadIds();
    simulator.world.mergeLeads(winner, [loser]);
    const rows = await activitiesSince(100 * 86_400, '6,8,10,13,22,32,60');
    const kinds = new Set<string>();
    for (const row of rows)
      for (const { value } of row.attributes) kinds.add(Array.isArray(value) ? 'array' : typeof value);
    expect([...kinds].sort()).toEqual(['array', 'boolean', 'number', 'string']);
    expect(simulator.world.leads().some((lead) => Number(lead.profileFit) % 1 !== 0)).toBe(true);
  });
});

describe('P1 15: describe, describe2 and schema agree', () => {
  const namesOf = async () => {
    const old = (await client.get('/rest/v1/leads/describe.json')).result.map((field: Wire) => field.rest.name);
    const [description] = (await client.get('/rest/v1/leads/describe2.json')).result;
    const schema = (await client.get('/rest/v1/leads/schema/fields.json')).result.map((field: Wire) => field.name);
    expect(description.fields.map((field: Wire) => field.name)).toEqual(old);
    expect(schema).toEqual(old);
    return { names: old as string[], description };
  };

  test('with a CRM sync the Salesforce fields are there, not marked as CRM-managed', async () => {
    await start();
    const { names, description } = await namesOf();
    expect(names).toEqual(
      expect.arrayContaining(['sfdcContactId', 'sfdcLeadOwnerId', 'linkedInProfileURL', 'ownerName']),
    );
    expect(names).not.toContain('sfdcOpptyId');
    expect(description.fields.every((field: Wire) => field.crmManaged === false)).toBe(true);
    expect(description.searchableFields).toEqual(expect.arrayContaining([['id'], ['email'], ['sfdcLeadOwnerId']]));
    expect(description.searchableFields).not.toContainEqual(['firstName']);
  });

  test('without it they are gone and asking for one is 1006', async () => {
    await start({ capabilities: { sfdc: false, linkedIn: false, ownerName: false } });
    const { names } = await namesOf();
    expect(names.filter((name) => /sfdc|linkedin|ownername/i.test(name))).toEqual([]);
    const answer = await client.get('/rest/v1/leads.json?filterType=id&filterValues=1&fields=id,sfdcLeadId');
    expect(answer.errors[0].code).toBe('1006');
    simulator.world.seedPeople({ count: 50, seed: 1 });
    expect(simulator.world.eligible()).toEqual([]);
  });

  test('the schema comes in pages until moreResult is false', async () => {
    await start();
    const first = await client.get('/rest/v1/leads/schema/fields.json?batchSize=40');
    expect(first).toMatchObject({ moreResult: true, nextPageToken: expect.any(String) });
    const token = encodeURIComponent(first.nextPageToken);
    const rest = await client.get(`/rest/v1/leads/schema/fields.json?batchSize=40&nextPageToken=${token}`);
    expect(rest.moreResult).toBe(false);
    expect((await client.get('/rest/v1/leads/schema/fields/email.json')).result).toMatchObject([{ dataType: 'email' }]);
  });

  test('every activity that a seeded world holds is of a listed type with listed attributes', async () => {
    await start({ limits: { scanBlock: 100_000 } });
    simulator.world.seedPeople({ count: 150, seed: 5 });
    const types: Wire[] = (await client.get('/rest/v1/activities/types.json')).result;
    const listed = new Set(types.flatMap((type) => type.attributes.map((item: Wire) => `${type.id} ${item.name}`)));
    const unlisted = new Set<string>();
    for (let i = 0; i < types.length; i += 10) {
      const ids = types.slice(i, i + 10).map((type) => type.id);
      for (const row of await activitiesSince(100 * 86_400, ids.join(',')))
        for (const { name } of row.attributes)
          if (!listed.has(`${row.activityTypeId} ${name}`)) unlisted.add(`${row.activityTypeId} ${name}`);
    }
    expect([...unlisted]).toEqual([]);
  });
});

describe('P1 16: what odd clients send', () => {
  test('an unnormalised bulk path reaches the bulk API', async () => {
    await start();
    const { access_token: token } = await client.token();
    const answer = await rawGet('/rest/../bulk/v1/leads/export.json', { authorization: `Bearer ${token}` });
    expect(JSON.parse(answer)).toMatchObject({ success: true, result: [] });
  });

  test('a GET with a form body is read', async () => {
    await start();
    const { access_token: token } = await client.token();
    const headers = { AUTHORIZATION: `bearer ${token}`, 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await rawGet('/rest/v1/leads/partitions.json', headers, '_method=GET');
    expect(JSON.parse(answer)).toMatchObject({ success: true });
  });

  test('answers of 1 KB and more are gzipped for those who take it', async () => {
    await start();
    const encoding = async (path: string, accept: string) =>
      (await client.send(path, { headers: { 'accept-encoding': accept } })).headers.get('content-encoding');
    expect(await encoding('/rest/v1/leads/describe2.json', 'gzip, deflate')).toBe('gzip');
    expect(await encoding('/rest/v1/leads/describe2.json', 'identity')).toBeNull();
    expect(await encoding('/rest/v1/leads/partitions.json', 'gzip')).toBeNull();
  });
});

/** `fetch` would normalise the path and refuse a GET with a body. */
function rawGet(path: string, headers: Record<string, string>, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(body.length) };
    const sent = request(simulator.url, { method: 'GET', path, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
