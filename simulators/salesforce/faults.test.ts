import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMarketo } from '@/simulators/marketo/index';
import { createCohort } from '@/simulators/marketo/seed/cohort';
import { standardErrors } from './errors';
import { type SalesforceSimulator, startSalesforce } from './index';
import { createTestClient, type TestClient } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
let org: SalesforceSimulator;
let api: TestClient;

beforeEach(async () => {
  org = await startSalesforce({ startAt });
  api = createTestClient(org);
});
afterEach(() => org.close());

const done = { Subject: 'Call', Status: 'Completed' };
const control = async (method: string, path: string, body?: object) => {
  const init = body ? { method, body: JSON.stringify(body) } : { method };
  const answer = await fetch(`${org.url}/__control/${path}`, init);
  return { status: answer.status, ...((await answer.json()) as { result?: unknown; error?: string }) };
};

describe('faults', () => {
  test('every known error can strike a request, in its words and with its status', async () => {
    for (const [code, { status, message }] of Object.entries(standardErrors)) {
      org.faults.add({ match: '/limits', effect: { code } });
      const answer = await api.send('GET', '/limits');
      expect([answer.status, answer.json]).toEqual([status, [{ message, errorCode: code }]]);
    }
    expect((await api.send('GET', '/limits')).status).toBe(200);
  });

  test('every known error can strike chosen records among others', async () => {
    for (const code of Object.keys(standardErrors)) {
      org.faults.add({ match: 'composite/sobjects', effect: { rowCode: code, rows: [1], fields: ['Subject'] } });
      const items = await api.create('Task', [done, done]);
      expect([items[0].success, items[1].errors]).toEqual([
        true,
        [{ statusCode: code, message: standardErrors[code]?.message, fields: ['Subject'] }],
      ]);
    }
  });

  test('a record can be written and still be told as failed', async () => {
    org.faults.add({ effect: { rowCode: 'UNKNOWN_EXCEPTION', applied: true } });
    expect((await api.create('Task', [done]))[0].success).toBe(false);
    org.faults.add({ effect: { code: 'SERVER_UNAVAILABLE', applied: true } });
    expect(await api.create('Task', [done])).toMatchObject([{ errorCode: 'SERVER_UNAVAILABLE' }]);
    expect(org.world.records('Task')).toHaveLength(2);
  });

  test('faults choose by object, and a chance strikes the same records for the same seed', async () => {
    const strikes = async () => {
      const other = await startSalesforce({ startAt, seed: 5 });
      other.faults.add({ object: 'Task', times: 9, effect: { rowCode: 'UNABLE_TO_LOCK_ROW', chance: 0.3 } });
      const client = createTestClient(other);
      expect((await client.create('Account', [{ Name: 'A' }]))[0].success).toBe(true);
      const items = await client.create(
        'Task',
        Array.from({ length: 100 }, () => done),
      );
      await other.close();
      return items.map((item: { success: boolean }) => item.success);
    };
    const [once, again] = [await strikes(), await strikes()];
    expect(once).toEqual(again);
    expect(once.filter((success: boolean) => !success).length).toBeGreaterThan(15);
  });

  test('the token endpoint is spared unless it is named', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: org.tokens.grant().refreshToken };
    const body = () => new URLSearchParams({ ...form, client_id: org.clientId, client_secret: org.clientSecret });
    const refresh = () => fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: body() });
    org.faults.add({ effect: { status: 503 } });
    expect((await refresh()).status).toBe(200);
    org.faults.add({ match: 'oauth2/token', effect: { code: 'invalid_grant', message: 'inactive organization' } });
    expect(await (await refresh()).json()).toEqual({
      error: 'invalid_grant',
      error_description: 'inactive organization',
    });
  });
});

