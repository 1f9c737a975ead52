import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mergePeople } from '@/db/queries/person-merges';
import { selectMarketoConnection } from '@/db/queries/settings';
import { replaceCheckpoint, selectJob, updateJobs } from '@/db/queries/sync';
import { deliveries, deliveryProblems, deliverySwitches, marketoConnections, people } from '@/db/schema';
import { switchDeliveries } from '../../sales-activities/switches';
import { switchOn } from '../../test/deliveries';
import { type DeliveryWorld, makePeople, startDeliveryWorld, wrongDeliveries } from '../../test/delivery-world';
import { expireLeasesNow, killedAt } from '../../test/dying';
import { enableJobs } from '../../test/sync-driver';
import { conclusiveAfterMs } from './marketo-look';

let w: DeliveryWorld;
const minute = 60_000;
const external = '/external.json';

beforeAll(async () => {
  w = await startDeliveryWorld({ people: 12 });
  // On for years, so that what happened long ago is wanted, too.
  await w.database.db.update(deliverySwitches).set({ onSince: new Date('2020-01-01T00:00:00Z') });
});
beforeEach(async () => {
  w.wait();
  await enableJobs(w.ctx);
  await replaceCheckpoint(w.database.db, 'deliver-to-marketo', null);
});
afterEach(async () => {
  w.marketo.faults.clear();
  w.marketo.deny([]);
  await deliverToEnd();
  await w.database.db.update(deliveries).set({ problemId: null });
  await w.database.db.delete(deliveryProblems);
  await w.database.db.delete(deliveries);
});
afterAll(() => w.close());

const person = (n = 0) => w.people[n] as number;
const stateOf = async (id: string) => (await rowOf(id))?.state;
async function rowOf(id: string) {
  const [row] = await w.database.db
    .select()
    .from(deliveries)
    .where(sql`destination = 'marketo' and sales_activity_id = ${id}`);
  if (!row) throw new Error('There is no such delivery');
  return row;
}
const problems = () => w.database.db.select().from(deliveryProblems).where(sql`closed_at is null`);

/** As its schedule would, minute by minute, until nothing waits. */
async function deliverToEnd(runs = 60) {
  for (let run = 0; run < runs; run += 1) {
    const result = await w.deliver();
    const open = (await w.rows()).filter(({ state }) => ['queued', 'unknown', 'sending'].includes(state));
    if (open.length === 0) return result;
    w.wait();
  }
  return w.deliver();
}

async function expectEverythingOnce() {
  expect(wrongDeliveries(await w.rows(), here(await w.rows()), () => person())).toEqual([]);
}
const here = (rows: { key: string }[]) => w.written().filter(({ key }) => rows.some((row) => row.key === key));

