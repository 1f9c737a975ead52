/** Must show: a call is in the grid once, at once from the journal, later from Marketo; whatever page it is on. */
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergePeople } from '@/db/queries/person-merges';
import { deliveries } from '@/db/schema';
import { createTestClient, type TestClient } from '@/simulators/marketo/test-client';
import type { Actor } from '../auth/model';
import { logCall } from '../calls/log';
import type { Ctx } from '../context';
import { deliveryKey } from '../sales-activities/delivery-key';
import { type NewSalesActivity, recordSalesActivity } from '../sales-activities/record';
import { switchDeliveries } from '../sales-activities/switches';
import { aCallInput } from '../test/calls';
import { connectToSimulator } from '../test/context';
import { daysAgo, type Grid, readAllPages, record, startGrid, untilComplete } from '../test/grid';
import { aSeller } from '../test/sellers';
import { loadActivities, loadWeeks } from './service';

const newest = { limit: 50, from: 'marketo' as const };
let grid: Grid;
let seller: Actor;
let marketo: TestClient;
let marketoId: number;

beforeEach(async () => {
  grid = await startGrid();
  seller = await aSeller(grid.database.db, { role: 'admin' });
  marketo = createTestClient(grid.marketo);
  marketoId = await grid.addPerson();
});
afterEach(() => grid.close());

const ctx = (): Ctx => ({ ...grid.ctx, actor: seller });
const load = async (given: Partial<Parameters<typeof loadActivities>[2]> = {}) =>
  (await untilComplete(() => loadActivities(grid.ctx, marketoId, { ...newest, ...given }))).page;
const log = (at: Date, given: { notes?: string; marketoId?: number } = {}) =>
  logCall(ctx(), aCallInput({ marketoId, occurredAt: at.toISOString(), ...given }));
const minutesAgo = (minutes: number) => new Date(grid.clock.now().getTime() - minutes * 60_000);
const setDelivery = (id: string, values: Partial<typeof deliveries.$inferInsert>) =>
  grid.database.db
    .update(deliveries)
    .set(values)
    .where(eq(deliveries.key, deliveryKey(id, 'marketo')));

/** A type as an admin of Marketo makes it; the connection then knows it. */
async function addCustomType(name: string, primary: string, attributes: string[]): Promise<number> {
  const apiName = name.replaceAll(' ', '');
  const named = (title: string) => ({ apiName: title.replaceAll(' ', ''), name: title, dataType: 'string' });
  const at = '/rest/v1/activities/external/type';
  const names = { triggerName: `Does ${name}`, filterName: `Did ${name}` };
  await marketo.post(`${at}.json`, { apiName, name, ...names, primaryAttribute: named(primary) });
  await marketo.post(`${at}/${apiName}/attributes/create.json`, { attributes: attributes.map(named) });
  const { result } = await marketo.post(`${at}/${apiName}/approve.json`, {});
  await connectToSimulator(grid.ctx, grid.marketo, { callsPerWindow: 1e6, concurrent: 100 });
  return result[0].id;
}
const addCallType = () => addCustomType('Sales Actions Call', 'Call Subject', ['External Activity ID', 'Notes']);

/** What a delivery writes. */
async function deliver(activityTypeId: number, at: Date, attributes: { name: string; value: string }[]) {
  const row = { leadId: marketoId, activityDate: at.toISOString(), activityTypeId, primaryAttributeValue: 'Call' };
  const { result } = await marketo.post('/rest/v1/activities/external.json', { input: [{ ...row, attributes }] });
  return String(result[0].marketoGUID);
}
const keyOf = (id: string) => ({ name: 'External Activity ID', value: deliveryKey(id, 'marketo') });

