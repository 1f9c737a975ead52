import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, type TestClient, type Wire } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
let simulator: MarketoSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startMarketo({ startAt, limits: { callsPer20s: 10_000 } });
  client = createTestClient(simulator);
});
afterEach(() => simulator.close());

const errorOf = async (path: string) => (await client.get(path)).errors?.[0];
const find = (query: string) => client.get(`/rest/v1/leads.json?${query}`);
const idsOf = (answer: Wire): number[] => answer.result.map((lead: Wire) => lead.id);
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

describe('P0 5: reading people by filter', () => {
  test('the default six fields, missing ids left out, empty fields as explicit null', async () => {
    const id = simulator.world.createLead({ firstName: 'Abraham', email: 'abe@usa.example' });
    const answer = await find(`filterType=id&filterValues=${id},99999`);
    expect(answer.result).toEqual([
      {
        id,
        email: 'abe@usa.example',
        updatedAt: '2026-11-02T10:00:00Z',
        createdAt: '2026-11-02T10:00:00Z',
        firstName: 'Abraham',
        lastName: null,
      },
    ]);
    expect(answer).not.toHaveProperty('moreResult');
    expect(answer).not.toHaveProperty('nextPageToken');
  });

  test('with fields exactly these and the id; another instance leaves empty ones out', async () => {
    const id = simulator.world.createLead({ firstName: 'Abraham' });
    const query = `filterType=id&filterValues=${id}&fields=firstName,title`;
    expect((await find(query)).result).toEqual([{ id, firstName: 'Abraham', title: null }]);
    await simulator.close();
    simulator = await startMarketo({ startAt, quirks: { nulls: 'omit' } });
    client = createTestClient(simulator);
    simulator.world.createLead({ firstName: 'Abraham' });
    expect((await find(query)).result).toEqual([{ id, firstName: 'Abraham' }]);
  });

  test('two people with one e-mail are both there, whatever the letter case', async () => {
    const ids = ['Two@Example.com', 'two@example.com'].map((email) => simulator.world.createLead({ email }));
    expect(idsOf(await find('filterType=email&filterValues=TWO%40example.com'))).toEqual(ids);
  });

  test('300 values pass, 301 do not; blank parameters and words for numbers do not', async () => {
    const values = (count: number) => Array.from({ length: count }, (_, i) => i + 1).join(',');
    expect(await errorOf(`/rest/v1/leads.json?filterType=id&filterValues=${values(300)}`)).toBeUndefined();
    expect(await errorOf(`/rest/v1/leads.json?filterType=id&filterValues=${values(301)}`)).toMatchObject({
      code: '1003',
    });
    expect(await errorOf('/rest/v1/leads.json?filterType=id')).toMatchObject({ code: '1002' });
    expect(await errorOf('/rest/v1/leads.json?filterType=id&filterValues=abe')).toMatchObject({ code: '1001' });
  });

  test('an unknown field is 1006, an unsearchable filter 1011', async () => {
    expect(await errorOf('/rest/v1/leads.json?filterType=id&filterValues=1&fields=id,nope')).toEqual({
      code: '1006',
      message: "Field 'nope' not found",
    });
    for (const filterType of ['firstName', 'company', 'nope'])
      expect(await errorOf(`/rest/v1/leads.json?filterType=${filterType}&filterValues=x`)).toMatchObject({
        code: '1011',
      });
  });

  test('more than 1,000 matches are 1003; up to that, pages follow the token without moreResult', async () => {
    const ownerId = '0055f000000001XAAQ';
    const create = () => simulator.world.createLead({ sfdcLeadId: '00Q5f00000000ABEAA', sfdcLeadOwnerId: ownerId });
    const created = Array.from({ length: 1000 }, create);
    const query = `filterType=sfdcLeadOwnerId&filterValues=${ownerId}&fields=id`;
    const seen: number[] = [];
    const sizes: number[] = [];
    let token: string | undefined;
    do {
      const page = await find(token ? `${query}&nextPageToken=${encodeURIComponent(token)}` : query);
      expect(page).not.toHaveProperty('moreResult');
      seen.push(...idsOf(page));
      sizes.push(page.result.length);
      token = page.nextPageToken;
    } while (token);
    expect(sizes).toEqual([300, 300, 300, 100]);
    expect(seen).toEqual(created);
    create();
    expect(await errorOf(`/rest/v1/leads.json?${query}`)).toEqual({
      code: '1003',
      message: 'Too many results match the filter',
    });
  });

  test('people are found by the opportunity they have a role in', async () => {
    const id = simulator.world.createLead({ lastName: 'Buyer' });
    const opportunity = simulator.world.addOpportunityRole({ leadId: id });
    expect(idsOf(await find(`filterType=sfdcOpptyId&filterValues=${opportunity}`))).toEqual([id]);
  });

  test('one person by id; an unknown one is 1004', async () => {
    const id = simulator.world.createLead({ lastName: 'One', email: 'one@example.com' });
    expect((await client.get(`/rest/v1/lead/${id}.json?fields=email`)).result).toEqual([
      { id, email: 'one@example.com' },
    ]);
    expect(await errorOf('/rest/v1/lead/99999.json')).toEqual({ code: '1004', message: 'Lead not found' });
  });
});

