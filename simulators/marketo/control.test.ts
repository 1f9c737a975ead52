import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, type Wire } from './test-client';

let simulator: MarketoSimulator;

beforeEach(async () => {
  simulator = await startMarketo({ startAt: new Date('2026-11-02T10:00:00Z') });
});
afterEach(() => simulator.close());

async function control(method: string, name: string, body?: unknown): Promise<Wire> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${simulator.url}/__control/${name}`, { method, ...sent });
  const answer = (await response.json()) as Wire;
  return response.ok ? answer.result : answer;
}
const world = (verb: string, ...args: unknown[]) => control('POST', `world/${verb}`, { args });
const page = async (query = '') => (await fetch(`${simulator.url}/${query}`)).text();

describe('P0 18: the control API over HTTP', () => {
  test('changes the world and tells what is in it', async () => {
    const id = await world('createLead', { lastName: 'Byron', email: 'ada@example.com' });
    await world('updateLead', id, { title: 'CTO' });
    await world('addUser', '0055f000000001XAAQ', 'Olivia Carter');
    await world('setOwner', id, '0055f000000001XAAQ');
    expect(await world('lead', id)).toMatchObject({ title: 'CTO', ownerName: 'Olivia Carter' });
    expect(await control('GET', 'eligible')).toMatchObject([{ marketoId: id, title: 'CTO' }]);
    expect(await control('GET', 'state')).toMatchObject({ people: 1, activities: 4 });
  });

  test('sets the clock, the faults and the limits', async () => {
    await control('POST', 'clock', { set: '2026-11-05T00:00:00Z', tokenTtlSeconds: 9 });
    expect(await control('POST', 'clock', { advanceMs: 1000 })).toEqual({ now: '2026-11-05T00:00:01.000Z' });
    const client = createTestClient(simulator);
    expect(await client.token()).toMatchObject({ expires_in: 9 });
    await control('POST', 'faults', { match: 're:leads/', effect: { code: '608' } });
    expect(await control('GET', 'faults')).toHaveLength(1);
    expect((await client.get('/rest/v1/leads/partitions.json')).errors[0].code).toBe('608');
    await control('POST', 'limits', { callsPer20s: 0 });
    expect((await client.get('/rest/v1/leads/partitions.json')).errors[0].code).toBe('606');
  });

  test('makes the instance another one while it runs', async () => {
    const client = createTestClient(simulator);
    await control('POST', 'quirks', { nulls: 'omit', refusedToken: '611' });
    const id = await world('createLead', { lastName: 'Byron' });
    const found = await client.get(`/rest/v1/leads.json?filterType=id&filterValues=${id}&fields=lastName,title`);
    expect(found.result).toEqual([{ id, lastName: 'Byron' }]);
    const at = '/rest/v1/activities/pagingtoken.json?sinceDatetime=2026-11-02T10:00:00Z';
    const token = encodeURIComponent((await client.get(at)).nextPageToken);
    await control('POST', 'page-tokens/expire');
    const feed = await client.get(`/rest/v1/activities.json?activityTypeIds=1&nextPageToken=${token}`);
    expect(feed.errors[0].code).toBe('611');

    const exports = '/bulk/v1/leads/export';
    const body = { fields: ['id'], filter: { smartListId: 1001 } };
    await control('POST', 'capabilities', { smartLists: false });
    expect((await client.post(`${exports}/create.json`, body)).errors[0].code).toBe('1035');
    await control('POST', 'capabilities', { smartLists: true });
    await control('POST', 'bulk/spoil', { how: { failWith: 'System error' } });
    const [job] = (await client.post(`${exports}/create.json`, body)).result;
    await control('POST', 'bulk/quota', { bytes: 1e9 });
    const enqueued = await client.send(`${exports}/${job.exportId}/enqueue.json`, { method: 'POST' });
    expect(enqueued.json.errors[0].message).toBe('Export daily quota 500MB exceeded.');
    simulator.clock.advance(86_400_000);
    await client.token();
    await client.send(`${exports}/${job.exportId}/enqueue.json`, { method: 'POST' });
    simulator.clock.advance(60_000);
    const told = (await client.get(`${exports}/${job.exportId}/status.json`)).result[0];
    expect(told).toMatchObject({ status: 'Failed', errorMsg: 'System error' });
    await control('POST', 'denied', { permissions: ['readAsset'] });
    const lists = () => client.get('/rest/asset/v1/smartLists.json');
    expect((await lists()).errors[0].code).toBe('603');
    await control('POST', 'denied', {});
    await control('POST', 'smart-lists', { lists: [{ id: 7, name: 'All', holds: 'everybody' }] });
    expect((await lists()).result).toMatchObject([{ id: 7, name: 'All' }]);
    await control('POST', 'usage', { calls: 50_000 });
    expect((await client.get('/rest/v1/leads/partitions.json')).errors[0].code).toBe('607');
  });

  test('shows and empties the call log and the unknown requests', async () => {
    await createTestClient(simulator).get('/rest/v1/nope.json?a=1');
    expect((await control('GET', 'calls')).at(-1)).toMatchObject({
      path: '/rest/v1/nope.json',
      query: { a: '1' },
      code: '610',
    });
    expect(await control('GET', 'unknown-requests')).toEqual(['GET /rest/v1/nope.json']);
    await control('DELETE', 'calls');
    await control('DELETE', 'unknown-requests');
    expect([await control('GET', 'calls'), await control('GET', 'unknown-requests')]).toEqual([[], []]);
  });

  test('seeds, keeps and brings back a world, and resets', async () => {
    await control('POST', 'seed', { count: 30, seed: 2 });
    await control('POST', 'snapshot', { name: 'seeded' });
    await world('createLead', { lastName: 'Extra' });
    await control('POST', 'restore', { name: 'seeded' });
    expect(await control('GET', 'state')).toMatchObject({ people: 30 });
    await control('POST', 'reset');
    expect(await control('GET', 'state')).toMatchObject({ people: 0 });
  });

  test('a wrong call is a loud 400', async () => {
    expect(await control('GET', 'nope')).toEqual({ error: 'unknown control call GET nope' });
    expect(await world('clear')).toEqual({ error: 'unknown world method clear' });
    expect(await world('updateLead', 1, {})).toEqual({ error: expect.stringContaining('no person 1') });
    expect(await control('POST', 'faults', { nth: 2 })).toEqual({ error: 'a fault needs an effect' });
    expect(await control('POST', 'restore', { name: 'none' })).toEqual({ error: 'there is no snapshot none' });
  });
});

describe('the page', () => {
  const submit = (fields: Record<string, string>) =>
    fetch(`${simulator.url}/__control/form`, { method: 'POST', body: new URLSearchParams(fields) });

  test('shows everything escaped', async () => {
    simulator.world.createLead({
      firstName: '<script>alert(1)</script>',
      lastName: `"Quoted" & 'co'`,
      email: 'x@example.com',
    });
    const html = await page('?search=x%40example.com&done=%3Cb%3E');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &quot;Quoted&quot; &amp; &#39;co&#39;');
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('<script>');
    expect(await page('?search=%22%3E%3Cimg%3E')).not.toContain('<img>');
  });

  test('edits a person, gives and takes an owner, deletes', async () => {
    simulator.world.addUser('0055f000000001XAAQ', 'Olivia Carter');
    const id = simulator.world.createLead({ lastName: 'Byron', title: 'CFO' });
    const person = { id: String(id), search: String(id) };
    const edited = await submit({ ...person, do: 'edit', title: 'CTO', company: 'Engines', phone: ' ' });
    expect(await edited.text()).toContain('value="CTO"');
    expect(simulator.world.lead(id)).toMatchObject({ title: 'CTO', company: 'Engines', phone: null });
    await submit({ ...person, do: 'own', owner: '0055f000000001XAAQ' });
    expect(await page(`?search=${id}`)).toContain('owner: Olivia Carter');
    await submit({ ...person, do: 'disown' });
    expect(simulator.world.eligible()).toEqual([]);
    await submit({ ...person, do: 'delete' });
    expect(simulator.world.lead(id)).toBeNull();
    expect(await page(`?search=${id}`)).toContain('Nobody found.');
  });
});