describe('deliveries to Marketo', () => {
  it('go together after some seconds, as what they are, and are known by the id of Marketo', async () => {
    const mail = await w.record(person(), { subject: 'Grüße 🚀' });
    const call = await w.record(person(), { kind: 'call', subject: 'Interested' });
    const from = w.marketo.calls.length;
    expect(await w.deliver()).toMatchObject({ outcome: 'done', counts: { written: 2 } });
    expect(w.posts(from)).toHaveLength(1);
    await expectEverythingOnce();
    const row = await rowOf(mail);
    const [sent] = w.written().filter(({ key }) => key === row.key);
    expect(sent).toMatchObject({ guid: row.remoteId, leadId: person(), subject: 'Grüße 🚀' });
    expect(row).toMatchObject({ target: { records: [String(person())] }, note: null, attempts: 0 });
    expect((await rowOf(call)).payload).toMatchObject({ primaryAttributeValue: 'Interested', leadId: person() });
  });

  it('5,000 of them take no more than 17 calls', async () => {
    for (let n = 0; n < 5_000; n += 1) await w.record(person(n % w.people.length));
    const from = w.marketo.calls.length;
    w.wait();
    await w.deliver();
    expect(w.posts(from).length).toBeLessThanOrEqual(17);
    const rows = await w.rows();
    expect(rows.filter(({ state }) => state === 'confirmed')).toHaveLength(5_000);
  }, 240_000);

  it('that are too long for one call go in several', async () => {
    const link = `https://calls.example.com/${'x'.repeat(2_000)}`;
    for (let n = 0; n < 300; n += 1) await w.record(person(), { kind: 'call', link });
    const from = w.marketo.calls.length;
    w.wait();
    expect(await w.deliver()).toMatchObject({ outcome: 'done' });
    expect(w.posts(from).map(({ code }) => code)).toEqual([null, null]);
    await expectEverythingOnce();
  });

  it('one bad row does not fail its neighbours', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await w.record(person(n)));
    w.marketo.faults.add({ match: external, effect: { rowCode: '1049', rows: [2] } });
    await w.deliver();
    const rows = await w.rows();
    const refused = rows.filter(({ state }) => state === 'rejected');
    expect(rows.filter(({ state }) => state === 'confirmed')).toHaveLength(4);
    expect(refused).toMatchObject([
      { faultCode: '1049', faultKind: 'rejected', message: expect.stringMatching(/1049/) },
    ]);
    expect(await problems()).toMatchObject([{ code: '1049' }]);
  });

  it('a call that is refused for one of them is made smaller until the others are through', async () => {
    const rows = [];
    for (let n = 0; n < 9; n += 1) rows.push(await w.record(person(n)));
    // Marketo refuses every call that holds this person.
    const poison = person(4);
    const asking = w.ctx;
    w.ctx = refusing(asking, poison);
    await w.deliver(w.ctx);
    w.ctx = asking;
    const settled = await w.rows();
    expect(settled.filter(({ state }) => state === 'confirmed')).toHaveLength(8);
    expect(settled.filter(({ state }) => state === 'rejected')).toMatchObject([{ faultCode: '1003' }]);
  });

  it('that are older than Marketo remembers are refused in words, and not sent', async () => {
    const id = await w.record(person(), { occurredAt: new Date('2024-02-01T00:00:00Z') });
    const from = w.marketo.calls.length;
    await w.deliver();
    expect(await rowOf(id)).toMatchObject({ state: 'rejected', faultCode: 'TOO_OLD', message: /25 months/ });
    expect(w.posts(from)).toEqual([]);
  });

  it('a kind that is switched off is let go of at once, and so is what is put back afterwards', async () => {
    const [queued, refused] = [await w.record(person()), await w.record(person(1))];
    w.marketo.faults.add({ match: external, effect: { rowCode: '1049', rows: [0, 1] } });
    await w.database.db
      .update(deliveries)
      .set({ dueAt: new Date('2030-01-01') })
      .where(eq(deliveries.salesActivityId, queued));
    await w.deliver();
    expect(await stateOf(refused)).toBe('rejected');
    const off = { destination: 'marketo', kind: 'email-sent', on: false } as const;
    await switchDeliveries({ ...w.ctx, actor: w.seller }, { switches: [off] });
    expect(await stateOf(queued)).toBe('skipped');
    await w.database.db.update(deliveries).set({ state: 'queued' }).where(eq(deliveries.salesActivityId, refused));
    const from = w.marketo.calls.length;
    await w.deliver();
    expect(await rowOf(refused)).toMatchObject({ state: 'skipped', reason: 'switched-off' });
    expect(w.posts(from)).toEqual([]);
    await switchOn({ ...w.ctx, actor: w.seller }, ['email-sent'], ['marketo']);
    await w.database.db.update(deliverySwitches).set({ onSince: new Date('2020-01-01T00:00:00Z') });
  });
});

