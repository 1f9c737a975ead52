import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callBudgets, callLeases } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { createCallLimiter } from '@/lib/call-budget/limiter';
import { type CallLane, politeLimits } from '@/lib/call-budget/model';
import type { Clock } from '@/lib/clock';
import type { Person } from '@/lib/people/model';
import { defaultOwnerRule } from '@/lib/settings/model';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo';
import { WireLead } from './api-types';
import { createMarketoClient, type MarketoClient } from './client';
import { fieldMappingFromDescription, wireFieldsOf } from './field-mapping';
import { activityFromWire, feedTypeIds, gridTypeGroups, mergeFromActivity } from './map-activities';
import { hasSalesOwner, opportunityByLead, personFromLead } from './map-people';
import { createTransport } from './transport';

const start = new Date('2026-11-23T12:00:00Z');

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of [callLeases, callBudgets]) await database.db.delete(table);
  marketo = await startMarketo({ startAt: start, limits: { scanBlock: 50 }, quirks: { dates: 'zoo', nulls: 'omit' } });
});
afterEach(() => marketo.close());

describe('people', () => {
  test('are read as the instance has them, with every failure on the way', async () => {
    marketo.world.seedPeople({ count: 2_500, seed: 11 });
    const people = '/rest/v1/leads.json';
    marketo.faults.add({ match: people, nth: 2, effect: 'expire-token' });
    marketo.faults.add({ match: people, nth: 4, effect: { code: '606' } });
    marketo.faults.add({ match: people, nth: 6, effect: { code: '615' } });
    marketo.faults.add({ match: people, nth: 8, times: 2, effect: { code: '604' } });
    marketo.faults.add({ match: people, nth: 11, times: 2, effect: 'html-502' });
    marketo.faults.add({ match: people, nth: 14, times: 2, effect: 'reset-before' });
    marketo.faults.add({ match: people, nth: 17, times: 2, effect: 'truncate' });
    marketo.faults.add({ match: '/rest/v1/opportunities/', nth: 2, effect: 'reset-after' });

    const { client } = connect('loads');
    const read = await ownedPeople(
      client,
      marketo.world.leads().map((lead) => lead.id),
    );
    expect(read).toEqual(marketo.world.eligible());
    const codes = new Set(marketo.calls.map((call) => call.code));
    expect([...codes]).toEqual(
      expect.arrayContaining(['602', '606', '615', '604', 'html-502', 'reset-before', 'truncate']),
    );
    expect(marketo.unknownRequests).toEqual([]);
  });

  test('an address too long for a GET is still a read', async () => {
    const emails = Array.from({ length: 300 }, (_, i) => `a.rather.long.name+${i}@quite-a-long-company-name.example`);
    for (const email of emails.slice(0, 20)) marketo.world.createLead({ email });
    const { transport } = connect('loads');
    const query = { filterType: 'email', filterValues: emails.join(','), fields: 'id,email', batchSize: '300' };
    const request = { path: '/rest/v1/leads.json', query, row: WireLead, onCall: () => {} } as const;
    const { rows } = await transport.request({ ...request, lane: 'loads', patience: 'leadsMs' });
    expect(rows).toHaveLength(20);
    expect(marketo.calls.at(-1)).toMatchObject({ method: 'POST', code: null });
  });

  test('a field that does not exist is named', async () => {
    await expect(
      connect('loads').client.getLeadsById({ ids: [1], fields: ['id', 'noSuchField'] }),
    ).rejects.toMatchObject({
      kind: 'rejected',
      remoteCode: '1006',
      message: expect.stringContaining('noSuchField'),
    });
  });
});

