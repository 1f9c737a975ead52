import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, mintToken, readToEnd, type TestClient, type Wire } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const ago = (seconds: number) => new Date(startAt.getTime() - seconds * 1000);
let simulator: MarketoSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startMarketo({ startAt, limits: { callsPer20s: 10_000, scanBlock: 100 } });
  client = createTestClient(simulator);
});
afterEach(() => simulator.close());

const rowsOf = (pages: Wire[]): Wire[] => pages.flatMap((page) => page.result ?? []);
const visit = (leadId: number, at: Date) =>
  simulator.world.addActivity({ leadId, activityTypeId: 1, activityDate: at, primaryAttributeValue: '/' });

describe('P0 4: the activity log', () => {
  test('a quiet person in a busy instance gives empty pages that go on', async () => {
    const { world } = simulator;
    const [quiet, busy] = [world.createLead({ lastName: 'Quiet' }), world.createLead({ lastName: 'Busy' })];
    const token = await mintToken(client, ago(0));
    for (let i = 0; i < 250; i++) visit(busy, startAt);
    visit(quiet, startAt);
    const pages = await readToEnd(client, `/rest/v1/activities.json?activityTypeIds=1&leadIds=${quiet}`, token);
    expect(pages.map((page) => [page.result?.length, page.moreResult])).toEqual([
      [undefined, true],
      [undefined, true],
      [1, false],
    ]);
    expect(pages[0]).not.toHaveProperty('result');
    for (const page of pages) expect(page.nextPageToken).toMatch(/^[A-Z2-7]{52}====$/);
  });

  test('pages hold at most batchSize rows and together every row once, in commit order', async () => {
    const id = simulator.world.createLead({ lastName: 'Busy' });
    const token = await mintToken(client, ago(0));
    const expected = Array.from({ length: 230 }, () => visit(id, startAt));
    const pages = await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=1&batchSize=70', token);
    expect(Math.max(...pages.map((page) => page.result?.length ?? 0))).toBe(70);
    expect(rowsOf(pages).map((row) => row.marketoGUID)).toEqual(expected);
  });

  test('a row committed late with an old date is seen by the kept position, and missed by a new date token', async () => {
    const id = simulator.world.createLead({ lastName: 'Late' });
    const token = await mintToken(client, ago(0));
    simulator.world.addActivity({ leadId: id, activityTypeId: 6, commitAfterMs: 90_000 });
    const [head] = await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=6', token);
    expect(head).not.toHaveProperty('result');

    simulator.clock.advance(90_000);
    const fresh = await mintToken(client, new Date(startAt.getTime() + 60_000));
    expect(rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=6', fresh))).toEqual([]);
    const rows = rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=6', head.nextPageToken));
    expect(rows).toMatchObject([{ leadId: id, activityDate: '2026-11-02T10:00:00Z' }]);
  });

  test('a date token serves nothing older than its date', async () => {
    const id = simulator.world.createLead({ lastName: 'Old' });
    visit(id, ago(7200));
    const kept = visit(id, ago(1800));
    const token = await mintToken(client, ago(3600));
    const rows = rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=1', token));
    expect(rows.map((row) => row.marketoGUID)).toEqual([kept]);
  });

  test('a future date, a malformed date and a foreign token are refused', async () => {
    const code = async (path: string) => (await client.get(path)).errors?.[0].code;
    expect(await code('/rest/v1/activities/pagingtoken.json?sinceDatetime=2026-11-02T10:00:01Z')).toBe('1003');
    expect(await code('/rest/v1/activities/pagingtoken.json?sinceDatetime=yesterday')).toBe('1001');
    expect(await code('/rest/v1/activities/pagingtoken.json')).toBe('1002');
    expect(await code('/rest/v1/activities.json?activityTypeIds=1&nextPageToken=ABCDEFGH')).toBe('1003');
  });

  test('types and people are limited, csv and repeated parameters mean the same', async () => {
    const id = simulator.world.createLead({ lastName: 'One' });
    const token = encodeURIComponent(await mintToken(client, ago(0)));
    visit(id, startAt);
    const at = `/rest/v1/activities.json?nextPageToken=${token}`;
    const types = Array.from({ length: 11 }, (_, i) => [1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13][i]);
    expect((await client.get(`${at}&activityTypeIds=${types.join(',')}`)).errors[0].code).toBe('1003');
    expect((await client.get(`${at}&activityTypeIds=999999`)).errors[0].code).toBe('1001');
    expect((await client.get(at)).errors[0].code).toBe('1002');
    const leads = Array.from({ length: 31 }, (_, i) => i + 1).join(',');
    expect((await client.get(`${at}&activityTypeIds=1&leadIds=${leads}`)).errors[0].code).toBe('1003');
    const csv = await client.get(`${at}&activityTypeIds=1,2`);
    const repeated = await client.get(`${at}&activityTypeIds=1&activityTypeIds=2`);
    expect(repeated.result).toEqual(csv.result);
    expect(csv.result).toHaveLength(1);
  });

  test('assetIds narrow a single type by its primary attribute', async () => {
    const id = simulator.world.createLead({ lastName: 'A', title: 'CFO' });
    const token = encodeURIComponent(await mintToken(client, ago(0)));
    simulator.world.updateLead(id, { title: 'CEO', lastName: 'B' });
    const at = `/rest/v1/activities.json?nextPageToken=${token}`;
    const { result } = await client.get(`${at}&activityTypeIds=13&assetIds=55`);
    expect(result.map((row: Wire) => row.primaryAttributeValue)).toEqual(['Job Title']);
    expect((await client.get(`${at}&activityTypeIds=12,13&assetIds=55`)).errors[0].code).toBe('1003');
  });
});

describe('P1 13: reading again', () => {
  test('a token gives the same page again, and rows appended since come after it', async () => {
    const id = simulator.world.createLead({ lastName: 'Twice' });
    const token = encodeURIComponent(await mintToken(client, ago(0)));
    visit(id, startAt);
    const path = `/rest/v1/activities.json?activityTypeIds=1&nextPageToken=${token}`;
    const first = await client.get(path);
    expect((await client.get(path)).result).toEqual(first.result);
    visit(id, startAt);
    const second = await client.get(path);
    expect(second.result).toHaveLength(2);
    expect(second.result[0]).toEqual(first.result[0]);
  });
});

describe('P0 8: deletes, merges, owners and what the instance forgets', () => {
  test('a deleted person is in deletedleads for 14 days and its activities are gone', async () => {
    const { world } = simulator;
    const id = world.createLead({ firstName: 'Ada', lastName: 'Byron' });
    visit(id, startAt);
    const token = await mintToken(client, ago(60));
    world.deleteLead(id);
    const deleted = () => readToEnd(client, '/rest/v1/activities/deletedleads.json', token);
    expect(rowsOf(await deleted())).toEqual([
      {
        id: expect.any(Number),
        marketoGUID: expect.any(String),
        leadId: id,
        activityDate: '2026-11-02T10:00:00+0000',
        activityTypeId: 37,
        primaryAttributeValueId: expect.any(Number),
        primaryAttributeValue: 'Ada Byron',
        attributes: [],
      },
    ]);
    expect(rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=1', token))).toEqual([]);
    simulator.clock.advance(14 * 86_400_000 + 1000);
    await client.token();
    expect(rowsOf(await deleted())).toEqual([]);
  });

  test('a merge moves the losers’ activities to the winner and tells of it with Merge IDs', async () => {
    const { world } = simulator;
    const [winner, loser] = [world.createLead({ lastName: 'W' }), world.createLead({ lastName: 'L', title: 'CTO' })];
    visit(loser, startAt);
    const token = await mintToken(client, ago(60));
    expect(await client.post(`/rest/v1/leads/${winner}/merge.json?leadIds=${loser}`, {})).toMatchObject({
      success: true,
    });
    const rows = rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=1,32', token));
    expect(rows).toMatchObject([
      { activityTypeId: 1, leadId: winner },
      { activityTypeId: 32, leadId: winner, primaryAttributeValueId: winner },
    ]);
    expect(rows[1].attributes).toContainEqual({ name: 'Merge IDs', value: [loser] });
    expect(world.lead(loser)).toBeNull();
    expect(world.lead(winner)).toMatchObject({ lastName: 'W', title: 'CTO' });
    expect(rowsOf(await readToEnd(client, '/rest/v1/activities/deletedleads.json', token))).toEqual([]);
  });

  test('merge refuses what the real one refuses', async () => {
    const id = simulator.world.createLead({ lastName: 'W' });
    const code = async (query: string) => (await client.post(`/rest/v1/leads/${id}/merge.json${query}`, {})).errors[0];
    expect(await code('')).toEqual({ code: '1003', message: 'Losing lead ids not specified' });
    expect(await code('?leadIds=999')).toEqual({ code: '1004', message: 'Lead not found' });
    const many = Array.from({ length: 26 }, (_, i) => i + 1).join(',');
    expect(await code(`?leadIds=${many}`)).toMatchObject({ code: '1080' });
  });

  test('an owner change is activity 23, a silent one leaves nothing, neither moves updatedAt', async () => {
    const { world } = simulator;
    world.addUser('0055f000000001XAAQ', 'Olivia Carter');
    const id = world.createLead({ lastName: 'Owned' });
    const token = await mintToken(client, ago(0));
    simulator.clock.advance(60_000);
    world.setOwner(id, '0055f000000001XAAQ');
    world.setOwner(id, '0055f000000002XAAQ', { silent: true });
    const rows = rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=23', token));
    expect(rows).toMatchObject([{ leadId: id, primaryAttributeValue: 'Olivia Carter' }]);
    expect(world.lead(id)?.updatedAt).toEqual(startAt);
  });

  test('rows of short-lived types vanish after 90 days, others stay', async () => {
    const id = simulator.world.createLead({ lastName: 'Old' });
    visit(id, ago(89 * 86_400));
    visit(id, ago(91 * 86_400));
    simulator.world.addActivity({ leadId: id, activityTypeId: 46, activityDate: ago(91 * 86_400) });
    const token = await mintToken(client, ago(100 * 86_400));
    const rows = rowsOf(await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=1,46', token));
    expect(rows.map((row) => row.activityTypeId)).toEqual([1, 46]);
  });
});

describe('lead changes', () => {
  test('tell new people and the fields asked for, with old and new value', async () => {
    const { world } = simulator;
    const token = await mintToken(client, ago(0));
    const id = world.createLead({ firstName: 'B', lastName: 'Byron' });
    world.updateLead(id, { firstName: 'A', title: 'CTO', unsubscribed: true });
    const path = '/rest/v1/activities/leadchanges.json?fields=firstName,unsubscribed';
    const rows = rowsOf(await readToEnd(client, path, token));
    expect(rows.map((row) => row.activityTypeId)).toEqual([12, 13, 13]);
    expect(rows[0]).not.toHaveProperty('fields');
    expect(rows[1]).toMatchObject({
      leadId: id,
      activityDate: '2026-11-02T10:00:00+0000',
      fields: [{ id: 48, name: 'firstName', newValue: 'A', oldValue: 'B' }],
      attributes: [
        { name: 'Reason', value: 'Web service API' },
        { name: 'Source', value: 'Web service API' },
        { name: 'Lead ID', value: id },
      ],
    });
    expect(rows[2].fields).toEqual([{ id: 92, name: 'unsubscribed', newValue: 'True' }]);
    expect((await client.get(`${path}x&nextPageToken=${encodeURIComponent(token)}`)).errors[0].code).toBe('1006');
  });
});