describe('requests that are wrong', () => {
  test('bad versions, paths, methods, headers, types and bodies', async () => {
    const outcome = async (method: string, path: string, sending = {}) => {
      const { status, json } = await api.send(method, path, sending);
      return [status, json[0].errorCode];
    };
    expect(await outcome('GET', '/services/data/v30.0/limits')).toEqual([410, 'GONE']);
    expect(await outcome('GET', '/services/data/v99.0/limits')).toEqual([404, 'NOT_FOUND']);
    expect(await outcome('GET', '/limits', { token: null })).toEqual([401, 'INVALID_SESSION_ID']);
    expect(await outcome('GET', '/limits', { token: null, headers: { authorization: 'Basic x' } })).toEqual([
      401,
      'INVALID_AUTH_HEADER',
    ]);
    expect(await outcome('GET', '/sobjects/Nope/describe')).toEqual([404, 'NOT_FOUND']);
    expect(await outcome('POST', '/sobjects/Task', { body: done, headers: { 'content-type': 'text/xml' } })).toEqual([
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ]);
    expect(await outcome('POST', '/sobjects/Task', { body: { ActivityDate: 'soon' } })).toEqual([
      400,
      'JSON_PARSER_ERROR',
    ]);
    expect(await outcome('PATCH', '/composite/sobjects/Task/Subject', { body: { records: [] } })).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(org.unknownRequests).toEqual([]);
    expect(await outcome('GET', '/jobs/ingest')).toEqual([404, 'NOT_FOUND']);
    expect(await outcome('PUT', '/sobjects/Task')).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(org.unknownRequests).toEqual([
      'GET /services/data/v67.0/jobs/ingest',
      'PUT /services/data/v67.0/sobjects/Task',
    ]);
  });

  test('versions are told to anybody; users without the API permission are refused', async () => {
    const { json } = await api.send('GET', '/services/data', { token: null });
    expect(json.at(-1)).toEqual({ label: "Summer '26", url: '/services/data/v67.0', version: '67.0' });
    expect(json.at(-3).label).toBe("Winter '26");
    org.settings.apiDisabledFor.push(org.world.users()[0]?.id ?? '');
    const refused = await api.send('GET', '/limits');
    expect([refused.status, refused.json[0].errorCode]).toEqual([403, 'API_CURRENTLY_DISABLED']);
  });
});

describe('composite', () => {
  const part = (method: string, url: string, referenceId: string, body?: object) => ({
    method,
    url: `/services/data/v67.0${url}`,
    referenceId,
    body,
  });
  const send = async (parts: object[], allOrNone = false) =>
    (await api.send('POST', '/composite', { body: { allOrNone, compositeRequest: parts } })).json.compositeResponse;

  test('later parts refer to earlier ones, by fields and by places', async () => {
    const answered = await send([
      part('POST', '/sobjects/Account', 'account', { Name: 'Globex' }),
      part('POST', '/sobjects/Contact', 'contact', { LastName: 'Byron', AccountId: '@{account.id}' }),
      part('GET', "/query?q=SELECT+Id+FROM+Contact+WHERE+AccountId='@{account.id}'", 'found'),
      part('PATCH', '/sobjects/Contact/@{found.records[0].Id}', 'changed', { Title: 'CTO' }),
    ]);
    expect(answered.map((each: { httpStatusCode: number }) => each.httpStatusCode)).toEqual([201, 201, 200, 204]);
    expect(org.world.record(answered[1].body.id)).toMatchObject({ Title: 'CTO', AccountId: answered[0].body.id });
    expect(org.usage.used()).toBe(1);
  });

  test('all or none halts the others and overrules the collections inside', async () => {
    const records = [
      { attributes: { type: 'Task' }, ...done },
      { attributes: { type: 'Task' }, Status: 'Nope' },
    ];
    const answered = await send(
      [
        part('POST', '/sobjects/Account', 'a', { Name: 'Globex' }),
        part('POST', '/composite/sobjects', 'b', { allOrNone: false, records }),
        part('POST', '/sobjects/Account', 'c', { Name: 'Hooli' }),
      ],
      true,
    );
    expect(answered[0]).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] });
    expect(answered[1].body[0].errors[0].statusCode).toBe('ALL_OR_NONE_OPERATION_ROLLED_BACK');
    expect(answered[2].body[0].errorCode).toBe('PROCESSING_HALTED');
    expect([...org.world.records('Account'), ...org.world.records('Task')]).toEqual([]);
  });

  test('a broken reference halts its part alone; more than 25 parts or 5 heavy ones are too many', async () => {
    const answered = await send([
      part('POST', '/sobjects/Lead', 'bad', { LastName: 'x' }),
      part('GET', '/sobjects/Lead/@{bad.id}', 'dependent'),
      part('POST', '/sobjects/Account', 'good', { Name: 'Globex' }),
    ]);
    expect(answered.map((each: { httpStatusCode: number }) => each.httpStatusCode)).toEqual([400, 400, 201]);
    const many = (count: number, url: string) => Array.from({ length: count }, (_, n) => part('GET', url, `r${n}`));
    for (const parts of [many(26, '/limits'), many(6, '/query?q=SELECT+Id+FROM+User')])
      expect((await api.send('POST', '/composite', { body: { compositeRequest: parts } })).status).toBe(400);
  });

  test('a batch runs each request by itself', async () => {
    const batchRequests = [
      { method: 'GET', url: 'v67.0/sobjects/Nope/describe' },
      { method: 'POST', url: 'v67.0/sobjects/Account', richInput: { Name: 'Globex' } },
    ];
    const { json } = await api.send('POST', '/composite/batch', { body: { batchRequests } });
    expect([json.hasErrors, json.results[0].statusCode, json.results[1].statusCode]).toEqual([true, 404, 201]);
    const halted = await api.send('POST', '/composite/batch', { body: { batchRequests, haltOnError: true } });
    expect(halted.json.results[1].statusCode).toBe(412);
  });
});

