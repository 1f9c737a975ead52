import Grouparoo from '@grouparoo/node-marketo-rest';
import MadKudu from 'node-marketo-rest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';

const startAt = new Date('2026-11-02T10:00:00Z');

/** Public clients, unmodified: readers of the same contract that know nothing of this project. */
describe.each([
  ['node-marketo-rest@0.7.8', MadKudu],
  ['@grouparoo/node-marketo-rest@0.7.10', Grouparoo],
])('%s works against the simulator', (_name, Marketo) => {
  let simulator: MarketoSimulator;
  let marketo: MadKudu;

  beforeEach(async () => {
    simulator = await startMarketo({ startAt, limits: { callsPer20s: 10_000, scanBlock: 50 } });
    const { url, clientId, clientSecret } = simulator;
    const retry = { maxRetries: 3, initialDelay: 5, maxDelay: 20 };
    marketo = new Marketo({ endpoint: `${url}/rest`, identity: `${url}/identity`, clientId, clientSecret, retry });
  });
  afterEach(async () => {
    expect(simulator.unknownRequests).toEqual([]);
    await simulator.close();
  });

  test('reads one person, several, and pages of many', async () => {
    const { world } = simulator;
    const ids = Array.from({ length: 7 }, (_, i) =>
      world.createLead({ lastName: `P${i}`, email: `p${i}@example.com` }),
    );
    expect((await marketo.lead.byId(ids[0] ?? 0, { fields: ['email'] })).result).toEqual([
      { id: ids[0], email: 'p0@example.com' },
    ]);
    const found = await marketo.lead.find('email', ['p1@example.com', 'p2@example.com'], { fields: ['lastName'] });
    expect(found.result.map((lead: { lastName: string }) => lead.lastName)).toEqual(['P1', 'P2']);
    const first = await marketo.lead.find('id', ids, { batchSize: 4, fields: ['id'] });
    const second = await first.nextPage();
    expect([...first.result, ...second.result].map((lead: { id: number }) => lead.id)).toEqual(ids);
    expect(second.nextPage).toBeUndefined();
  });

  test('describes people and partitions, and writes and merges them', async () => {
    const names = (await marketo.lead.describe()).result.map((field: { rest: { name: string } }) => field.rest.name);
    expect(names).toContain('sfdcContactId');
    expect((await marketo.lead.partitions()).result).toMatchObject([{ name: 'Default' }]);
    const input = [{ email: 'a@example.com' }, { email: 'b@example.com' }];
    const { result } = await marketo.lead.createOrUpdate(input, { lookupField: 'email' });
    await marketo.lead.mergeLead(result[0].id, [result[1].id], {});
    expect(simulator.world.leadIds()).toEqual([result[0].id]);
  });

  test('reads activities, their types, and changes from a paging token', async () => {
    const { world } = simulator;
    const { nextPageToken } = await marketo.lead.getPageToken('2026-11-02T10:00:00Z');
    const id = world.createLead({ firstName: 'Ada', lastName: 'Byron' });
    world.addActivity({ leadId: id, activityTypeId: 1, primaryAttributeValue: '/pricing' });
    world.updateLead(id, { firstName: 'Augusta' });
    const types = (await marketo.activities.getActivityTypes()).result;
    expect(types.find((type: { id: number }) => type.id === 1).name).toBe('Visit Webpage');
    expect((await marketo.lead.getActivities([id], [1], nextPageToken)).result).toMatchObject([
      { leadId: id, activityTypeId: 1, primaryAttributeValue: '/pricing' },
    ]);
    const changes = await marketo.lead.getChanges(nextPageToken, { fields: ['firstName'] });
    expect(changes.result[1].fields).toMatchObject([{ name: 'firstName', oldValue: 'Ada', newValue: 'Augusta' }]);
  });

  test('its stream stops at the first empty page: the row behind it is lost', async () => {
    const { world } = simulator;
    const [quiet, busy] = [world.createLead({ lastName: 'Quiet' }), world.createLead({ lastName: 'Busy' })];
    const { nextPageToken } = await marketo.lead.getPageToken('2026-11-02T10:00:00Z');
    for (let i = 0; i < 60; i++) world.addActivity({ leadId: busy, activityTypeId: 1 });
    world.addActivity({ leadId: quiet, activityTypeId: 1 });

    const first = await marketo.lead.getActivities([quiet], [1], nextPageToken);
    expect([first.result, first.moreResult]).toEqual([undefined, true]);
    expect((await first.nextPage()).result).toHaveLength(1);
    const streamed: unknown[] = [];
    for await (const row of marketo.streamify('lead', 'getActivities', [[quiet], [1], nextPageToken]))
      streamed.push(row);
    expect(streamed).toEqual([]);
  });

  test('reads lists and who is on them, adds to one and takes away', async () => {
    const { world } = simulator;
    const [on, later] = [world.createLead({ lastName: 'On' }), world.createLead({ lastName: 'Later' })];
    const listId = world.addList('Owned', [on]);
    expect((await marketo.list.find({ name: ['Owned'] })).result).toMatchObject([{ id: listId }]);
    expect((await marketo.list.byId(listId)).result).toMatchObject([{ name: 'Owned' }]);
    expect((await marketo.list.addLeadsToList(listId, [later])).result).toEqual([{ id: later, status: 'added' }]);
    const first = await marketo.list.getLeads(listId, { batchSize: 1 });
    const members = [...first.result, ...(await first.nextPage()).result];
    expect(members.map((lead: { id: number }) => lead.id)).toEqual([on, later]);
    expect((await marketo.list.isMember(listId, [later])).result).toEqual([{ id: later, status: 'memberof' }]);
    expect((await marketo.list.removeLeadsFromList(listId, [later])).result).toEqual([
      { id: later, status: 'removed' },
    ]);
    expect((await marketo.list.isMember(listId, [later])).result).toEqual([{ id: later, status: 'notmemberof' }]);
  });

  test('reads smart lists of the asset API up to its end marker', async () => {
    const [list] = (await marketo.smartList.find({ maxReturn: 200 })).result;
    expect((await marketo.smartList.byId(list.id)).result).toMatchObject([{ name: list.name }]);
    const end = await marketo.smartList.find({ offset: 200, maxReturn: 200 });
    expect([end.result, end.warnings]).toEqual([undefined, ['No assets found for the given search criteria.']]);
  });

  test('runs a bulk lead extract from its creation to its file', async () => {
    const id = simulator.world.createLead({ firstName: 'Zoë', lastName: 'By\nron, "A"' });
    const filter = { createdAt: { startAt: '2026-11-01T00:00:00Z', endAt: '2026-11-03T00:00:00Z' } };
    const { exportId } = (await marketo.bulkLeadExtract.create(['id', 'firstName', 'lastName'], filter)).result[0];
    expect((await marketo.bulkLeadExtract.status(exportId)).result[0].status).toBe('Created');
    expect((await marketo.bulkLeadExtract.enqueue(exportId)).result[0].status).toBe('Queued');
    simulator.clock.advance(3000);
    expect((await marketo.bulkLeadExtract.status(exportId)).result[0].status).toBe('Processing');
    simulator.clock.advance(7000);
    const done = (await marketo.bulkLeadExtract.status(exportId)).result[0];
    expect(done).toMatchObject({ status: 'Completed', numberOfRecords: 1 });
    const file = String(await marketo.bulkLeadExtract.file(exportId));
    expect(file).toBe(`id,firstName,lastName\n${id},Zoë,"By\nron, ""A"""\n`);
    expect(Buffer.byteLength(file)).toBe(done.fileSize);
    const other = (await marketo.bulkLeadExtract.create(['id'], { smartListId: 1001 })).result[0].exportId;
    await marketo.bulkLeadExtract.enqueue(other);
    expect((await marketo.bulkLeadExtract.cancel(other)).result[0].status).toBe('Cancelled');
  });

  test('runs a bulk activity extract from its creation to its file', async () => {
    const { world } = simulator;
    const id = world.createLead({ lastName: 'Byron' });
    world.addActivity({ leadId: id, activityTypeId: 1, primaryAttributeValue: '/', attributes: { 'User Agent': 'x' } });
    const filter = {
      createdAt: { startAt: '2026-11-01T00:00:00Z', endAt: '2026-11-03T00:00:00Z' },
      activityTypeIds: [1],
    };
    const { exportId } = (await marketo.bulkActivityExtract.create(filter)).result[0];
    expect((await marketo.bulkActivityExtract.enqueue(exportId)).result[0].status).toBe('Queued');
    simulator.clock.advance(10_000);
    const done = (await marketo.bulkActivityExtract.status(exportId)).result[0];
    expect(done).toMatchObject({ status: 'Completed', numberOfRecords: 1 });
    const [, row] = String(await marketo.bulkActivityExtract.file(exportId)).split('\n');
    expect(row).toBe(`2,${id},2026-11-02T10:00:00Z,1,null,null,/,"{""User Agent"":""x""}"`);
  });

  test('reads usage and errors of today and of the last days', async () => {
    await marketo.lead.partitions();
    simulator.faults.add({ effect: { code: '1013' } });
    await marketo.lead.partitions().catch(() => undefined);
    simulator.clock.advance(86_400_000);
    expect((await marketo.stats.usage()).result[0]).toMatchObject({ date: '2026-11-03' });
    expect((await marketo.stats.usageLast7Days()).result[1]).toMatchObject({ date: '2026-11-02', total: 1 });
    expect((await marketo.stats.errors()).result[0].date).toBe('2026-11-03');
    expect((await marketo.stats.errorsLast7Days()).result[1].errors).toEqual([{ errorCode: '1013', count: 1 }]);
  });

  test('takes a new token when its own has ended, and backs off when throttled', async () => {
    await marketo.lead.partitions();
    simulator.clock.advance(3_600_000);
    expect((await marketo.lead.partitions()).success).toBe(true);
    expect(simulator.calls.map((call) => call.code)).toEqual([null, null, '602', null, null]);
    simulator.faults.add({ times: 2, effect: { code: '606' } });
    expect((await marketo.lead.partitions()).success).toBe(true);
    expect((await marketo.stats.usage()).result[0].total).toBe(4);
  });
});
