/** What the compact store promises: people and their history are the same as if every one of them were kept. */
import { afterEach, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { MarketoSimulatorOptions } from '@/simulators/marketo/options';
import { createTestClient, mintToken, readToEnd, type TestClient, type Wire } from '@/simulators/marketo/test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const dayMs = 86_400_000;
const running: MarketoSimulator[] = [];

async function start(
  options: MarketoSimulatorOptions = {},
): Promise<{ simulator: MarketoSimulator; client: TestClient }> {
  const limits = { callsPer20s: 1e6, dailyQuota: 1e9, ...options.limits };
  const simulator = await startMarketo({ startAt, ...options, limits });
  running.push(simulator);
  return { simulator, client: createTestClient(simulator) };
}

afterEach(async () => {
  for (const simulator of running.splice(0)) await simulator.close();
});

const rowsOf = (pages: Wire[]) => pages.flatMap((page) => page.result ?? []);
const ofTypes = (types: number[]) => `/rest/v1/activities.json?activityTypeIds=${types.join(',')}`;

/** With a fresh access token: the clock may have moved far. */
async function read(client: TestClient, path: string, since = startAt): Promise<Wire[]> {
  await client.token();
  return rowsOf(await readToEnd(client, path, await mintToken(client, since)));
}

test('seeding twice, changing and merging in between: a snapshot brings back every person, role and row', async () => {
  const { simulator, client } = await start();
  const { world, clock } = simulator;
  world.seedPeople({ count: 100, seed: 1, activitiesPerPerson: 3 });
  world.churn({
    changes: 80,
    overMs: dayMs,
    mix: { field: 3, own: 2, disown: 1, create: 1, delete: 1, merge: 1, convert: 1 },
  });
  world.seedPeople({ count: 60, seed: 2, owned: 1, activitiesPerPerson: 3 });
  world.churn({ changes: 80, overMs: dayMs, seed: 2, mix: { field: 3, merge: 2, delete: 1, visit: 1 } });
  const [first = 0, second = 0] = world.leadIds();
  world.addOpportunityRole({ leadId: first, isPrimary: true });
  world.setVisible(second, false);
  const other = await start({ startAt: clock.now() });
  other.simulator.restore(Buffer.from(simulator.snapshot()));
  expect(other.simulator.world.leads()).toEqual(world.leads());
  expect(other.simulator.world.eligible()).toEqual(world.eligible());
  expect(other.simulator.world.activityCount()).toBe(world.activityCount());
  const since = new Date(startAt.getTime() - 99 * dayMs);
  for (const types of [
    [1, 6, 7, 10, 12, 13, 21, 23, 29, 32],
    [34, 37, 39, 40, 41, 45, 46, 60],
  ])
    expect(await read(other.client, ofTypes(types), since)).toEqual(await read(client, ofTypes(types), since));
  expect(other.simulator.world.createLead({})).toBe(world.createLead({}));
  expect([...other.simulator.snapshotLines()]).toHaveLength([...simulator.snapshotLines()].length);
});

test('a dense world has no gap and everybody in it is owned; a sparse one has the gaps it was asked for', async () => {
  const dense = (await start()).simulator.world;
  dense.seedPeople({ count: 2000, seed: 3, owned: 1, idGaps: 0 });
  const ids = dense.leadIds();
  expect([ids[0], ids.at(-1), dense.eligible().length]).toEqual([1001, 3000, 2000]);
  const sparse = (await start()).simulator.world;
  sparse.seedPeople({ count: 2000, seed: 3, owned: 0, idGaps: 0.9 });
  expect(2000 / ((sparse.leadIds().at(-1) ?? 0) - 1000)).toBeCloseTo(0.1, 1);
  expect(sparse.eligible()).toEqual([]);
  expect(() => sparse.seedPeople({ count: 1, owned: 60 })).toThrow(/owned must be between 0 and 1/);
});

test('a change keeps the rest of a seeded person, and two changes add up', async () => {
  const { world } = (await start()).simulator;
  world.seedPeople({ count: 50, seed: 4 });
  const [id = 0] = world.leadIds();
  const before = world.lead(id);
  world.updateLead(id, { title: 'One', phone: null });
  world.updateLead(id, { company: 'Two' });
  expect(world.lead(id)).toEqual({ ...before, title: 'One', phone: null, company: 'Two', updatedAt: startAt });
});

test('people are found by their e-mail address as it is now, in any case, also after a table of all was made', async () => {
  const { simulator, client } = await start();
  const { world } = simulator;
  world.seedPeople({ count: 3000, seed: 5 });
  const find = async (email: string) =>
    (await client.get(`/rest/v1/leads.json?filterType=email&filterValues=${encodeURIComponent(email)}`)).result.map(
      (lead: Wire) => lead.id,
    );
  const emailOf = (id: number) => String(world.lead(id)?.email);
  const known = world.leads().filter((lead) => lead.email);
  for (const lead of known.slice(0, 20)) {
    const same = known.filter((one) => one.email === lead.email).map((one) => one.id);
    expect(await find(String(lead.email).toUpperCase())).toEqual(same);
  }
  const [, id = 0] = world.leadIds();
  const before = emailOf(id);
  world.updateLead(id, { email: 'moved@example.com' });
  expect([await find('moved@example.com'), await find(before)]).toEqual([[id], []]);
  const born = world.createLead({ email: 'born@example.com' });
  expect(await find('Born@example.com')).toEqual([born]);
  world.deleteLead(born);
  expect(await find('born@example.com')).toEqual([]);
});

test('seeded opportunities can be read by their id and their roles taken away', async () => {
  const { simulator, client } = await start();
  const { world } = simulator;
  world.seedPeople({ count: 400, seed: 6 });
  const person = world.eligible().find((one) => one.sfdcOpportunityId !== null);
  const id = String(person?.sfdcOpportunityId);
  const at = (what: string) => `/rest/v1/opportunities${what}.json?filterType=externalOpportunityId&filterValues=${id}`;
  expect((await client.get(at(''))).result).toMatchObject([{ externalOpportunityId: id }]);
  expect((await client.get(at('/roles'))).result).toMatchObject([{ leadId: person?.marketoId }]);
  world.removeOpportunityRole(person?.marketoId ?? 0, id);
  expect((await client.get(at('/roles'))).result ?? []).toEqual([]);
  expect((await client.get(at(''))).result).toHaveLength(1);
});

test('P0-4 with late commits a page read to its end misses rows that a kept token still finds, all with their true date', async () => {
  const { simulator, client } = await start({ quirks: { lateCommits: { share: 0.5, mostMs: 60_000 } } });
  const { world, clock } = simulator;
  world.seedPeople({ count: 100, seed: 7, activitiesPerPerson: 0 });
  clock.advance(1000);
  const token = await mintToken(client, clock.now());
  world.churn({ changes: 100, overMs: 10_000, mix: { visit: 1 } });
  const first = await readToEnd(client, ofTypes([1]), token);
  expect(rowsOf(first).length).toBeLessThan(100);
  clock.advance(60_000);
  const later = await readToEnd(client, ofTypes([1]), first.at(-1).nextPageToken);
  expect(rowsOf(first).length + rowsOf(later).length).toBe(100);
  const newest = Math.max(...rowsOf(first).map((row: Wire) => Date.parse(row.activityDate)));
  expect(rowsOf(later).some((row: Wire) => Date.parse(row.activityDate) < newest)).toBe(true);
});

test('P0-8 rows are kept for 14 days, 90 days or 25 months by their type, and New Lead for ever', async () => {
  const { simulator, client } = await start();
  const { world, clock } = simulator;
  const [id, gone] = [world.createLead({ lastName: 'Kept' }), world.createLead({ lastName: 'Gone' })];
  for (const activityTypeId of [1, 3, 6, 7, 13, 22, 24, 36, 47, 10, 46, 39])
    world.addActivity({ leadId: id, activityTypeId });
  world.deleteLead(gone);
  const there = async () => {
    const rows = [
      ...(await read(client, ofTypes([1, 3, 6, 7, 13, 22, 24, 36, 47, 10]))),
      ...(await read(client, ofTypes([12, 46, 39]))),
      ...(await read(client, '/rest/v1/activities/deletedleads.json?x=1')),
    ];
    return rows.map((row: Wire) => row.activityTypeId).sort((a, b) => a - b);
  };
  const [shortLived, longLived] = [
    [1, 3, 6, 7, 13, 22, 24, 36, 47],
    [10, 12, 39, 46],
  ];
  const sorted = (...types: number[][]) => types.flat().sort((a, b) => a - b);
  clock.advance(14 * dayMs);
  expect(await there()).toEqual(sorted(shortLived, longLived, [37]));
  clock.advance(1000);
  expect(await there()).toEqual(sorted(shortLived, longLived));
  clock.advance(76 * dayMs);
  expect(await there()).toEqual(longLived);
  clock.advance(671 * dayMs);
  expect(await there()).toEqual([12]);
});

test.each([
  ['array', (a: number, b: number) => [a, b]],
  ['text', (a: number, b: number) => `[${a}, ${b}]`],
  ['text-of-texts', (a: number, b: number) => `["${a}","${b}"]`],
] as const)('P0-8 a merge is told on the winner with its losers as %s', async (mergeIds, spelled) => {
  const { simulator, client } = await start({ quirks: { mergeIds } });
  const { world } = simulator;
  const [winner = 0, a = 0, b = 0] = [1, 2, 3].map((n) => world.createLead({ lastName: `P${n}` }));
  world.addActivity({ leadId: b, activityTypeId: 46 });
  world.mergeLeads(winner, [a, b]);
  const [merged] = await read(client, ofTypes([32]));
  expect(merged).toMatchObject({ leadId: winner, primaryAttributeValueId: winner });
  expect(merged.attributes[0]).toEqual({ name: 'Merge IDs', value: spelled(a, b) });
  expect(await read(client, ofTypes([46]))).toMatchObject([{ leadId: winner }]);
  const answer = await client.get(`/rest/v1/leads.json?filterType=id&filterValues=${winner},${a},${b}`);
  expect(answer.result.map((lead: Wire) => lead.id)).toEqual([winner]);
});

test('P0-8 somebody deleted and made again is another person', async () => {
  const { simulator, client } = await start();
  const { world } = simulator;
  const before = world.createLead({ email: 'again@example.com' });
  world.deleteLead(before);
  const after = world.createLead({ email: 'again@example.com' });
  expect(after).toBeGreaterThan(before);
  expect(await read(client, '/rest/v1/activities/deletedleads.json?x=1')).toMatchObject([{ leadId: before }]);
});

test.each([
  ['activity', [23], 0],
  ['change', [13], 1],
  ['none', [], 0],
] as const)(
  'P0-8 an owner change leaves, with %s, rows of types %j and %i in leadchanges',
  async (ownerNews, types, changes) => {
    const { simulator, client } = await start({ quirks: { ownerNews } });
    const { world, clock } = simulator;
    world.seedPeople({ count: 20, seed: 8, owned: 1, activitiesPerPerson: 0 });
    clock.advance(1000);
    const [id = 0] = world.leadIds();
    world.setOwner(id, '0055f000000001XAAQ');
    expect((await read(client, ofTypes([13, 23]), clock.now())).map((row: Wire) => row.activityTypeId)).toEqual(types);
    const path = '/rest/v1/activities/leadchanges.json?fields=sfdcLeadOwnerId,title';
    expect(await read(client, path, clock.now())).toHaveLength(changes);
    world.setOwner(id, '00G5f000000001XAAQ');
    expect(world.eligible().some((person) => person.marketoId === id)).toBe(false);
  },
);

test('P1-13 a token gives the same page again, and after it what was appended since, in a log of 9,000 rows of one person', async () => {
  const { simulator, client } = await start({ limits: { scanBlock: 5000 } });
  const { world } = simulator;
  const id = world.createLead({ lastName: 'Busy' });
  for (let n = 0; n < 9000; n++)
    world.addActivity({ leadId: id, activityTypeId: 1, attributes: { 'Webpage URL': `/${n}` } });
  const token = await mintToken(client, startAt);
  const page = () => client.get(`${ofTypes([1])}&leadIds=${id}&nextPageToken=${encodeURIComponent(token)}`);
  const { requestId: _, ...once } = await page();
  world.addActivity({ leadId: id, activityTypeId: 1 });
  const { requestId: __, ...twice } = await page();
  expect(twice).toEqual(once);
  expect([once.result.length, once.moreResult]).toEqual([300, true]);
  const head = await read(client, `${ofTypes([1])}&leadIds=${id}`);
  expect(head).toHaveLength(9001);
});

test('whom the API user may not see is nowhere: not by id, in lists, feeds, extracts or among the eligible', async () => {
  const { simulator, client } = await start();
  const { world } = simulator;
  world.seedPeople({ count: 30, seed: 9, owned: 1 });
  const [id = 0] = world.leadIds();
  const listId = world.addList('Two', world.leadIds().slice(0, 2));
  world.updateLead(id, { title: 'Hidden' });
  const seen = async () => ({
    byId: (await client.get(`/rest/v1/leads.json?filterType=id&filterValues=${id}`)).result.length,
    onList: (await client.get(`/rest/v1/lists/${listId}/leads.json`)).result.length,
    rows: (await read(client, `${ofTypes([12, 13])}&leadIds=${id}`, new Date('2020-01-01T00:00:00Z'))).length,
    eligible: world.eligible().length,
  });
  expect(await seen()).toEqual({ byId: 1, onList: 2, rows: 2, eligible: 30 });
  world.setVisible(id, false);
  expect(await seen()).toEqual({ byId: 0, onList: 1, rows: 0, eligible: 29 });
  world.setVisible(id, true);
  expect(await seen()).toEqual({ byId: 1, onList: 2, rows: 2, eligible: 30 });
});

test('unsubscribing holds for everybody of an address and outlives the person, until somebody there subscribes again', async () => {
  const { simulator, client } = await start();
  const { world } = simulator;
  const email = 'Twin@example.com';
  const [one, two] = [world.createLead({ email }), world.createLead({ email: email.toLowerCase() })];
  world.updateLead(one, { unsubscribed: true });
  expect(world.lead(two)?.unsubscribed).toBe(true);
  const told = await read(client, '/rest/v1/activities/leadchanges.json?fields=unsubscribed');
  expect(told.filter((row: Wire) => row.activityTypeId === 13).map((row: Wire) => row.leadId)).toEqual([one, two]);
  world.deleteLead(one);
  world.deleteLead(two);
  const again = world.createLead({ email, unsubscribed: false });
  expect(world.lead(again)?.unsubscribed).toBe(true);
  const moved = world.createLead({ email: 'other@example.com' });
  world.updateLead(moved, { email });
  expect(world.lead(moved)?.unsubscribed).toBe(true);
  world.updateLead(again, { unsubscribed: false });
  expect(world.lead(moved)?.unsubscribed).toBe(false);
  expect(world.lead(world.createLead({ email }))?.unsubscribed).toBeNull();
});