describe('P0 6: methods, sizes and content types', () => {
  test('a POST with _method=GET reads, with the parameter in the query or in the form', async () => {
    const id = simulator.world.createLead({ lastName: 'Posted' });
    const read = async (path: string, body: string) =>
      idsOf((await client.send(path, { method: 'POST', headers: formType, body })).json);
    expect(await read('/rest/v1/leads.json?_method=GET', `filterType=id&filterValues=${id}`)).toEqual([id]);
    expect(await read('/rest/v1/leads.json?filterType=id', `_method=GET&filterValues=${id}`)).toEqual([id]);
  });

  test('a POST without it is 605 where only reading is possible', async () => {
    const answer = await client.send('/rest/v1/activities.json', { method: 'POST', headers: formType, body: 'a=1' });
    expect(answer.json.errors).toEqual([{ code: '605', message: "Request method 'POST' not supported" }]);
  });

  test('a URL over 8 KB is HTTP 414, a body over 1 MB HTTP 413', async () => {
    const long = 'x'.repeat(8200);
    expect((await client.send(`/rest/v1/leads.json?filterType=email&filterValues=${long}`)).status).toBe(414);
    const headers = { 'content-type': 'application/json' };
    const big = { method: 'POST', headers, body: 'x'.repeat(1_048_577) };
    expect((await client.send('/rest/v1/leads.json', big)).status).toBe(413);
  });

  test('a write that is not JSON is 612, broken JSON is 609', async () => {
    const send = async (headers: Record<string, string>, body: string) =>
      (await client.send('/rest/v1/leads.json', { method: 'POST', headers, body })).json.errors[0].code;
    expect(await send({ 'content-type': 'text/plain' }, '{}')).toBe('612');
    expect(await send({ 'content-type': 'application/json' }, '{"input":')).toBe('609');
  });

  test('an unknown path is 610 and remembered', async () => {
    expect(await errorOf('/rest/v1/campaigns.json')).toEqual({
      code: '610',
      message: 'Requested resource not found',
    });
    expect(await errorOf('/rest/v1//leads.json')).toMatchObject({ code: '610' });
    expect(simulator.unknownRequests).toEqual(['GET /rest/v1/campaigns.json', 'GET /rest/v1//leads.json']);
  });
});

describe('writing people', () => {
  const sync = async (body: unknown) => (await client.post('/rest/v1/leads.json', body)).result;

  test('sync creates, updates and skips, in the order of the input', async () => {
    const { world } = simulator;
    const known = world.createLead({ email: 'known@example.com' });
    for (let i = 0; i < 2; i++) world.createLead({ email: 'twice@example.com' });
    const input = ['known@example.com', 'new@example.com', 'twice@example.com'].map((email) => ({
      email,
      title: 'CTO',
    }));
    expect(await sync({ input })).toEqual([
      { id: known, status: 'updated' },
      { id: expect.any(Number), status: 'created' },
      { status: 'skipped', reasons: [{ code: '1007', message: expect.any(String) }] },
    ]);
    expect(world.lead(known)?.title).toBe('CTO');
    expect(await sync({ action: 'createOnly', input: [{ email: 'known@example.com' }] })).toMatchObject([
      { status: 'skipped', reasons: [{ code: '1005' }] },
    ]);
    expect(await sync({ action: 'updateOnly', input: [{ email: 'nobody@example.com' }] })).toMatchObject([
      { status: 'skipped', reasons: [{ code: '1004' }] },
    ]);
  });

  test('CRM-owned fields cannot be written', async () => {
    const [{ id }] = await sync({ input: [{ email: 'a@example.com', sfdcLeadOwnerId: '0055f000000001XAAQ' }] });
    expect(simulator.world.lead(id)?.sfdcLeadOwnerId).toBeNull();
  });

  test('delete removes, and skips who is not there', async () => {
    const id = simulator.world.createLead({ lastName: 'Gone' });
    const answer = await client.post('/rest/v1/leads/delete.json', { input: [{ id }, { id: 99_999 }] });
    expect(answer.result).toEqual([
      { id, status: 'deleted' },
      { status: 'skipped', reasons: [{ code: '1004', message: 'Lead not found' }] },
    ]);
    expect(simulator.world.lead(id)).toBeNull();
  });
});