describe('what may have arrived', () => {
  it.each([
    ['a lost answer', 'reset-after' as const],
    ['604 after it was done', { code: '604', applied: true }],
    ['611 after it was done', { code: '611', applied: true }],
    ['an error page after it was done', 'html-502-after' as const],
    ['an answer without a result', 'no-result' as const],
    ['half an answer', 'truncate' as const],
  ])('by %s is looked for, found and not sent again', async (_, effect) => {
    const id = await w.record(person());
    const from = w.marketo.calls.length;
    w.marketo.faults.add({ match: external, effect });
    await w.deliver();
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    expect(w.posts(from)).toHaveLength(1);
    await expectEverythingOnce();
  });

  it.each([
    ['a connection that broke before', 'reset-before' as const],
    ['604', { code: '604' }],
    ['a page of HTML', 'html-200' as const],
  ])('and did not, by %s, is sent again once nothing of it can be under way', async (_, effect) => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect });
    await w.deliver();
    const { sentAt } = await rowOf(id);
    await deliverToEnd();
    await expectEverythingOnce();
    const [first, second] = w.posts().slice(-2);
    expect(second!.at.getTime() - first!.at.getTime()).toBeGreaterThanOrEqual(2 * minute);
    expect((await rowOf(id)).sentAt!.getTime() - sentAt!.getTime()).toBeGreaterThanOrEqual(conclusiveAfterMs);
  });

  it('and is shown late is not taken for lost', async () => {
    await fetch(`${w.marketo.url}/__control/quirks`, { method: 'POST', body: '{"writtenShowAfterMs":115000}' });
    const id = await w.record(person());
    const from = w.marketo.calls.length;
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    await w.deliver();
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    expect(w.posts(from)).toHaveLength(1);
    await fetch(`${w.marketo.url}/__control/quirks`, { method: 'POST', body: '{"writtenShowAfterMs":0}' });
  });

  it('and happened days ago is found among what happened then', async () => {
    const daysAgo = new Date(w.ctx.clock.now().getTime() - 5 * 24 * 60 * minute);
    const id = await w.record(person(), { occurredAt: daysAgo });
    for (let n = 0; n < 3_000; n += 1) w.marketo.world.addActivity({ leadId: person(1), activityTypeId: 1 });
    const from = w.marketo.calls.length;
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    await w.deliver();
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    expect(w.posts(from)).toHaveLength(1);
  });

  it('in part is sent again in part', async () => {
    for (let n = 0; n < 8; n += 1) await w.record(person(n));
    w.marketo.faults.add({ match: external, effect: 'reset-midway' });
    await w.deliver();
    await deliverToEnd();
    const rows = await w.rows();
    const journal = new Map(rows.map((row) => [row.key, Number(row.target?.records[0])]));
    expect(wrongDeliveries(rows, here(rows), ({ key }) => journal.get(key) ?? 0)).toEqual([]);
  });

  it('of more people than one search takes is looked for in several', async () => {
    const many = 70;
    const more = await makePeople(w.marketo, w.ctx, many);
    for (const id of more) await w.record(id);
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    w.wait();
    const from = w.marketo.calls.length;
    await w.deliver();
    await deliverToEnd();
    expect((await w.rows()).filter(({ state }) => state === 'confirmed')).toHaveLength(many);
    expect(w.posts(from)).toHaveLength(1);
    const asked = w.marketo.calls.slice(from).filter(({ path }) => path.endsWith('/activities.json'));
    expect(asked.every(({ query }) => (query.leadIds ?? '').split(',').length <= 30)).toBe(true);
    expect(asked.length).toBeGreaterThanOrEqual(3);
  });

  it('is left to a person after a dozen searches that Marketo refused', async () => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    w.marketo.faults.add({ match: '/v1/activities.json', times: 1000, effect: { code: '1003' } });
    await w.deliver();
    for (let run = 0; run < 30; run += 1) {
      w.wait(60 * minute);
      await w.deliver();
    }
    expect(await rowOf(id)).toMatchObject({ state: 'stuck', message: /may be in Marketo/, looks: 11 });
    expect(await problems()).toMatchObject([{ code: 'LOOKED_IN_VAIN' }]);
  });

  it('is looked for as long as Marketo is away, and not given up for that', async () => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    w.marketo.faults.add({ match: '/v1/activities.json', times: 1000, effect: 'html-502' });
    await w.deliver();
    for (let run = 0; run < 30; run += 1) {
      w.wait(30 * minute);
      await w.deliver();
    }
    expect(await rowOf(id)).toMatchObject({ state: 'unknown', looks: 0 });
    w.marketo.faults.clear();
    await deliverToEnd();
    await expectEverythingOnce();
  });

  it('keeps nothing else from being sent, however the search for it fares', async () => {
    const lost = await w.record(person());
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    await w.deliver();
    w.marketo.faults.add({ match: '/v1/activities.json', times: 1000, effect: 'html-502' });
    w.wait();
    await w.deliver();
    const next = await w.record(person(1));
    w.wait();
    await w.deliver();
    expect([await stateOf(lost), await stateOf(next)]).toEqual(['unknown', 'confirmed']);
  });

  it('lets others be looked for when the search for it fails for long', async () => {
    const [first, second] = [await w.record(person()), await w.record(person(1))];
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    await w.deliver();
    // The other went so much earlier that the two are looked for apart, the failing one first.
    await moveBack(second, new Date(w.ctx.clock.now().getTime() - 24 * 60 * minute));
    await w.database.db
      .update(deliveries)
      .set({ dueAt: w.ctx.clock.now() })
      .where(eq(deliveries.salesActivityId, first));
    const asking = w.ctx;
    w.ctx = neverReading(asking, person());
    for (let run = 0; run < 20; run += 1) {
      w.wait();
      await w.deliver(w.ctx);
    }
    w.ctx = asking;
    expect(await stateOf(second)).toBe('confirmed');
    expect(await rowOf(first)).toMatchObject({ state: 'unknown', looks: 0, faultKind: 'unavailable' });
  });

  it('is looked for as long as a gateway answers in place of Marketo, and is not given up for that', async () => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    w.marketo.faults.add({ match: '/v1/activities.json', times: 1000, effect: { status: 403 } });
    await w.deliver();
    for (let run = 0; run < 30; run += 1) {
      w.wait(60 * minute);
      await w.deliver();
    }
    expect(await rowOf(id)).toMatchObject({ state: 'unknown', looks: 0, faultCode: 'NOT_MARKETO' });
    w.marketo.faults.clear();
    await deliverToEnd();
    await expectEverythingOnce();
  });

  it('shows on a page that was read already while a long search goes on: that search proves nothing', async () => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect: 'reset-before' });
    await w.deliver();
    w.wait();
    const job = 'deliver-to-marketo';
    await w.deliver();
    const [row] = await w.rows();
    expect(row).toMatchObject({ state: 'unknown', dueAt: new Date(row!.sentAt!.getTime() + conclusiveAfterMs) });
    // A search that began before the call was surely over, and whose last page is asked for much later.
    const token = (await (await w.ctx.marketo('deliveries')).getPagingToken({ since: w.ctx.clock.now() })).toString();
    const beganAt = new Date(row!.sentAt!.getTime() + conclusiveAfterMs - 1_000);
    const look = { keys: [row!.key], leadIds: [person()], typeIds: [1], token, beganAt };
    w.wait(10 * minute);
    await replaceCheckpoint(w.database.db, job, { most: 300, look, turn: 'look' });
    const from = w.marketo.calls.length;
    await w.deliver();
    const paths = w.marketo.calls.slice(from).map(({ path }) => path.split('/').at(-1));
    // It is looked for once more from the beginning before it is sent.
    expect(paths.indexOf('pagingtoken.json')).toBeGreaterThanOrEqual(0);
    expect(paths.indexOf('pagingtoken.json')).toBeLessThan(paths.indexOf('external.json'));
    expect(await stateOf(id)).toBe('confirmed');
  });

  it('is not sought in a circle', async () => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    w.marketo.faults.add({ match: '/v1/activities.json', times: 3, effect: 'empty-page' });
    const from = w.marketo.calls.length;
    await w.deliver();
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    expect(w.marketo.calls.length - from).toBeLessThan(30);
  });
});

