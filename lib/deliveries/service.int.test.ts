import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { upsertPeople } from '@/db/queries/people-sync';
import { mergePeople } from '@/db/queries/person-merges';
import { longestLook } from '@/db/queries/sales-activity-log';
import { updateJobs } from '@/db/queries/sync';
import { salesforceConnections } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import type { Actor } from '../auth/model';
import type { NewSalesActivityBody } from '../sales-activities/model';
import { switchDeliveries } from '../sales-activities/switches';
import type { JobName } from '../sync/model';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { inlineQueue, testCtx } from '../test/context';
import { deliver, type Fate, recordOne, switchOn } from '../test/deliveries';
import { aSeller } from '../test/sellers';
import {
  DeliveriesQuery,
  DeliveriesView,
  SalesActivityDetail,
  SalesActivityPage,
  SalesActivityQuery,
  SellersView,
} from './contract';
import { deliveryStates } from './model';
import { listDeliveries, listSalesActivities, listSellers, readSalesActivity, retryDelivery } from './service';

const clock = manualClock('2026-03-01T12:00:00Z');
const taskId = '00T5g00000AbCdEAAV';
let database: Awaited<ReturnType<typeof testDatabase>>;
let admin: Actor;
let ann: Actor;
let bob: Actor;
let woken: JobName[] = [];

beforeAll(async () => {
  database = await testDatabase();
  admin = await aSeller(database.db, { role: 'admin' });
  await upsertPeople(
    database.db,
    [1, 2, 3, 4].map((marketoId) => aReading({ marketoId, firstName: `Person ${marketoId}` })),
  );
  await mergePeople(database.db, { winnerId: 3, loserIds: [4], at: clock.now() });
  await switchOn(as(admin), ['call', 'email-sent'], ['salesforce']);
  await switchOn(as(admin), ['call'], ['marketo']);
  clock.advance(1_000);
});
afterAll(() => database.close());

// Sellers of their own for every test: what a seller sees is then the test's alone.
beforeEach(async () => {
  [ann, bob] = [await aSeller(database.db), await aSeller(database.db)];
  woken = [];
});

const as = (actor: Actor | null) => ({
  ...testCtx({ database, clock }),
  clock,
  actor,
  queue: { ...inlineQueue, send: async (job: JobName) => void woken.push(job) },
});
const record = (actor: Actor, given: Omit<Parameters<typeof recordOne>[1], 'userId'> = {}) =>
  recordOne(as(admin), { userId: actor.userId, ...given });
const aMail: NewSalesActivityBody = {
  kind: 'email-sent',
  payload: { sentBy: 'rep@example.com', emailId: 'm1', emailSubject: "' OR Name != '", bodyText: '=cmd()' },
};

async function list(actor: Actor, query: Record<string, unknown> = {}) {
  const page = await listSalesActivities(as(actor), SalesActivityQuery.parse(query));
  expect(SalesActivityPage.parse(page)).toEqual(page);
  return page;
}
const ids = async (actor: Actor, query: Record<string, unknown> = {}) =>
  (await list(actor, query)).items.map((line) => line.id);

async function passport(actor: Actor, id: string) {
  const detail = await readSalesActivity(as(actor), id);
  expect(SalesActivityDetail.parse(detail)).toEqual(detail);
  const at = (destination: string) => {
    const found = detail.deliveries.find((one) => one.destination === destination);
    if (!found) throw new Error(`There is no delivery to ${destination}.`);
    return found;
  };
  return { ...detail, marketo: at('marketo'), salesforce: at('salesforce') };
}

const rule = {
  kind: 'rejected',
  code: 'REQUIRED_FIELD_MISSING',
  message: 'Required fields are missing: [Budget__c]',
} as const;
const refused: Fate = { to: 'rejected', failure: rule };
const there: Fate = { to: 'confirmed', remoteId: taskId };
const send = (fate: Fate, destination: 'marketo' | 'salesforce' = 'salesforce') =>
  deliver(as(admin), destination, () => fate);