describe('lists and opportunities', () => {
  test('a list gives its people in pages, by both paths', async () => {
    const ids = Array.from({ length: 5 }, (_, i) => simulator.world.createLead({ lastName: `P${i}` }));
    const listId = simulator.world.addList('Owned', ids);
    const first = await client.get(`/rest/v1/lists/${listId}/leads.json?batchSize=3&fields=id`);
    expect(idsOf(first)).toEqual(ids.slice(0, 3));
    const token = encodeURIComponent(first.nextPageToken);
    const rest = await client.get(`/rest/v1/list/${listId}/leads.json?batchSize=3&fields=id&nextPageToken=${token}`);
    expect(idsOf(rest)).toEqual(ids.slice(3));
    expect(rest).not.toHaveProperty('nextPageToken');
    expect((await client.get('/rest/v1/lists.json')).result).toMatchObject([{ id: listId, name: 'Owned' }]);
    expect(await errorOf('/rest/v1/lists/1/leads.json')).toMatchObject({ code: '1013' });
  });

  test('membership is told, added and taken away', async () => {
    const { world } = simulator;
    const [on, off] = [world.createLead({ lastName: 'On' }), world.createLead({ lastName: 'Off' })];
    const listId = world.addList('Some', [on]);
    const at = `/rest/v1/lists/${listId}/leads.json`;
    const member = await client.get(`/rest/v1/lists/${listId}/leads/ismember.json?id=${on}&id=${off}&id=99999`);
    expect(member.result.map((item: Wire) => item.status)).toEqual(['memberof', 'notmemberof', 'skipped']);
    expect((await client.post(at, { input: [{ id: off }] })).result).toEqual([{ id: off, status: 'added' }]);
    const removed = (await client.send(`${at}?id=${on}&id=99999`, { method: 'DELETE' })).json;
    expect(removed.result.map((item: Wire) => item.status)).toEqual(['removed', 'skipped']);
    expect(idsOf(await client.get(`${at}?fields=id`))).toEqual([off]);
  });

  test('roles come for up to 300 people at once, numbered, with the fields asked for', async () => {
    const { world } = simulator;
    const [a, b] = [world.createLead({ lastName: 'A' }), world.createLead({ lastName: 'B' })];
    const opportunity = world.addOpportunityRole({ leadId: a, role: 'Buyer', isPrimary: true });
    world.addOpportunityRole({ leadId: b, externalOpportunityId: opportunity, externalCreatedDate: null });
    const query = `filterType=leadId&filterValues=${a},${b}&fields=externalOpportunityId,leadId,isPrimary,externalCreatedDate`;
    expect((await client.get(`/rest/v1/opportunities/roles.json?${query}`)).result).toEqual([
      {
        seq: 0,
        leadId: a,
        externalOpportunityId: opportunity,
        isPrimary: true,
        externalCreatedDate: '2026-11-02T10:00:00Z',
      },
      { seq: 1, leadId: b, externalOpportunityId: opportunity, isPrimary: false, externalCreatedDate: null },
    ]);
    const found = await client.get(
      `/rest/v1/opportunities.json?filterType=externalOpportunityId&filterValues=${opportunity}`,
    );
    expect(found.result).toMatchObject([{ seq: 0, externalOpportunityId: opportunity, amount: expect.any(String) }]);
  });

  test('roles of compound keys come by POST with a JSON body', async () => {
    const id = simulator.world.createLead({ lastName: 'A' });
    const externalOpportunityId = simulator.world.addOpportunityRole({ leadId: id, role: 'Buyer' });
    const input = [{ externalOpportunityId, leadId: id, role: 'Buyer' }];
    const answer = await client.post('/rest/v1/opportunities/roles.json?_method=GET', {
      filterType: 'dedupeFields',
      input,
    });
    expect(answer.result).toMatchObject([{ leadId: id, externalOpportunityId }]);
  });
});
