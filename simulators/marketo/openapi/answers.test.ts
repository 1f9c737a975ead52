/** Every implemented path answers in the shape of Adobe's public description, as it reads with the overlay. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { routes } from '@/simulators/marketo/routes/all';
import { createTestClient, mintToken, type TestClient, type Wire } from '@/simulators/marketo/test-client';
import { type Description, withOverlay } from './overlay';

const described: Description = JSON.parse(readFileSync(path.resolve(import.meta.dirname, 'answers.json'), 'utf8'));
const startAt = new Date('2026-11-02T10:00:00Z');
const today = { startAt: '2026-11-02T00:00:00Z', endAt: '2026-11-02T23:59:59Z' };
/** Outside the envelope, or an alias that the description does not know. */
const undescribed = [
  'GET /bulk/v1/leads/export/{id}/file.json',
  'GET /bulk/v1/activities/export/{id}/file.json',
  'DELETE /rest/v1/leads.json',
];
const custom = {
  apiName: 'acmeCall',
  name: 'Acme Call',
  triggerName: 'Receives call',
  filterName: 'Received call',
  primaryAttribute: { apiName: 'subject', name: 'Subject' },
};
const attributes = [{ apiName: 'key', name: 'Key', dataType: 'string' }];

let simulator: MarketoSimulator;
let client: TestClient;
let leads: number[];
let token: string;
let exports: Record<'leads' | 'activities', string[]>;

beforeAll(async () => {
  simulator = await startMarketo({ startAt, limits: { callsPer20s: 10_000 } });
  client = createTestClient(simulator);
  const { world } = simulator;
  world.seedPeople({ count: 60, seed: 8 });
  token = await mintToken(client, new Date(startAt.getTime() - 90 * 86_400_000));
  leads = world.eligible().map((person) => person.marketoId);
  for (let i = 0; i < 9; i++) leads.push(world.createLead({ lastName: `New ${i}`, email: `new${i}@example.com` }));
  world.updateLead(leads[0]!, { title: 'CTO', unsubscribed: true });
  world.mergeLeads(leads.at(-1)!, [leads.at(-2)!]);
  world.deleteLead(leads.at(-3)!);
  world.addOpportunityRole({ leadId: leads[0]!, role: 'Influencer' });
  simulator.faults.add({ match: 'partitions', effect: { code: '608' } });
  await client.get('/rest/v1/leads/partitions.json');
  exports = { leads: await newExports('leads'), activities: await newExports('activities') };
});
afterAll(() => simulator.close());

async function newExports(kind: 'leads' | 'activities'): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    const body = { ...(kind === 'leads' ? { fields: ['id'] } : {}), filter: { createdAt: today } };
    ids.push((await client.post(`/bulk/v1/${kind}/export/create.json`, body)).result[0].exportId);
  }
  await client.send(`/bulk/v1/${kind}/export/${ids[0]}/enqueue.json`, { method: 'POST' });
  simulator.clock.advance(60_000);
  return ids;
}

type Call = { does: string; path: () => string; body?: () => unknown };

const feed = (name: string, query: string) => () =>
  `/rest/v1/activities/${name}.json?${query}&nextPageToken=${encodeURIComponent(token)}`.replace(
    '/activities/.json',
    '/activities.json',
  );
const lead = () => leads[0]!;
const type = '/rest/v1/activities/external/type/acmeCall';

