/** What approving a custom type gives, and what can go wrong with the activities that are written. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, mintToken, readToEnd, type TestClient, type Wire } from './test-client';

const at = '/rest/v1/activities/external';
const startAt = new Date('2026-11-02T10:00:00Z');
const call = {
  apiName: 'acmeCall',
  name: 'Acme Call',
  triggerName: 'Receives Acme Call',
  filterName: 'Received Acme Call',
  primaryAttribute: { apiName: 'subject', name: 'Subject' },
};
const attributes = [
  { apiName: 'key', name: 'External Activity ID', dataType: 'string' },
  { apiName: 'seconds', name: 'Duration', dataType: 'integer' },
];
let simulator: MarketoSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startMarketo({ startAt });
  client = createTestClient(simulator);
  await client.post(`${at}/type.json`, call);
  await client.post(`${at}/type/acmeCall/attributes/create.json`, { attributes });
});
afterEach(() => simulator.close());

describe('types', () => {
  test('stand in the list without their attributes, which only their description tells', async () => {
    const [listed] = (await client.get(`${at}/types.json`)).result;
    expect(listed).toMatchObject({ apiName: 'acmeCall', triggerName: 'Receives Acme Call', status: 'draft' });
    expect(listed).not.toHaveProperty('attributes');
    expect(listed).not.toHaveProperty('primaryAttribute');
    const [described] = (await client.get(`${at}/type/acmeCall/describe.json?draft=true`)).result;
    expect(described).toMatchObject({ primaryAttribute: { apiName: 'subject' }, attributes });
  });

  test('give a filter and a trigger once they are approved, with every attribute as a constraint', async () => {
    expect(simulator.customTypes.rules()).toEqual({ filters: [], triggers: [] });
    await approve();
    const rule = {
      activityTypeId: 100_001,
      defaultConstraint: { name: 'Subject', dataType: 'string' },
      constraints: [
        { name: 'External Activity ID', dataType: 'string' },
        { name: 'Duration', dataType: 'integer' },
      ],
    };
    expect(simulator.customTypes.rules()).toEqual({
      filters: [{ name: 'Received Acme Call', ...rule }],
      triggers: [{ name: 'Receives Acme Call', ...rule }],
    });
  });
});

describe('written activities', () => {
  let ids: number[];
  beforeEach(async () => {
    await approve();
    ids = [1, 2, 3, 4].map((n) => simulator.world.createLead({ lastName: `Person ${n}` }));
  });

  test('a fault strikes some records of a write, and the others are added', async () => {
    simulator.faults.add({ match: 'external.json', effect: { rowCode: '611', rows: [1, 3] } });
    const { result } = await write();
    expect(result.map((row: Wire) => row.errors?.[0] ?? row.status)).toEqual([
      'added',
      { code: '611', message: 'System error' },
      'added',
      { code: '611', message: 'System error' },
    ]);
    simulator.faults.add({ match: 'external.json', times: 50, effect: { rowCode: '1003', chance: 0.5 } });
    const states = [];
    for (let n = 0; n < 20; n += 1) states.push(...(await write()).result.map((row: Wire) => row.status));
    const skipped = states.filter((status) => status === 'skipped').length;
    expect(skipped).toBeGreaterThan(20);
    expect(skipped).toBeLessThan(60);
  });

  test('a write can break off midway: the first half is there', async () => {
    simulator.faults.add({ match: 'external.json', effect: 'reset-midway' });
    await expect(write()).rejects.toThrow();
    expect((await written()).map((row) => row.leadId)).toEqual(ids.slice(0, 2));
  });

  test('they can be served later than they were written', async () => {
    await client.post('/__control/quirks', { writtenShowAfterMs: 60_000 });
    await write();
    expect(await written()).toEqual([]);
    simulator.clock.advance(59_000);
    expect(await written()).toEqual([]);
    simulator.clock.advance(1_000);
    expect((await written()).map((row) => row.leadId)).toEqual(ids);
  });

  function write() {
    const input = ids.map((leadId) => ({
      leadId,
      activityTypeId: 100_001,
      activityDate: '2026-11-02T09:59:00Z',
      primaryAttributeValue: 'Intro',
      attributes: [{ apiName: 'key', value: `k${leadId}` }],
    }));
    return client.post(`${at}.json`, { input });
  }

  async function written(): Promise<Wire[]> {
    const token = await mintToken(client, new Date(startAt.getTime() - 600_000));
    const pages = await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=100001', token);
    return pages.flatMap((page) => page.result ?? []);
  }
});

function approve() {
  return client.post(`${at}/type/acmeCall/approve.json`, {});
}