describe('control and pages', () => {
  test('clock, faults, rules, tokens, world and reset over HTTP; misspelt settings are refused', async () => {
    const id = (await control('POST', 'world/create', { args: ['Lead', { LastName: 'Byron', Company: 'Contoso' }] }))
      .result;
    expect((await control('GET', 'state')).result).toMatchObject({ records: { Lead: 1 }, now: startAt.toISOString() });
    await control('POST', 'clock', { advanceMs: 60_000 });
    await control('POST', 'faults', { effect: { code: 'QUERY_TIMEOUT' } });
    expect((await api.query('SELECT Id FROM Lead'))[0].errorCode).toBe('QUERY_TIMEOUT');
    await control('POST', 'rules', { validation: [{ object: 'Lead', field: 'Title', message: 'No.' }] });
    expect((await api.update('Lead', [{ id, Phone: '1' }]))[0].errors[0].message).toBe('No.');
    await control('POST', 'tokens/expire');
    expect((await api.query('SELECT Id FROM Lead'))[0].errorCode).toBe('INVALID_SESSION_ID');
    expect(await control('POST', 'oauth', { rotat: true })).toEqual({
      status: 400,
      error: 'there is no setting rotat',
    });
    expect((await control('POST', 'oauth', { rotate: false })).result).toMatchObject({ rotate: false });
    expect((await control('POST', 'world/constructor', { args: [] })).error).toBe('unknown world method constructor');
    for (const effect of ['empty-page', { kode: 'x' }, undefined])
      expect((await control('POST', 'faults', { effect })).error).toContain('a fault needs an effect');
    expect((await control('GET', 'nothing')).error).toBe('unknown control call GET nothing');
    const calls = (await control('GET', 'calls')).result as { records: number; code: string | null }[];
    expect(calls.map((call) => call.code)).toEqual(['QUERY_TIMEOUT', null, 'INVALID_SESSION_ID']);
    await control('POST', 'reset');
    expect((await control('GET', 'state')).result).toMatchObject({ records: { Lead: 0 }, calls: 0, grants: 0 });
  });

  test('a person has a timeline, a task a form, and texts are no markup', async () => {
    const id = org.world.create('Contact', { LastName: '<b>Byron</b>', Email: 'ada@example.com' });
    const task = org.world.create('Task', {
      Subject: 'Call <i>Ada</i>',
      Status: 'Completed',
      TaskSubtype: 'Call',
      WhoId: id,
    });
    const get = async (path: string) => (await fetch(org.url + path)).text();
    expect(await get('/?search=ADA@example.com')).toContain(`href="/${id}"`);
    const person = await get(`/lightning/r/Contact/${id}/view`);
    expect(person).toContain('Past activity');
    expect(person).toContain('Call &lt;i&gt;Ada&lt;/i&gt;');
    expect(person).not.toContain('<b>Byron');
    const post = async (form: Record<string, string>) => {
      const body = new URLSearchParams(form);
      const answer = await fetch(`${org.url}/__control/form`, { method: 'POST', body, redirect: 'manual' });
      return new URL(answer.headers.get('location') ?? '', org.url).searchParams.get('done');
    };
    expect(await post({ id: task, do: 'edit-task', Subject: 'Other', Status: 'In Progress', Priority: 'Low' })).toBe(
      'Saved.',
    );
    expect(org.world.record(task)).toMatchObject({ Subject: 'Other', IsClosed: false, Priority: 'Low' });
    expect(await get(`/${task.slice(0, 15)}`)).toContain('value="Other"');
    expect(await post({ id: task, do: 'complete' })).toBe('The task is complete.');
    expect(await post({ id, do: 'new-task', Subject: 'Next', ActivityDate: '2026-11-05' })).toBe('The task is saved.');
    expect(await get(`/${id}`)).toContain('Upcoming &amp; overdue');
    org.world.setRules({ validation: [{ object: 'Task', field: 'Type', message: 'Choose a type.' }] });
    expect(await post({ id: task, do: 'complete' })).toBe('FIELD_CUSTOM_VALIDATION_EXCEPTION: Choose a type.');
    expect((await fetch(`${org.url}/00T000000000001`)).status).toBe(404);
  });
});

