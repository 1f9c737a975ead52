import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, mintToken, readToEnd } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const leadRecord = '00Q5f00000000ABEAA';
const user = '0055f000000001XAAQ';
const queue = '00G5f000000001XAAQ';
let simulator: MarketoSimulator;

beforeEach(async () => {
  simulator = await startMarketo({ startAt, limits: { callsPer20s: 100_000 } });
});
afterEach(() => simulator.close());

const eligibleIds = () => simulator.world.eligible().map((person) => person.marketoId);

describe('who is eligible', () => {
  test.each([
    ['a lead of a user', { sfdcLeadId: leadRecord, sfdcLeadOwnerId: user }, true],
    ['a lead of a queue', { sfdcLeadId: leadRecord, sfdcLeadOwnerId: queue }, false],
    ['a lead of a queue in small letters', { sfdcLeadId: leadRecord, sfdcLeadOwnerId: queue.toLowerCase() }, false],
    ['a lead without an owner', { sfdcLeadId: leadRecord }, false],
    ['a contact of a user', { sfdcContactId: '0035f00000000ABEAA', sfdcLeadOwnerId: user }, true],
    ['a contact whose owner is not shown', { sfdcContactId: '0035f00000000ABEAA' }, true],
    ['somebody Marketo alone knows', {}, false],
  ])('%s: %o is %s', (_who, fields, expected) => {
    const id = simulator.world.createLead({ lastName: 'X', ...fields });
    expect(eligibleIds()).toEqual(expected ? [id] : []);
  });

  test('all 13 fields, the opportunity by primary role, then newest, then smallest id', () => {
    const { world } = simulator;
    const id = world.createLead({
      firstName: 'Ada',
      lastName: 'Byron',
      email: 'ada@example.com',
      title: 'CTO',
      company: 'Engines',
      phone: '1',
      linkedInProfileURL: 'https://www.linkedin.com/in/ada',
      leadSource: 'Web',
      sfdcContactId: '0035f00000000ABEAA',
      sfdcLeadId: leadRecord,
      sfdcAccountId: '0015f00000000ABEAA',
    });
    const chosen = () => world.eligible()[0]?.sfdcOpportunityId;
    const add = (externalOpportunityId: string, externalCreatedDate: string | null, isPrimary = false) =>
      world.addOpportunityRole({ leadId: id, externalOpportunityId, externalCreatedDate, isPrimary });
    expect(chosen()).toBeNull();
    add('006C', null);
    add('006B', '2026-01-02T00:00:00Z');
    expect(chosen()).toBe('006B');
    add('006A', '2026-01-01T19:00:00-05:00');
    expect(chosen()).toBe('006A');
    add('006D', '2020-01-01T00:00:00Z', true);
    expect(chosen()).toBe('006D');
    world.removeOpportunityRole(id, '006D');
    expect(world.eligible()).toEqual([
      {
        marketoId: id,
        firstName: 'Ada',
        lastName: 'Byron',
        email: 'ada@example.com',
        title: 'CTO',
        company: 'Engines',
        phone: '1',
        linkedinUrl: 'https://www.linkedin.com/in/ada',
        source: 'Web',
        sfdcContactId: '0035f00000000ABEAA',
        sfdcLeadId: leadRecord,
        sfdcAccountId: '0015f00000000ABEAA',
        sfdcOpportunityId: '006A',
      },
    ]);
  });
});

describe('how people change', () => {
  test('gaining an owner makes a Salesforce lead, losing it makes nobody’s; conversion makes a contact', () => {
    const { world } = simulator;
    world.addUser(user, 'Olivia Carter');
    const id = world.createLead({ lastName: 'New' });
    world.setOwner(id, user);
    expect(world.lead(id)).toMatchObject({ sfdcType: 'Lead', sfdcLeadOwnerId: user, ownerName: 'Olivia Carter' });
    expect(world.lead(id)?.sfdcLeadId).toMatch(/^00Q[A-Za-z0-9]{15}$/);
    world.setOwner(id, null);
    expect(eligibleIds()).toEqual([]);
    world.setOwner(id, user);
    world.convertLead(id);
    expect(world.lead(id)).toMatchObject({ id, sfdcType: 'Contact', sfdcContactId: expect.stringMatching(/^003/) });
    expect(eligibleIds()).toEqual([id]);
    world.setOwner(id, null);
    expect(world.lead(id)).toMatchObject({ sfdcContactId: null, sfdcLeadId: null });
    expect(eligibleIds()).toEqual([]);
  });

  test('who is no contact any more has no opportunities, and the log says so unless it all goes unsaid', () => {
    const { world } = simulator;
    const removals = () =>
      world
        .activities()
        .filter(({ typeId }) => typeId === 35)
        .map(({ leadId }) => leadId);
    const [told, silent] = [1, 2].map(() => world.createLead({ sfdcContactId: '003000000000001AAA' })) as [
      number,
      number,
    ];
    for (const leadId of [told, told, silent]) world.addOpportunityRole({ leadId });
    world.deleteFromSalesforce(told);
    world.setOwner(silent, null, { silent: true });
    expect(removals()).toEqual([told, told]);
    for (const id of [told, silent]) world.setOwner(id, user);
    expect(world.eligible().map(({ sfdcOpportunityId }) => sfdcOpportunityId)).toEqual([null, null]);
  });

  test('updatedAt moves for standard fields only', () => {
    const { world } = simulator;
    const id = world.createLead({ lastName: 'A' });
    simulator.clock.advance(60_000);
    world.updateLead(id, { profileFit: 12.5 });
    expect(world.lead(id)?.updatedAt).toEqual(startAt);
    world.updateLead(id, { title: 'CTO' });
    expect(world.lead(id)?.updatedAt).toEqual(new Date(startAt.getTime() + 60_000));
  });

  test('a merge fills only what the winner lacks: false is a value', () => {
    const { world } = simulator;
    const winner = world.createLead({ lastName: 'W', unsubscribed: false });
    const losers = [
      world.createLead({ lastName: 'L', unsubscribed: true, phone: '1' }),
      world.createLead({ phone: '2' }),
    ];
    world.mergeLeads(winner, losers);
    expect(world.lead(winner)).toMatchObject({ lastName: 'W', unsubscribed: false, phone: '1' });
    expect(world.leadIds()).toEqual([winner]);
  });

  test('a field or a person that is not there is a loud error', () => {
    expect(() => simulator.world.createLead({ nope: 1 })).toThrow(/no person field nope/);
    expect(() => simulator.world.updateLead(7, { title: 'x' })).toThrow(/no person 7/);
    expect(() => simulator.world.addActivity({ leadId: 7, activityTypeId: 1 })).toThrow(/no person 7/);
  });
});