describe('a process that dies', () => {
  it.each(['before the call', 'after the call'] as const)('%s leaves nothing twice and nothing out', async (when) => {
    const id = await w.record(person());
    const from = w.marketo.calls.length;
    await w.deliver(killedAt(w.ctx, when));
    expect(await stateOf(id)).toBe('sending');
    await w.deliver();
    expect(await stateOf(id)).toBe('sending');
    w.wait(3 * minute);
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    expect(w.posts(from)).toHaveLength(1);
    await expectEverythingOnce();
  });

  it('long, and comes back, settles nothing that another has taken over', async () => {
    const id = await w.record(person());
    let goOn = () => {};
    const sleeping = killedAt(w.ctx, 'after the call', new Promise<void>((resolve) => (goOn = resolve)));
    const zombie = w.deliver(sleeping);
    while ((await stateOf(id)) !== 'sending' || w.posts().length === 0) await new Promise(setImmediate);
    await expireLeasesNow(w.ctx);
    await deliverToEnd();
    const found = await rowOf(id);
    goOn();
    expect(await zombie).toMatchObject({ faultKind: 'lost-lease' });
    expect(await rowOf(id)).toEqual(found);
    await expectEverythingOnce();
  });
});

describe('a process that stands still with the answer in its hand', () => {
  it('tells what has arrived although another run took over, so that it is not sent again', async () => {
    const id = await w.record(person());
    let goOn = () => {};
    const sleeping = killedAt(w.ctx, 'after the call', new Promise<void>((resolve) => (goOn = resolve)));
    const from = w.posts().length;
    const sleeper = w.deliver(sleeping);
    while (w.posts().length === from) await new Promise(setImmediate);
    // The other one looks for it, and does not see it yet.
    await expireLeasesNow(w.ctx);
    w.marketo.faults.add({ match: '/v1/activities', times: 99, effect: 'reset-before' });
    await w.deliver();
    expect(await stateOf(id)).toBe('unknown');
    goOn();
    expect(await sleeper).toMatchObject({ faultKind: 'lost-lease' });
    expect(await rowOf(id)).toMatchObject({ state: 'confirmed', remoteId: expect.stringMatching(/./) });
    expect(w.posts(0).length - from).toBe(1);
  });
});