describe('the same people as Marketo', () => {
  test('have the same ids, addresses and owners for the same seed', async () => {
    const marketo = await startMarketo({ startAt });
    marketo.world.seedPeople({ count: 400, seed: 9 });
    org.world.seedPeople({ count: 400, seed: 9 });
    const known = marketo.world.leads().filter((person) => person.sfdcLeadId || person.sfdcContactId);
    expect(known.length).toBeGreaterThan(200);
    for (const person of known) {
      const record = org.world.record(String(person.sfdcContactId ?? person.sfdcLeadId));
      expect(record).toMatchObject({
        Email: person.email ?? null,
        LastName: String(person.lastName ?? 'Unknown').slice(0, 80),
      });
      if (person.sfdcLeadOwnerId) expect([record?.OwnerId, record?.CreatedById]).toContain(person.sfdcLeadOwnerId);
      if (person.sfdcContactId) expect(record?.AccountId).toBe(person.sfdcAccountId);
    }
    const roles = createCohort(
      {
        seed: 9,
        count: 400,
        atMs: startAt.getTime(),
        firstId: 1001,
        firstSerial: 1,
        owned: 0.6,
        idGaps: 0.14,
        activitiesPerPerson: 0,
      },
      () => true,
    );
    const expected = Array.from({ length: 400 }, (_, index) => roles.roles(index).length).reduce((a, b) => a + b);
    expect(org.world.records('OpportunityContactRole')).toHaveLength(expected);
    await marketo.close();
  });

  test('a snapshot brings records and consents back, and new ids go on from there', async () => {
    const { refreshToken } = org.tokens.grant();
    const id = org.world.create('Task', done);
    const other = await startSalesforce({ startAt });
    other.restore(org.snapshot());
    expect(other.world.record(id)).toEqual(org.world.record(id));
    expect(other.world.create('Task', done)).not.toBe(id);
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: other.clientId,
      client_secret: other.clientSecret,
    });
    expect((await fetch(`${other.url}/services/oauth2/token`, { method: 'POST', body })).status).toBe(200);
    await other.close();
  });
});