/** In the order in which they are called: what is described must exist before it is changed. */
const calls: Call[] = [
  { does: 'GET /rest/v1/leads.json', path: () => `/rest/v1/leads.json?filterType=id&filterValues=${leads}` },
  {
    does: 'POST /rest/v1/leads.json',
    path: () => '/rest/v1/leads.json',
    body: () => ({ input: [{ email: 'x@example.com' }, { email: null }] }),
  },
  { does: 'GET /rest/v1/lead/{leadId}.json', path: () => `/rest/v1/lead/${lead()}.json` },
  ...['describe', 'describe2', 'partitions', 'schema/fields'].map((name) => ({
    does: `GET /rest/v1/leads/${name}.json`,
    path: () => `/rest/v1/leads/${name}.json`,
  })),
  {
    does: 'GET /rest/v1/leads/schema/fields/{fieldApiName}.json',
    path: () => '/rest/v1/leads/schema/fields/email.json',
  },
  {
    does: 'GET /rest/v1/leads/{leadId}/listMembership.json',
    path: () => `/rest/v1/leads/${lead()}/listMembership.json`,
  },
  {
    does: 'GET /rest/v1/activities/pagingtoken.json',
    path: () => '/rest/v1/activities/pagingtoken.json?sinceDatetime=2026-11-01T00:00:00Z',
  },
  { does: 'GET /rest/v1/activities.json', path: feed('', 'activityTypeIds=1,6,10,12,13,22,32,39,60') },
  { does: 'GET /rest/v1/activities/leadchanges.json', path: feed('leadchanges', 'fields=title,unsubscribed') },
  { does: 'GET /rest/v1/activities/deletedleads.json', path: feed('deletedleads', 'batchSize=300') },
  { does: 'GET /rest/v1/activities/types.json', path: () => '/rest/v1/activities/types.json' },
  {
    does: 'POST /rest/v1/activities/external/type.json',
    path: () => '/rest/v1/activities/external/type.json',
    body: () => custom,
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}/attributes/create.json',
    path: () => `${type}/attributes/create.json`,
    body: () => ({ attributes }),
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}/approve.json',
    path: () => `${type}/approve.json`,
    body: () => ({}),
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}.json',
    path: () => `${type}.json`,
    body: () => ({ description: 'Changed' }),
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}/attributes/update.json',
    path: () => `${type}/attributes/update.json`,
    body: () => ({ attributes }),
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}/attributes/delete.json',
    path: () => `${type}/attributes/delete.json`,
    body: () => ({ attributes }),
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}/discardDraft.json',
    path: () => `${type}/discardDraft.json`,
    body: () => ({}),
  },
  { does: 'GET /rest/v1/activities/external/type/{apiName}/describe.json', path: () => `${type}/describe.json` },
  { does: 'GET /rest/v1/activities/external/types.json', path: () => '/rest/v1/activities/external/types.json' },
  {
    does: 'POST /rest/v1/activities/external.json',
    path: () => '/rest/v1/activities/external.json',
    body: () => ({
      input: [lead(), 999_999].map((leadId) => ({
        leadId,
        activityTypeId: 100_001,
        activityDate: '2026-11-02T10:00:00Z',
        primaryAttributeValue: 'Intro',
        attributes: [{ apiName: 'key', value: '1' }],
      })),
    }),
  },
  {
    does: 'POST /rest/v1/activities/external/type/{apiName}/delete.json',
    path: () => `${type}/delete.json`,
    body: () => ({}),
  },
  { does: 'GET /rest/v1/lists.json', path: () => '/rest/v1/lists.json' },
  { does: 'GET /rest/v1/lists/{listId}.json', path: () => '/rest/v1/lists/5001.json' },
  {
    does: 'POST /rest/v1/lists/{listId}/leads.json',
    path: () => '/rest/v1/lists/5001/leads.json',
    body: () => ({ input: [{ id: lead() }, { id: 999_999 }] }),
  },
  { does: 'GET /rest/v1/lists/{listId}/leads.json', path: () => '/rest/v1/lists/5001/leads.json' },
  { does: 'GET /rest/v1/list/{listId}/leads.json', path: () => '/rest/v1/list/5001/leads.json?batchSize=3' },
  {
    does: 'GET /rest/v1/lists/{listId}/leads/ismember.json',
    path: () => `/rest/v1/lists/5001/leads/ismember.json?id=${lead()}&id=999999`,
  },
  {
    does: 'DELETE /rest/v1/lists/{listId}/leads.json',
    path: () => `/rest/v1/lists/5001/leads.json?id=${lead()}&id=999999`,
  },
  {
    does: 'GET /rest/v1/opportunities/roles.json',
    path: () => `/rest/v1/opportunities/roles.json?filterType=leadId&filterValues=${leads}`,
  },
  {
    does: 'GET /rest/v1/opportunities.json',
    path: () => {
      const ids = simulator.world.eligible().flatMap((person) => person.sfdcOpportunityId ?? []);
      return `/rest/v1/opportunities.json?filterType=externalOpportunityId&filterValues=${ids}`;
    },
  },
  ...['usage', 'usage/last7days', 'errors', 'errors/last7days'].map((name) => ({
    does: `GET /rest/v1/stats/${name}.json`,
    path: () => `/rest/v1/stats/${name}.json`,
  })),
  ...(['leads', 'activities'] as const).flatMap((kind) => exportCalls(kind)),
  { does: 'GET /rest/asset/v1/folders.json', path: () => '/rest/asset/v1/folders.json?maxDepth=1' },
  { does: 'GET /rest/asset/v1/smartLists.json', path: () => '/rest/asset/v1/smartLists.json' },
  { does: 'GET /rest/asset/v1/smartList/{id}.json', path: () => '/rest/asset/v1/smartList/1001.json' },
  {
    does: 'GET /rest/asset/v1/smartList/byName.json',
    path: () => '/rest/asset/v1/smartList/byName.json?name=Sales%20Owner%20Email%20is%20not%20empty',
  },
  { does: 'GET /rest/asset/v1/staticLists.json', path: () => '/rest/asset/v1/staticLists.json' },
  { does: 'GET /rest/asset/v1/staticList/{id}.json', path: () => '/rest/asset/v1/staticList/5001.json' },
  {
    does: 'GET /rest/asset/v1/staticList/byName.json',
    path: () => '/rest/asset/v1/staticList/byName.json?name=Owned%20by%20sales%20(seed%208)',
  },
  {
    does: 'POST /rest/v1/leads/{leadId}/merge.json',
    path: () => `/rest/v1/leads/${lead()}/merge.json?leadIds=${leads[1]}`,
    body: () => ({}),
  },
  {
    does: 'POST /rest/v1/leads/delete.json',
    path: () => '/rest/v1/leads/delete.json',
    body: () => ({ input: [{ id: leads[2] }, { id: 999_999 }] }),
  },
];