describe('people who move', () => {
  it('merged before it was sent: it goes to the winner, with a note', async () => {
    const [winner, loser] = [person(0), person(10)];
    const id = await w.record(loser);
    w.marketo.world.mergeLeads(winner, [loser]);
    await mergePeople(w.database.db, { winnerId: winner, loserIds: [loser], at: w.ctx.clock.now() });
    await w.deliver();
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'confirmed', target: { records: [String(winner)] } });
    expect(row.note).toContain(`into whom ${loser} was merged`);
    await expectEverythingOnce();
  });

  it('merged, which the feeds tell late: it is tried again until they have', async () => {
    const [winner, loser] = [person(0), person(9)];
    const id = await w.record(loser);
    w.marketo.world.mergeLeads(winner, [loser]);
    await w.deliver();
    expect(await rowOf(id)).toMatchObject({ state: 'queued', faultCode: '1004', attempts: 1 });
    await mergePeople(w.database.db, { winnerId: winner, loserIds: [loser], at: w.ctx.clock.now() });
    w.wait(2 * minute);
    await deliverToEnd();
    await expectEverythingOnce();
    expect(await problems()).toEqual([]);
  });

  it('merged after a call whose answer got lost: it is found with the winner, and not sent again', async () => {
    const [winner, loser] = [person(0), person(8)];
    const id = await w.record(loser);
    const from = w.marketo.calls.length;
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    await w.deliver();
    w.marketo.world.mergeLeads(winner, [loser]);
    await mergePeople(w.database.db, { winnerId: winner, loserIds: [loser], at: w.ctx.clock.now() });
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    expect(w.posts(from)).toHaveLength(1);
    await expectEverythingOnce();
  });

  it('the same, when the feeds tell of the merge only after it was sent again to nobody', async () => {
    const [winner, loser] = [person(0), person(7)];
    const id = await w.record(loser);
    w.marketo.faults.add({ match: external, effect: 'reset-after' });
    await w.deliver();
    w.marketo.world.mergeLeads(winner, [loser]);
    while ((await rowOf(id)).faultCode !== '1004') {
      w.wait();
      await w.deliver();
    }
    await mergePeople(w.database.db, { winnerId: winner, loserIds: [loser], at: w.ctx.clock.now() });
    await deliverToEnd();
    expect(await stateOf(id)).toBe('confirmed');
    await expectEverythingOnce();
  });

  it('deleted: it is refused in words', async () => {
    const gone = person(6);
    const id = await w.record(gone);
    w.marketo.world.deleteLead(gone);
    await w.database.db.update(people).set({ state: 'deleted' }).where(eq(people.marketoId, gone));
    await w.deliver();
    expect(await rowOf(id)).toMatchObject({ state: 'rejected', faultKind: 'gone', message: /deleted in Marketo/ });
  });

  it('nobody knows: it is tried for the better part of an hour, then refused', async () => {
    const gone = person(5);
    const id = await w.record(gone);
    w.marketo.world.deleteLead(gone);
    const from = w.ctx.clock.now().getTime();
    await deliverToEnd();
    expect(await rowOf(id)).toMatchObject({ state: 'rejected', attempts: 4, message: /does not know this person/ });
    const tookMs = (await rowOf(id)).changedAt.getTime() - from;
    expect(tookMs).toBeGreaterThan(40 * minute);
    expect(tookMs).toBeLessThan(60 * minute);
  });
});