describe('the journal', () => {
  it('is read newest first, page by page, each line once, also where several happened at once', async () => {
    const made = [await record(ann), await record(ann), await record(ann)];
    clock.advance(1_000);
    made.push(await record(ann, { body: aMail }));
    const first = await list(ann, { limit: 3 });
    const second = await list(ann, { limit: 3, cursor: first.nextCursor });
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([3, 1, null]);
    const seen = [...first.items, ...second.items];
    expect(seen.map((line) => line.id).sort()).toEqual(made.sort());
    expect(seen[0]).toMatchObject({
      kind: 'email-sent',
      subject: "' OR Name != '",
      person: { marketoId: 1, name: 'Person 1 Lovelace' },
      seller: { id: ann.userId, name: ann.name },
    });
    expect(seen[1]).toMatchObject({ kind: 'call', subject: 'Talked' });
  });

  it('shows sellers their own, and admins everybody’s or one seller’s', async () => {
    const [annes, bobs] = [await record(ann), await record(bob)];
    expect(await ids(ann)).toEqual([annes]);
    expect(await ids(bob)).toEqual([bobs]);
    expect(await ids(admin, { limit: 100 })).toEqual(expect.arrayContaining([annes, bobs]));
    expect(await ids(admin, { seller: bob.userId })).toEqual([bobs]);
    await expect(list(ann, { seller: bob.userId })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listSalesActivities(as(null), SalesActivityQuery.parse({}))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('is kept to a person, with the records that live on as that person', async () => {
    const [of1, of3, of4] = [
      await record(ann, { marketoId: 1 }),
      await record(ann, { marketoId: 3 }),
      await record(ann, { marketoId: 4 }),
    ];
    expect(await ids(ann, { person: 1 })).toEqual([of1]);
    expect((await ids(ann, { person: 3 })).sort()).toEqual([of3, of4].sort());
    expect((await ids(ann, { person: 4 })).sort()).toEqual([of3, of4].sort());
  });

  it('is kept to a kind and to a time', async () => {
    const early = await record(ann, { occurredAt: new Date('2026-02-01T10:00:00Z') });
    const mail = await record(ann, { body: aMail });
    expect(await ids(ann, { kind: 'email-sent' })).toEqual([mail]);
    expect(await ids(ann, { until: '2026-02-01T10:00:01Z' })).toEqual([early]);
    expect(await ids(ann, { until: '2026-02-01T10:00:00Z' })).toEqual([]);
    expect(await ids(ann, { since: '2026-02-01T12:00:00+02:00', until: '2026-02-02T00:00:00Z' })).toEqual([early]);
  });

  it('is kept to what is wanted at a destination, to how it stands, and to what a problem stops', async () => {
    const mail = await record(ann, { body: aMail });
    await send(there);
    const call = await record(ann);
    await send(refused);
    expect(await ids(ann, { destination: 'marketo' })).toEqual([call]);
    expect((await ids(ann, { destination: 'salesforce' })).sort()).toEqual([mail, call].sort());
    expect(await ids(ann, { state: 'rejected' })).toEqual([call]);
    expect(await ids(ann, { state: 'confirmed', destination: 'salesforce' })).toEqual([mail]);
    expect(await ids(ann, { state: 'confirmed', destination: 'marketo' })).toEqual([]);
    expect(await ids(ann, { state: 'skipped' })).toEqual([mail]);
    expect(await ids(ann, { state: 'queued', destination: 'marketo' })).toEqual([call]);
    const problem = (await passport(ann, call)).salesforce.problemId;
    expect(await ids(ann, { problem })).toEqual([call]);
    expect(await ids(ann, { problem, destination: 'salesforce', state: 'rejected' })).toEqual([call]);
    expect(await ids(ann, { problem, destination: 'marketo' })).toEqual([]);
    expect(await ids(bob, { problem })).toEqual([]);
    for (const state of deliveryStates) {
      expect(new Set(await ids(ann, { state }))).toEqual(
        new Set(
          (await list(ann)).items
            .filter((line) => line.deliveries.some((one) => one.state === state))
            .map((line) => line.id),
        ),
      );
    }
  });
});

describe('what is over among very many lines', () => {
  it('is looked for in bounded pieces, each of which says where the next begins', async () => {
    await database.db.execute(sql`
      with told as (
        insert into sales_activities
          (kind, marketo_id, user_id, occurred_at, recorded_at, payload, reporter, idempotency_key, fingerprint)
        select 'call', 1, ${ann.userId}::uuid, now() - i * interval '1 second', now(), '{}', 'many', ${ann.userId} || i, ''
        from generate_series(1, ${longestLook + 5}::int) i returning id, occurred_at
      )
      insert into deliveries (key, sales_activity_id, destination, kind, user_id, state, due_at, created_at, changed_at)
      select gen_random_uuid(), id, 'marketo', 'call', ${ann.userId}::uuid,
        case when row_number() over (order by occurred_at) <= 2 then 'confirmed' else 'skipped' end, now(), now(), now()
      from told`);
    const first = await list(ann, { state: 'confirmed' });
    expect([first.items, first.nextCursor]).toEqual([[], expect.any(String)]);
    const second = await list(ann, { state: 'confirmed', cursor: first.nextCursor });
    expect([second.items.length, second.nextCursor]).toEqual([2, null]);
    expect((await list(ann, { state: 'skipped', limit: 5 })).items).toHaveLength(5);
  });
});

describe('how deliveries stand', () => {
  it('is said for many at once, and of the caller’s only', async () => {
    const [annes, bobs] = [await record(ann), await record(bob)];
    const query = DeliveriesQuery.parse({ of: [annes, bobs, randomUUID()].join(',') });
    const view = await listDeliveries(as(ann), query);
    expect(DeliveriesView.parse(view)).toEqual(view);
    expect(view.items.map((one) => one.salesActivityId)).toEqual([annes]);
    expect(view.items[0]?.deliveries).toMatchObject([
      {
        destination: 'marketo',
        state: 'queued',
        failed: false,
        blocked: true,
        next: 'It waits until an admin connects Marketo; it is then sent by itself.',
      },
      {
        destination: 'salesforce',
        state: 'queued',
        blocked: true,
        next: expect.stringContaining('until the seller connects'),
      },
    ]);
    expect((await listDeliveries(as(admin), query)).items).toHaveLength(2);
  });

  it('counts a paused job among the reasons, and names it to whoever can resume it', async () => {
    const id = await record(ann);
    await updateJobs(database.db, ['deliver-to-marketo'], { enabled: false, pausedReason: 'Access denied.' });
    const { marketo } = await passport(ann, id);
    const seenByAdmin = await passport(admin, id);
    await updateJobs(database.db, ['deliver-to-marketo'], { enabled: true, pausedReason: null });
    expect(seenByAdmin.marketo).toMatchObject({ pausedJob: 'deliver-to-marketo' });
    expect(marketo).toMatchObject({
      next: 'Deliveries to Marketo are paused: Access denied. It is sent once they go on.',
      solver: 'admin',
      settings: null,
      pausedJob: null,
    });
  });
});

describe('the passport of a sales activity', () => {
  it('says as what it arrived, where that opens, and what was sent', async () => {
    await connect(ann);
    const id = await record(ann, { body: aMail });
    await send({ ...there, note: 'The field Budget was left out.' });
    const { salesforce, marketo, ...detail } = await passport(ann, id);
    expect(salesforce).toMatchObject({
      state: 'confirmed',
      since: clock.now().toISOString(),
      sentAt: clock.now().toISOString(),
      remote: { id: taskId, href: `https://ann.example/${taskId}` },
      note: 'The field Budget was left out.',
      next: 'It is in Salesforce; nothing more happens.',
      failure: null,
      solver: null,
      claims: 1,
      mayRetry: false,
    });
    expect(marketo).toMatchObject({
      state: 'skipped',
      reason: 'switched-off',
      next: 'It is not sent. An admin has not switched “E-mail sent” on for Marketo.',
      remote: null,
    });
    expect(detail).toMatchObject({ toldBy: 'recorded here', payload: { bodyText: '=cmd()' } });
  });

  it('says why it was refused, whose job it is, and who let it go again', async () => {
    const id = await record(ann);
    await send(refused);
    const before = await passport(ann, id);
    expect(before.salesforce).toMatchObject({
      state: 'rejected',
      failed: true,
      failure: {
        code: rule.code,
        message: rule.message,
        cause: { title: 'A field that must be filled is empty', category: 'access', solver: 'salesforce-admin' },
      },
      problemId: expect.any(String),
      solver: 'salesforce-admin',
      mayRetry: true,
      retried: null,
    });
    expect(await retryDelivery(as(admin), before.salesforce.key)).toEqual({ deliveries: 1 });
    expect(woken).toEqual(['deliver-to-salesforce']);
    const { salesforce } = await passport(ann, id);
    expect(salesforce).toMatchObject({
      state: 'queued',
      attempts: 0,
      retried: { by: admin.name, at: clock.now().toISOString() },
    });
    await send(there);
    expect((await passport(ann, id)).salesforce).toMatchObject({ state: 'confirmed', failure: null, claims: 2 });
  });

  it('names who told it over the API', async () => {
    const id = await record(ann, { reporter: `user:${bob.userId}` });
    expect((await passport(ann, id)).toldBy).toBe(`told over the API by ${bob.name}`);
  });

  it('is nobody else’s but an admin’s', async () => {
    const id = await record(ann);
    await expect(readSalesActivity(as(bob), id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readSalesActivity(as(admin), randomUUID())).rejects.toMatchObject({ code: 'not_found' });
    expect((await passport(admin, id)).id).toBe(id);
  });
});

it('is not shown as failed once it is not wanted any more', async () => {
  const id = await record(ann);
  await send({ to: 'queued', failure: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', message: 'busy' } });
  expect((await passport(ann, id)).salesforce).toMatchObject({ state: 'queued', failed: true });
  const call = { destination: 'salesforce', kind: 'call' } as const;
  await switchDeliveries(as(admin), { switches: [{ ...call, on: false }] });
  expect((await passport(ann, id)).salesforce).toMatchObject({ state: 'skipped', failed: false, failure: null });
  await switchDeliveries(as(admin), { switches: [{ ...call, on: true }] });
});

describe('a retry of one delivery', () => {
  it('leaves the others of its problem alone', async () => {
    const [one, other] = [await record(ann), await record(ann)];
    await send(refused);
    await retryDelivery(as(ann), (await passport(ann, one)).salesforce.key);
    expect((await passport(ann, one)).salesforce.state).toBe('queued');
    expect((await passport(ann, other)).salesforce.state).toBe('rejected');
  });

  it('need not wait for the next try', async () => {
    const id = await record(ann);
    await send({ to: 'queued', failure: { kind: 'unavailable', code: 'SERVER_UNAVAILABLE', message: 'busy' } });
    const { key } = (await passport(ann, id)).salesforce;
    expect(await retryDelivery(as(ann), key)).toEqual({ deliveries: 1 });
    expect(await send(there)).toHaveLength(1);
  });

  it('is refused where nothing failed, for what went through or is not wanted, and for what is somebody else’s', async () => {
    const id = await record(ann, { body: aMail });
    const { salesforce, marketo } = await passport(ann, id);
    await expect(retryDelivery(as(ann), salesforce.key)).rejects.toMatchObject({ code: 'conflict' });
    await expect(retryDelivery(as(ann), marketo.key)).rejects.toMatchObject({ code: 'conflict' });
    await expect(retryDelivery(as(bob), salesforce.key)).rejects.toMatchObject({ code: 'not_found' });
    await send(there);
    await expect(retryDelivery(as(ann), salesforce.key)).rejects.toMatchObject({ code: 'conflict' });
    expect(woken).toEqual([]);
  });

  it('does not send what was switched off and on again since', async () => {
    const id = await record(ann);
    await send(refused);
    const { key } = (await passport(ann, id)).salesforce;
    clock.advance(1_000);
    const call = { destination: 'salesforce', kind: 'call' } as const;
    await switchDeliveries(as(admin), { switches: [{ ...call, on: false }] });
    await switchDeliveries(as(admin), { switches: [{ ...call, on: true }] });
    await retryDelivery(as(ann), key);
    await send(there);
    expect((await passport(ann, id)).salesforce).toMatchObject({ state: 'skipped', reason: 'before-switched-on' });
  });
});

it('names everybody whose sales activities an admin can look at', async () => {
  const view = await listSellers(as(admin));
  expect(SellersView.parse(view)).toEqual(view);
  expect(view.sellers).toEqual(expect.arrayContaining([{ id: ann.userId, name: ann.name }]));
});

async function connect({ userId, email, name }: Actor) {
  const org = { orgId: 'o1', sfUserId: 'u1', instanceUrl: 'https://ann.example', loginUrl: 'https://login.example' };
  const secrets = { accessToken: 'sealed', refreshToken: 'sealed', scope: 'api' };
  const user = { userId, username: email, name, timeZone: 'UTC', apiVersion: '67.0' };
  await database.db
    .insert(salesforceConnections)
    .values({ ...org, ...secrets, ...user, purpose: 'seller', state: 'active', connectedAt: clock.now() });
}