describe('a call that was logged', () => {
  it('is there once at once, and once when Marketo returns it: then it is Marketo’s', async () => {
    const typeId = await addCallType();
    await load();
    const at = minutesAgo(1);
    const call = await log(at, { notes: 'Wants a demo' });
    const before = await load();
    expect(before.items).toMatchObject([
      {
        id: call.id,
        salesActivityId: call.id,
        kind: 'call',
        standing: 'not-sent',
        attributes: { Notes: 'Wants a demo' },
      },
    ]);

    const guid = await deliver(typeId, at, [keyOf(call.id), { name: 'Notes', value: 'Wants a demo' }]);
    const after = await load();
    expect(after.items).toMatchObject([
      { id: guid, salesActivityId: call.id, kind: 'call', standing: null, attributes: { Notes: 'Wants a demo' } },
    ]);
  });

  it('is known again by what Marketo made of it, too', async () => {
    const call = await log(minutesAgo(1));
    const [row] = record(grid.marketo, [{ marketoId, at: minutesAgo(1), typeId: 60 }]);
    await setDelivery(call.id, { state: 'confirmed', remoteId: row?.guid });
    expect((await load()).items).toMatchObject([{ id: row?.guid, salesActivityId: call.id, standing: null }]);
  });

  it('is there without Marketo being asked, and while Marketo does not answer', async () => {
    const call = await log(minutesAgo(1));
    const stored = await loadActivities(grid.ctx, marketoId, { ...newest, from: 'stored' });
    expect(stored.items.map(({ id }) => id)).toEqual([call.id]);
    grid.marketo.faults.add({ match: 'activities', times: 100, effect: 'html-502' });
    const failed = await loadActivities(grid.ctx, marketoId, newest);
    expect(failed).toMatchObject({ live: false, items: [{ id: call.id }] });
  });

  it.each([
    ['queued', 'waiting'],
    ['unknown', 'waiting'],
    ['confirmed', 'delivered'],
    ['rejected', 'undelivered'],
  ] as const)('whose delivery is %s is %s', async (state, standing) => {
    const call = await log(minutesAgo(1));
    await setDelivery(call.id, { state, remoteId: state === 'confirmed' ? 'not shown yet' : null });
    expect((await load()).items).toMatchObject([{ id: call.id, standing }]);
  });

  it('waits for Marketo where an admin has switched calls on', async () => {
    await switchDeliveries(ctx(), { switches: [{ destination: 'marketo', kind: 'call', on: true }] });
    grid.marketo.clock.advance(60_000);
    await log(grid.clock.now());
    expect((await load()).items).toMatchObject([{ standing: 'waiting' }]);
  });

  it('is in its tab and in no other', async () => {
    await log(minutesAgo(1));
    expect((await load({ kinds: ['call'] })).items).toHaveLength(1);
    expect((await load({ kinds: ['email', 'web'] })).items).toHaveLength(0);
  });

  it('goes with the person when the record is merged', async () => {
    const call = await log(minutesAgo(1));
    const winnerId = await grid.addPerson();
    await mergePeople(grid.database.db, { winnerId, loserIds: [marketoId], at: grid.clock.now() });
    marketoId = winnerId;
    expect((await load()).items.map(({ id }) => id)).toEqual([call.id]);
  });

  it('counts in its week, once', async () => {
    const typeId = await addCallType();
    const at = minutesAgo(1);
    const call = await log(at);
    const calls = async () => {
      for (;;) {
        const weeks = await loadWeeks(grid.ctx, marketoId);
        if (weeks.complete) return weeks.weeks.map(({ counts }) => counts.call).filter(Boolean);
      }
    };
    expect(await calls()).toEqual([1]);
    await deliver(typeId, at, [keyOf(call.id)]);
    await load();
    expect(await calls()).toEqual([1]);
  });
});

describe('an e-mail told by another system', () => {
  it('is there with what happened to it, and a campaign is not', async () => {
    const mail = { emailId: 'm1', emailSubject: 'Hello', sentBy: seller.email };
    const told = { person: { marketoId }, userId: seller.userId, recordedAt: grid.clock.now(), reporter: 'test' };
    const kinds = [
      { kind: 'email-sent', payload: mail },
      { kind: 'email-opened', payload: mail },
      { kind: 'campaign-added', payload: { sentBy: seller.email, campaignId: '1', campaignName: 'Spring' } },
    ] as const;
    for (const [index, body] of kinds.entries()) {
      const activity = { ...body, ...told, occurredAt: minutesAgo(9 - index), idempotencyKey: body.kind };
      await grid.database.db.transaction((tx) => recordSalesActivity(tx, activity as NewSalesActivity));
    }
    expect((await load()).items.map(({ type }) => type)).toEqual([
      'Sales Actions Open Sales Email',
      'Sales Actions Send Sales Email',
    ]);
  });
});

describe('pages', () => {
  it('have every row once and in order, the journal’s among Marketo’s, whatever their size', async () => {
    const moments = [1, 2, 2, 3, 5, 8, 40, 120].map((days) => daysAgo(days));
    const rows = record(
      grid.marketo,
      moments.flatMap((at) => [
        { marketoId, at, typeId: 46 },
        { marketoId, at, typeId: 48 },
      ]),
    );
    for (const at of moments) await log(at);
    const expected = await readAllPages(grid.ctx, marketoId, 300);
    expect(expected).toHaveLength(rows.length + moments.length);
    const times = expected.map(({ occurredAt }) => occurredAt);
    expect(times).toEqual([...times].sort().reverse());
    for (const limit of [1, 2, 3, 5]) {
      const paged = await readAllPages(grid.ctx, marketoId, limit);
      expect(paged.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
  });

  it('are filled by the journal without asking Marketo for more', async () => {
    record(grid.marketo, [{ marketoId, at: daysAgo(300), typeId: 1 }]);
    for (let n = 1; n <= 5; n++) await log(minutesAgo(n));
    await load();
    const before = grid.calls();
    const page = await loadActivities(grid.ctx, marketoId, { limit: 5, from: 'marketo' });
    expect(page).toMatchObject({ complete: true, items: [{}, {}, {}, {}, {}] });
    expect(grid.calls() - before).toBeLessThanOrEqual(2);
  });
});

describe('calls to Marketo', () => {
  it('are one more for each look where our types are there, and none where they are not', async () => {
    await load();
    const without = await callsOfALook();
    await addCallType();
    await load();
    expect(without).toBe(2);
    expect(await callsOfALook()).toBe(3);
  });

  async function callsOfALook() {
    const before = grid.calls();
    await loadActivities(grid.ctx, marketoId, newest);
    return grid.calls() - before;
  }
});
