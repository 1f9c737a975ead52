import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, type TestClient, type Wire } from './test-client';

/**
 * The documented samples: an answer of the simulator must have the keys of the sample, each with a value of the same
 * JSON type. Samples are cut down to one record.
 */
const samples: [title: string, path: string, sample: Wire][] = [
  [
    'people by filter',
    '/rest/v1/leads.json?filterType=id&filterValues=LEAD',
    {
      requestId: '12951#15699db5c97',
      result: [
        {
          id: 318581,
          updatedAt: '2016-05-17T22:11:45Z',
          lastName: 'Lincoln',
          email: 'abe@usa.gov',
          createdAt: '2015-03-17T00:18:40Z',
          firstName: 'Abraham',
        },
      ],
      success: true,
    },
  ],
  [
    'the paging token',
    '/rest/v1/activities/pagingtoken.json?sinceDatetime=2016-09-15T10:53:00Z',
    { requestId: 'a9ae#148add1e53d', success: true, nextPageToken: 'GIYDAOBNGEYS2MBWKQYDAORQGA5DAMBOGAYDAKZQGAYDALBQ' },
  ],
  [
    'activities',
    '/rest/v1/activities.json?activityTypeIds=1&nextPageToken=TOKEN',
    {
      requestId: '24fd#15188a88d7f',
      result: [
        {
          id: 102988,
          marketoGUID: '102988',
          leadId: 1,
          activityDate: '2023-01-16T23:32:19Z',
          activityTypeId: 1,
          primaryAttributeValueId: 71,
          primaryAttributeValue: 'localhost/munchkintest2.html',
          attributes: [{ name: 'Client IP Address', value: '10.0.19.252' }],
        },
      ],
      success: true,
      nextPageToken: 'WQV2VQVPPCKHC6AQYVK7JDSA3J62DUSJ3EXJGDPTKPEBFW3SAVUA====',
      moreResult: false,
    },
  ],
  [
    'lead changes',
    '/rest/v1/activities/leadchanges.json?fields=firstName&nextPageToken=TOKEN',
    {
      requestId: 'a9ae#148add1e53d',
      success: true,
      nextPageToken: 'GIYDAOBNGEYS2MBWKQYDAORQGA5DAMBOGAYDAKZQGAYDALBQ',
      moreResult: false,
      result: [
        {
          id: 1078,
          marketoGUID: '1078',
          leadId: 775,
          activityDate: '2014-09-17T22:31:49+0000',
          activityTypeId: 13,
          fields: [{ id: 48, name: 'firstName', newValue: 'A', oldValue: 'B' }],
          attributes: [{ name: 'Reason', value: 'Web service API' }],
        },
      ],
    },
  ],
  [
    'the description of people',
    '/rest/v1/leads/describe2.json',
    {
      requestId: '5f9e#16cf1cd3ad3',
      result: [
        {
          name: 'API Lead',
          searchableFields: [['email']],
          fields: [
            {
              name: 'company',
              displayName: 'Company Name',
              dataType: 'string',
              length: 255,
              updateable: true,
              crmManaged: false,
            },
          ],
        },
      ],
      success: true,
    },
  ],
  [
    'a static list',
    '/rest/v1/lists/5001.json',
    {
      requestId: 'e42b#14272d07d78',
      success: true,
      result: [
        {
          id: 5001,
          name: 'Import',
          workspaceName: 'Default',
          createdAt: '2014-07-11T21:55:40Z',
          updatedAt: '2014-07-11T21:55:40Z',
        },
      ],
    },
  ],
  [
    'opportunity roles',
    '/rest/v1/opportunities/roles.json?filterType=leadId&filterValues=LEAD',
    {
      requestId: '185d6#14b51985ff0',
      success: true,
      result: [
        {
          seq: 0,
          marketoGUID: 'da42707c-4dc4-4fc1-9fef-f30a3017240a',
          externalOpportunityId: '19UYA31581L000000',
          leadId: 456783,
          role: 'Technical Buyer',
        },
      ],
    },
  ],
  [
    'usage',
    '/rest/v1/stats/usage.json',
    {
      requestId: '185d6#14b51985ff0',
      success: true,
      result: [{ date: '2015-10-17', total: 1120, users: [{ userId: 'a@b.c', count: 1120 }] }],
    },
  ],
];

let simulator: MarketoSimulator;
let client: TestClient;
let leadId: number;
let token: string;

beforeAll(async () => {
  simulator = await startMarketo();
  client = createTestClient(simulator);
  const { world } = simulator;
  token = (await client.get('/rest/v1/activities/pagingtoken.json?sinceDatetime=2016-09-15T10:53:00Z')).nextPageToken;
  leadId = world.createLead({ firstName: 'Abraham', lastName: 'Lincoln', email: 'abe@usa.example' });
  world.updateLead(leadId, { firstName: 'Abe' });
  world.addActivity({
    leadId,
    activityTypeId: 1,
    primaryAttributeValueId: 71,
    primaryAttributeValue: '/',
    attributes: [{ name: 'Client IP Address', value: '10.0.19.252' }],
  });
  world.addOpportunityRole({ leadId, role: 'Technical Buyer' });
  world.addList('Import', [leadId]);
});
afterAll(() => simulator.close());

describe('documented samples', () => {
  test.each(samples)('%s', async (_title, path, sample) => {
    const filled = path.replace('LEAD', String(leadId)).replace('TOKEN', encodeURIComponent(token));
    const answer = await client.get(filled);
    const newest = answer.result?.at(-1);
    expect(shapeOf({ ...answer, ...(newest ? { result: [newest] } : {}) })).toEqual(shapeOf(sample));
  });
});

/** Keys and JSON types, arrays by their first element. */
function shapeOf(value: Wire): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (value === null || typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]));
}