describe('why nothing goes out', () => {
  const why = async () => (await w.deliver()).message;

  it('Marketo is not connected: it waits, says so, and goes on at once when it is', async () => {
    const connection = await selectMarketoConnection(w.database.db);
    await w.database.db.delete(marketoConnections);
    expect(await w.deliver()).toMatchObject({ outcome: 'done', message: null });
    const id = await w.record(person());
    w.wait();
    expect(await why()).toMatch(/not connected/);
    expect(await stateOf(id)).toBe('queued');
    await w.database.db.insert(marketoConnections).values(connection!);
    await updateJobs(w.database.db, ['deliver-to-marketo'], { waitUntil: null });
    await w.deliver();
    await expectEverythingOnce();
  });

  it('no type is ready: it waits, says so, and goes on when somebody has made them', async () => {
    const types = w.marketo.customTypes.list();
    for (const type of types) type.deleted = true;
    await w.database.db.update(marketoConnections).set({ salesActivityTypes: null });
    const id = await w.record(person());
    w.wait();
    expect(await w.deliver()).toMatchObject({ outcome: 'paused', message: /“E-mail sent” cannot be sent.*not ready/ });
    expect(await stateOf(id)).toBe('queued');
    for (const type of types) type.deleted = false;
    w.wait(11 * minute);
    await w.deliver();
    await expectEverythingOnce();
  });

  it('a type is not ready: its kind waits, the others go, and it goes on when somebody has made it', async () => {
    const type = w.marketo.customTypes.list().find(({ apiName }) => apiName === 'salesActionsCall')!;
    const approved = type.approved;
    type.draft = approved;
    type.approved = null;
    await w.database.db.update(marketoConnections).set({ salesActivityTypes: null });
    const [mail, call] = [await w.record(person()), await w.record(person(), { kind: 'call' })];
    w.wait();
    const result = await w.deliver();
    expect(result).toMatchObject({ outcome: 'done', counts: { written: 1 } });
    expect([await stateOf(mail), await stateOf(call)]).toEqual(['confirmed', 'queued']);
    const next = await w.record(person());
    w.wait();
    await w.deliver();
    expect([await stateOf(next), await stateOf(call)]).toEqual(['confirmed', 'queued']);
    w.marketo.customTypes.approve(type);
    w.wait(11 * minute);
    await w.deliver();
    expect(await stateOf(call)).toBe('confirmed');
  });

  it('a type that was taken away since is noticed by the refusal, and its deliveries wait for it', async () => {
    const type = w.marketo.customTypes.list().find(({ apiName }) => apiName === 'salesActionsCall')!;
    type.deleted = true;
    const [mail, call] = [await w.record(person()), await w.record(person(), { kind: 'call' })];
    w.wait();
    await w.deliver();
    expect([await stateOf(mail), await stateOf(call)]).toEqual(['confirmed', 'queued']);
    expect(await problems()).toMatchObject([{ code: 'TYPES_MISSING', kind: 'forbidden', detail: 'salesActionsCall' }]);
    type.deleted = false;
    w.wait(11 * minute);
    await w.deliver();
    expect(await stateOf(call)).toBe('confirmed');
    expect(await problems()).toEqual([]);
  });

  it('an attribute that was taken away is left out, with a note', async () => {
    const type = w.marketo.customTypes.list().find(({ apiName }) => apiName === 'salesActionsSendSalesEmail')!;
    const { approved } = type;
    type.approved = { ...approved!, attributes: approved!.attributes.filter(({ apiName }) => apiName !== 'emailId') };
    const id = await w.record(person());
    w.wait();
    await w.deliver();
    expect(await rowOf(id)).toMatchObject({ state: 'confirmed', note: /without Email ID/ });
    type.approved = approved;
    await w.database.db.update(marketoConnections).set({ salesActivityTypes: null });
  });

  it('a refusal of a type that is as it was stays a refusal', async () => {
    const id = await w.record(person());
    w.marketo.faults.add({ match: external, effect: { rowCode: '1003', rows: [0], message: 'Invalid value' } });
    w.wait();
    await w.deliver();
    expect(await rowOf(id)).toMatchObject({ state: 'rejected', message: /Invalid value/ });
  });

  it('no permission to add activities: it waits, says so, and goes on by itself once it has it', async () => {
    w.marketo.deny(['writeActivity']);
    const id = await w.record(person());
    w.wait();
    expect(await why()).toMatch(/denied access.*603/);
    expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 0 });
    w.marketo.deny([]);
    w.wait(16 * minute);
    await w.deliver();
    await expectEverythingOnce();
  });

  it('a gateway answers in place of Marketo: it waits, says so, and nothing is refused for that', async () => {
    const ids = [await w.record(person()), await w.record(person())];
    w.marketo.faults.add({ match: external, times: 10, effect: { status: 404 } });
    w.wait();
    expect(await why()).toMatch(/HTTP 404/);
    for (const id of ids) expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 0 });
    w.marketo.faults.clear();
    w.wait(16 * minute);
    await w.deliver();
    await expectEverythingOnce();
  });

  it('an admin has paused the job', async () => {
    await updateJobs(w.database.db, ['deliver-to-marketo'], { enabled: false, pausedReason: 'Paused by Ada.' });
    await w.record(person());
    w.wait();
    expect(await w.deliver()).toMatchObject({ outcome: 'paused', message: 'Paused by Ada.' });
    await enableJobs(w.ctx);
  });

  it('what was recorded for the people of another instance is not for these', async () => {
    const id = await w.record(person());
    const { connectedAt } = (await selectMarketoConnection(w.database.db))!;
    await w.database.db.update(marketoConnections).set({ connectedAt: w.ctx.clock.now() });
    w.wait();
    const from = w.marketo.calls.length;
    await w.deliver();
    expect(await rowOf(id)).toMatchObject({ state: 'skipped', reason: 'another-instance' });
    expect(w.posts(from)).toEqual([]);
    await w.database.db.update(marketoConnections).set({ connectedAt });
  });

  it('the job is on from the first start', async () => {
    expect((await selectJob(w.database.db, 'deliver-to-marketo')).enabled).toBe(true);
  });
});