describe('seeded worlds', () => {
  test('are the same for the same seed and other for another', async () => {
    const other = await startMarketo({ startAt });
    simulator.world.seedPeople({ count: 500, seed: 7 });
    other.world.seedPeople({ count: 500, seed: 7 });
    expect(other.world.dump()).toEqual(simulator.world.dump());
    other.reset();
    other.world.seedPeople({ count: 500, seed: 8 });
    expect(other.world.eligible()).not.toEqual(simulator.world.eligible());
    await other.close();
  });

  test('hold the mix of people the demo promises', () => {
    const { world } = simulator;
    world.seedPeople({ count: 5000, seed: 1 });
    const people = world.leads();
    const share = (count: number) => count / people.length;
    const emails = people.flatMap((lead) => (lead.email ? [String(lead.email)] : []));
    expect(people).toHaveLength(5000);
    expect(share(eligibleIds().length)).toBeCloseTo(0.6, 1);
    expect(share(people.filter((lead) => String(lead.sfdcLeadOwnerId).startsWith('00G')).length)).toBeCloseTo(0.1, 1);
    expect(share(emails.length - new Set(emails).size)).toBeCloseTo(0.03, 1);
    expect(people.some((lead) => lead.email === null && lead.lastName === null)).toBe(true);
    expect(people.some((lead) => /\p{Emoji_Presentation}/u.test(String(lead.firstName)))).toBe(true);
    expect(people.some((lead) => /[\u0590-\u06ff]/u.test(String(lead.lastName)))).toBe(true);
    expect(people.some((lead) => String(lead.lastName).length > 200)).toBe(true);
    expect(world.eligible().some((person) => person.sfdcOpportunityId !== null)).toBe(true);
    expect(world.activityCount()).toBeGreaterThan(40_000);
  });

  test('tell coherent stories: what is opened was delivered before', async () => {
    simulator.world.seedPeople({ count: 200, seed: 2 });
    const client = createTestClient(simulator);
    const token = await mintToken(client, new Date(startAt.getTime() - 99 * 86_400_000));
    const pages = await readToEnd(client, '/rest/v1/activities.json?activityTypeIds=39,40', token);
    const sent = new Set<string>();
    let openedWithoutSend = 0;
    let opened = 0;
    for (const row of pages.flatMap((page) => page.result ?? [])) {
      const story = `${row.leadId} ${row.primaryAttributeValueId}`;
      if (row.activityTypeId === 39) sent.add(story);
      else {
        opened++;
        if (!sent.has(story)) openedWithoutSend++;
      }
    }
    expect(opened).toBeGreaterThan(10);
    // Only those whose sending lies before the window may lack it.
    expect(openedWithoutSend / opened).toBeLessThan(0.1);
  });
});

describe('P0 18: snapshots', () => {
  test('world, ids, paging and access tokens survive in another process', async () => {
    const { world } = simulator;
    world.seedPeople({ count: 200, seed: 4 });
    const client = createTestClient(simulator);
    const { access_token: accessToken } = await client.token();
    const token = await mintToken(client, startAt);
    const [first = 0] = world.leadIds();
    world.updateLead(first, { title: 'Before' });
    const text = simulator.snapshot();
    world.updateLead(first, { title: 'After' });

    const other = await startMarketo({ startAt, limits: { callsPer20s: 100_000 } });
    other.restore(text);
    expect(other.world.lead(first)?.title).toBe('Before');
    expect(other.world.leadIds()).toEqual(world.leadIds());
    const elsewhere = createTestClient(other);
    elsewhere.useToken(accessToken);
    const pages = await readToEnd(elsewhere, '/rest/v1/activities.json?activityTypeIds=13', token);
    expect(pages.flatMap((page) => page.result ?? [])).toMatchObject([{ leadId: first }]);
    const id = other.world.createLead({ lastName: 'Next' });
    expect(world.lead(id)).toBeNull();

    simulator.restore(text);
    expect(world.lead(first)?.title).toBe('Before');
    await other.close();
  });

  test('reset empties everything and the clock goes back', async () => {
    simulator.world.seedPeople({ count: 20, seed: 4 });
    simulator.clock.advance(5000);
    await createTestClient(simulator).get('/rest/v1/nope.json');
    simulator.reset();
    expect([simulator.world.leadIds(), simulator.calls, simulator.unknownRequests]).toEqual([[], [], []]);
    expect(simulator.clock.now()).toEqual(startAt);
  });
});