describe('an instance without Salesforce or LinkedIn', () => {
  test('is mapped as far as it goes, and can be read', async () => {
    await marketo.close();
    marketo = await startMarketo({ startAt: start, capabilities: { sfdc: false, linkedIn: false, ownerName: false } });
    const id = marketo.world.createLead({ firstName: 'Ada', email: 'ada@example.com' });
    const { client } = connect('loads');
    const mapping = fieldMappingFromDescription(await client.describeLeads());
    expect(mapping.filter((m) => m.source === 'missing').map((m) => m.field)).toEqual([
      'linkedinUrl',
      'sfdcContactId',
      'sfdcLeadId',
      'sfdcAccountId',
      'ownerId',
      'ownerName',
    ]);
    const [lead] = await client.getLeadsById({ ids: [id], fields: wireFieldsOf(mapping) });
    const person = personFromLead(lead ?? { id: 0 }, mapping, start);
    expect(person).toMatchObject({ marketoId: id, firstName: 'Ada', marketoCreatedAt: start });
    expect(hasSalesOwner(person, defaultOwnerRule)).toEqual({ owned: false, reason: 'Marketo only' });
  });
});

describe('activities', () => {
  test('of one person among many are found through empty pages', async () => {
    const quiet = marketo.world.createLead({ email: 'quiet@example.com' });
    const busy = marketo.world.createLead({ email: 'busy@example.com' });
    const { client } = connect('live-grid');
    const since = new Date(start.getTime() - 86_400_000);
    marketo.clock.advance(1_000);
    const visit = (leadId: number, page: string) =>
      marketo.world.addActivity({ leadId, activityTypeId: 1, primaryAttributeValue: page });
    visit(quiet, 'First');
    for (let i = 0; i < 180; i += 1) visit(busy, 'Other');
    visit(quiet, 'Last');

    const types = (await client.getActivityTypes()).map(({ id, name }) => ({ id, name }));
    const web = gridTypeGroups(types).find((group) => group.name === 'web-and-sales');
    const pages = await everyPage(await client.getPagingToken({ since }), (nextPageToken) =>
      client.getActivities({ nextPageToken, activityTypeIds: web?.typeIds ?? [], leadIds: [quiet] }),
    );
    expect(pages.some((page) => page.activities.length === 0 && page.moreResult)).toBe(true);
    const rows = pages.flatMap((page) => page.activities.map((wire) => activityFromWire(wire, types)));
    expect(rows.map((row) => row?.title)).toEqual(['First', 'Last']);
  });

  test('merges and deletions come with the feeds', async () => {
    const ids = Array.from({ length: 4 }, (_, i) => marketo.world.createLead({ email: `p${i}@example.com` }));
    const [winner = 0, loserA = 0, loserB = 0, gone = 0] = ids;
    const { client } = connect('feeds');
    const token = await client.getPagingToken({ since: new Date(start.getTime() - 1_000) });
    marketo.clock.advance(2_000);
    marketo.world.mergeLeads(winner, [loserA, loserB]);
    marketo.world.deleteLead(gone);

    const types = (await client.getActivityTypes()).map(({ id, name }) => ({ id, name }));
    const activityTypeIds = feedTypeIds(types);
    const events = await everyPage(token, (nextPageToken) => client.getActivities({ nextPageToken, activityTypeIds }));
    const merges = events.flatMap((page) => page.activities.map(mergeFromActivity)).filter((merge) => merge !== null);
    expect(merges).toEqual([{ winnerId: winner, loserIds: [loserA, loserB] }]);
    const deletes = await everyPage(token, (nextPageToken) => client.getDeletedLeads({ nextPageToken }));
    expect(deletes.flatMap((page) => page.activities.map((a) => a.leadId))).toContain(gone);
  });

  test('a changed title comes with the change feed', async () => {
    const id = marketo.world.createLead({ email: 'ada@example.com', title: 'Analyst' });
    const { client } = connect('feeds');
    const token = await client.getPagingToken({ since: start });
    marketo.clock.advance(2_000);
    marketo.world.updateLead(id, { title: 'Countess' });
    const pages = await everyPage(token, (nextPageToken) =>
      client.getLeadChanges({ nextPageToken, fields: ['title'] }),
    );
    const changes = pages.flatMap((page) => page.activities).filter((a) => a.fields);
    expect(changes).toMatchObject([{ leadId: id, fields: [{ name: 'title', newValue: 'Countess' }] }]);
  });
});