/** As if it was sent then. */
async function moveBack(id: string, sentAt: Date) {
  const { key, payload } = await rowOf(id);
  const then = { ...payload, activityDate: sentAt.toISOString() };
  await w.database.db.update(deliveries).set({ sentAt, payload: then }).where(eq(deliveries.key, key));
}

/** `ctx` whose Marketo gives no answer to searches among the activities of this person. */
function neverReading(ctx: DeliveryWorld['ctx'], leadId: number): DeliveryWorld['ctx'] {
  return {
    ...ctx,
    marketo: async (lane, feature) => {
      const client = await ctx.marketo(lane, feature);
      return {
        ...client,
        getActivities: async (input) => {
          if (input.leadIds?.includes(leadId)) {
            w.marketo.faults.add({ match: '/v1/activities.json', times: 3, effect: 'html-502' });
          }
          return client.getActivities(input);
        },
      };
    },
  };
}

/** `ctx` whose Marketo refuses every call with an activity of this person, as a whole. */
function refusing(ctx: DeliveryWorld['ctx'], leadId: number): DeliveryWorld['ctx'] {
  return {
    ...ctx,
    marketo: async (lane, feature) => {
      const client = await ctx.marketo(lane, feature);
      return {
        ...client,
        addCustomActivities: async (input) => {
          if (input.activities.some((activity) => activity.leadId === leadId)) {
            w.marketo.faults.add({ match: external, effect: { code: '1003' } });
          }
          return client.addCustomActivities(input);
        },
      };
    },
  };
}