function exportCalls(kind: 'leads' | 'activities'): Call[] {
  const at = `/bulk/v1/${kind}/export`;
  return [
    {
      does: `POST ${at}/create.json`,
      path: () => `${at}/create.json`,
      body: () => ({ fields: [kind === 'leads' ? 'id' : 'leadId'], filter: { createdAt: today } }),
    },
    { does: `GET ${at}.json`, path: () => `${at}.json` },
    { does: `GET ${at}/{exportId}/status.json`, path: () => `${at}/${exports[kind][0]}/status.json` },
    {
      does: `POST ${at}/{exportId}/enqueue.json`,
      path: () => `${at}/${exports[kind][1]}/enqueue.json`,
      body: () => ({}),
    },
    {
      does: `POST ${at}/{exportId}/cancel.json`,
      path: () => `${at}/${exports[kind][2]}/cancel.json`,
      body: () => ({}),
    },
  ];
}

const overlaid = withOverlay(described);
const ajv = new Ajv({ allErrors: true, strict: false });
/** A date of the asset API or of the feeds is none of RFC 3339: any text with a day and a time in it passes. */
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(Z|Z?[+-]\d\d:?\d\d)?$/);
ajv.addSchema({ $id: 'marketo', definitions: overlaid.definitions });

function validator(operation: string): ValidateFunction {
  const found = ajv.getSchema(`marketo${overlaid.answers[operation]}`);
  if (!found) throw new Error(`the description has no ${operation}`);
  return found;
}

describe('answers in the shape of the public description', () => {
  test.each(calls.map((call) => [call.does, call] as const))('%s', async (operation, call) => {
    const method = operation.split(' ')[0]!;
    const body = call.body?.();
    const sending =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer: Wire = (await client.send(call.path(), { method, ...sending })).json;
    expect(answer.errors ?? []).toEqual([]);
    if (!/merge|pagingtoken/.test(operation)) expect(answer.result.length).toBeGreaterThan(0);
    const validate = validator(operation);
    validate(answer);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('of identity, by GET and by POST', async () => {
    for (const method of ['GET', 'POST']) {
      const validate = validator(`${method} /identity/oauth/token`);
      const query = `grant_type=client_credentials&client_id=${simulator.clientId}&client_secret=${simulator.clientSecret}`;
      const response = await fetch(`${simulator.url}/identity/oauth/token?${query}`, { method });
      expect([validate(await response.json()), validate.errors]).toEqual([true, null]);
    }
  });

  test('errors and empty pages too', async () => {
    const validate = validator('GET /rest/v1/activities.json');
    for (const query of ['activityTypeIds=1', 'activityTypeIds=1&batchSize=x'])
      expect(validate(await client.get(`/rest/v1/activities.json?${query}`))).toBe(true);
    const end = await client.get('/rest/asset/v1/staticLists.json?offset=1000');
    expect(end).toMatchObject({ success: true, warnings: ['No assets found for the given search criteria.'] });
    expect(validator('GET /rest/asset/v1/staticLists.json')(end)).toBe(true);
  });

  test('every route that is implemented is among them', () => {
    const known = [...calls.map((call) => call.does), ...undescribed];
    const missing = routes.filter(({ method, pattern }) => {
      const fits = (operation: string) => {
        const [verb, template = ''] = operation.split(' ');
        return verb === method && pattern.test(template);
      };
      return !known.some(fits);
    });
    expect(missing.map(({ method, pattern }) => `${method} ${pattern.source}`)).toEqual([]);
    expect(calls.map((call) => call.does).sort()).toEqual(
      Object.keys(described.answers)
        .filter((operation) => !operation.includes('/identity/'))
        .sort(),
    );
  });

  test('a wrong type, a missing key and an invented key are found', () => {
    const validate = validator('GET /rest/v1/activities.json');
    const row = { activityDate: '2026-11-02T10:00:00Z', activityTypeId: 1, leadId: 1, attributes: [] };
    const answer = (change: object) => ({ requestId: 'a#1', success: true, result: [{ ...row, ...change }] });
    expect(validate(answer({}))).toBe(true);
    for (const change of [{ leadId: '1' }, { activityTypeId: undefined }, { invented: 1 }])
      expect(validate(JSON.parse(JSON.stringify(answer(change))))).toBe(false);
  });
});
