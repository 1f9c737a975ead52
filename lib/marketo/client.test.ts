import { describe, expect, test } from 'vitest';
import type { Answer } from './answer';
import { createMarketoClient } from './client';
import type { MarketoRequest, MarketoTransport } from './transport';

describe('paging', () => {
  test('roles are read to the last page', async () => {
    const { client, requests } = connect(
      { rows: [{ leadId: 1, externalOpportunityId: 'A' }], nextPageToken: 'page-2' },
      { rows: [{ leadId: 2, externalOpportunityId: 'B' }], nextPageToken: 'page-3' },
      { rows: [{ leadId: 3, externalOpportunityId: 'C' }] },
    );
    const roles = await client.getOpportunityRoles({ leadIds: [1, 2, 3] });
    expect(roles.map((r) => r.externalOpportunityId)).toEqual(['A', 'B', 'C']);
    expect(requests.map((r) => r.query.nextPageToken)).toEqual([undefined, 'page-2', 'page-3']);
    expect(client.callsMade()).toBe(3);
  });

  test('an empty page ends a list of records even if it names another', async () => {
    const { client, requests } = connect({ rows: [], nextPageToken: 'again' });
    expect(await client.getLeadsById({ ids: [1], fields: ['id'] })).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('an activity page hands out the next position, or the one it was read from', async () => {
    const { client } = connect({ rows: [], nextPageToken: 'B', moreResult: true }, { rows: [] });
    const input = { nextPageToken: 'A', activityTypeIds: [1] };
    expect(await client.getActivities(input)).toEqual({ activities: [], nextPageToken: 'B', moreResult: true });
    expect(await client.getActivities(input)).toEqual({ activities: [], nextPageToken: 'A', moreResult: false });
  });
});

describe('requests', () => {
  test('activities of some people', async () => {
    const { client, requests } = connect({ rows: [] });
    await client.getActivities({ nextPageToken: 'A', activityTypeIds: [1, 6], leadIds: [7, 8] });
    expect(requests[0]).toMatchObject({
      path: '/rest/v1/activities.json',
      query: { nextPageToken: 'A', activityTypeIds: '1,6', leadIds: '7,8', batchSize: '300' },
    });
  });

  test('a paging token is asked for in whole seconds, never later than wanted', async () => {
    const { client, requests } = connect({ rows: [], nextPageToken: 'T' });
    expect(await client.getPagingToken({ since: new Date('2026-11-23T12:00:00.999Z') })).toBe('T');
    expect(requests[0]?.query).toEqual({ sinceDatetime: '2026-11-23T12:00:00Z' });
  });

  test('a position that is still to come for Marketo is asked for at its present', async () => {
    const { client, requests } = connect({ rows: [], nextPageToken: 'T' });
    await client.getPagingToken({ since: new Date(marketoNow.getTime() + 60_000) });
    expect(requests[0]?.query).toEqual({ sinceDatetime: '2026-11-24T00:00:00Z' });
  });

  test('an activity with nothing but its keys is accepted, one without its unique key is not', async () => {
    const bare = { leadId: 7, marketoGUID: 102988, activityDate: '2026-11-23T12:00:00Z', activityTypeId: 12 };
    const { client } = connect({ rows: [bare] }, { rows: [{ ...bare, marketoGUID: undefined }] });
    const input = { nextPageToken: 'A', activityTypeIds: [12] };
    expect((await client.getActivities(input)).activities).toMatchObject([{ leadId: 7, marketoGUID: '102988' }]);
    await expect(client.getActivities(input)).rejects.toThrow();
  });

  test('more than Marketo takes in one call is refused before it is sent', async () => {
    const { client, requests } = connect();
    const many = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
    await expect(client.getLeadsById({ ids: many(301), fields: ['id'] })).rejects.toThrow(RangeError);
    await expect(client.getOpportunityRoles({ leadIds: many(301) })).rejects.toThrow(RangeError);
    await expect(client.getActivities({ nextPageToken: 'A', activityTypeIds: many(11) })).rejects.toThrow(RangeError);
    await expect(client.getActivities({ nextPageToken: 'A', activityTypeIds: [1], leadIds: many(31) })).rejects.toThrow(
      RangeError,
    );
    expect(requests).toEqual([]);
  });

  test('nobody is asked for without a call', async () => {
    const { client } = connect();
    expect(await client.getLeadsById({ ids: [], fields: ['id'] })).toEqual([]);
    expect(await client.getOpportunityRoles({ leadIds: [] })).toEqual([]);
    expect(client.callsMade()).toBe(0);
  });

  test('an instance that describes nothing is a refusal in words', async () => {
    await expect(connect({ rows: [] }).client.describeLeads()).rejects.toMatchObject({ kind: 'rejected' });
    await expect(connect({ rows: [] }).client.getPagingToken({ since: new Date(0) })).rejects.toMatchObject({
      kind: 'rejected',
    });
  });
});

const marketoNow = new Date('2026-11-24T00:00:00Z');

type Page = { rows: unknown[]; nextPageToken?: string; moreResult?: boolean };

/** A client on a transport that answers with `pages`, one after the other. */
function connect(...pages: Page[]) {
  const requests: { path: string; query: Record<string, string> }[] = [];
  const transport: MarketoTransport = {
    async request<Row>(input: MarketoRequest<Row>): Promise<Answer<Row>> {
      requests.push({ path: input.path, query: input.query });
      input.onCall();
      const page = pages.shift();
      if (!page) throw new Error('more calls than pages');
      return {
        rows: page.rows.map((row) => input.row.parse(row)),
        nextPageToken: page.nextPageToken ?? null,
        moreResult: page.moreResult ?? false,
        requestId: undefined,
      };
    },
    download: async () => {},
    tokenStatus: () => null,
    now: async () => marketoNow,
    clockAheadMs: () => 0,
  };
  return { client: createMarketoClient({ transport, lane: 'feeds' }), requests };
}