describe('limits', () => {
  test("our own limiter keeps the instance's limit from ever being felt", async () => {
    const { client } = connect('loads');
    for (let i = 0; i < 120; i += 1) await client.getUsage();
    expect(marketo.calls.filter((call) => call.code === '606')).toEqual([]);
    expect(client.callsMade()).toBe(120);
    expect((await client.getUsage())[0]?.total).toBe(121);
  });

  test('when others use the instance up, a job rests and goes on, and a person is told how long', async () => {
    await marketo.close();
    marketo = await startMarketo({ startAt: start, limits: { callsPer20s: 3 } });
    const job = connect('loads').client;
    const person = connect('live-grid').client;
    for (let i = 0; i < 3; i += 1) await job.getUsage();
    await expect(person.getUsage()).rejects.toMatchObject({ kind: 'throttled', retryAfterMs: expect.any(Number) });
    await expect(person.getUsage()).rejects.toMatchObject({ kind: 'throttled', remoteCode: null });
    expect(await job.getUsage()).toHaveLength(1);
    expect(marketo.clock.now().getTime() - start.getTime()).toBeGreaterThanOrEqual(20_000);
  });

  test('a token that ends its hour in the middle is replaced without a failed call', async () => {
    const { client } = connect('feeds');
    await client.getUsage();
    marketo.clock.advance(3_598_500);
    await client.getUsage();
    expect(marketo.calls.map((call) => call.code).filter(Boolean)).toEqual([]);
    expect(client.tokenStatus()).toMatchObject({ expiresInSeconds: 3600 });
  });

  test('the daily quota is told with the time until it starts anew', async () => {
    await marketo.close();
    marketo = await startMarketo({ startAt: start, limits: { dailyQuota: 1 } });
    const { client } = connect('feeds');
    await client.getUsage();
    await expect(client.getUsage()).rejects.toMatchObject({ kind: 'quota', retryAfterMs: 18 * 3_600_000 });
  });
});

function connect(lane: CallLane) {
  const clock = simulatedTime();
  const limiter = createCallLimiter({ db: database.db, clock, provider: 'marketo', limits: () => politeLimits });
  const { url: baseUrl, clientId, clientSecret } = marketo;
  const transport = createTransport({ baseUrl, clientId, clientSecret, limiter, clock });
  return { transport, client: createMarketoClient({ transport, lane }) };
}

/** One time for both sides: whoever sleeps here moves the instance's clock. */
function simulatedTime(): Clock {
  const { clock } = marketo;
  return { now: clock.now, sleep: async (ms) => clock.advance(Math.ceil(ms)) };
}

async function ownedPeople(client: MarketoClient, ids: number[]): Promise<Person[]> {
  const mapping = fieldMappingFromDescription(await client.describeLeads());
  const people: Person[] = [];
  for (let i = 0; i < ids.length; i += 300) {
    const chunk = ids.slice(i, i + 300);
    const leads = await client.getLeadsById({ ids: chunk, fields: wireFieldsOf(mapping) });
    const opportunities = opportunityByLead(await client.getOpportunityRoles({ leadIds: chunk }));
    for (const lead of leads) {
      const { owner, marketoCreatedAt, marketoUpdatedAt, readAt, ...person } = personFromLead(lead, mapping, start);
      if (!hasSalesOwner({ ...person, owner }, defaultOwnerRule).owned) continue;
      people.push({ ...person, sfdcOpportunityId: opportunities.get(lead.id) ?? null });
    }
  }
  return people.sort((a, b) => a.marketoId - b.marketoId);
}

type Page = Awaited<ReturnType<MarketoClient['getActivities']>>;

async function everyPage(token: string, read: (nextPageToken: string) => Promise<Page>): Promise<Page[]> {
  const pages = [await read(token)];
  for (let page = pages[0]; page?.moreResult; page = pages.at(-1)) pages.push(await read(page.nextPageToken));
  return pages;
}
