import { randomUUID } from 'node:crypto';
import { eq, inArray, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/lib/context';
import { deliveryMoves, deliveryStates, type Settlement } from '@/lib/deliveries/model';
import { recordSalesActivity } from '@/lib/sales-activities/record';
import { switchDeliveries } from '@/lib/sales-activities/switches';
import { settle } from '@/lib/sync/deliver';
import { aReading } from '@/lib/test/builders';
import { manualClock } from '@/lib/test/clock';
import { testCtx } from '@/lib/test/context';
import { aSeller } from '@/lib/test/sellers';
import { deliveries, deliveryProblems } from '../schema';
import { testDatabase } from '../test/database';
import { claimDeliveries, expireLeases, retryDeliveries, selectNextDue, selectUnknownDeliveries } from './deliveries';
import { insertRetry } from './delivery-retries';
import { selectOpenCauses } from './diagnostics';
import { upsertPeople } from './people-sync';
import { selectDeliveriesOf } from './sales-activities';

const clock = manualClock('2026-03-01T12:00:00Z');
const leaseMs = 60_000;
const destination = 'salesforce';
let database: Awaited<ReturnType<typeof testDatabase>>;
let asAdmin: Ctx;

beforeAll(async () => {
  database = await testDatabase();
  asAdmin = { ...testCtx({ database, clock }), actor: await aSeller(database.db, { role: 'admin' }) };
  await upsertPeople(database.db, [aReading({ marketoId: 1, readAt: clock.now() })]);
  await switchCalls(true);
});
afterAll(() => database.close());

const switchCalls = (on: boolean) => switchDeliveries(asAdmin, { switches: [{ destination, kind: 'call', on }] });

/** A seller of one test, and the keys of his or her deliveries, due at once. */
async function sellerWithCalls(count: number) {
  const seller = await aSeller(database.db);
  const keys: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const at = clock.now();
    const recorded = await database.db.transaction((tx) =>
      recordSalesActivity(tx, {
        kind: 'call',
        payload: { madeBy: seller.email, status: 'completed' },
        person: { marketoId: 1 },
        userId: seller.userId,
        occurredAt: at,
        recordedAt: at,
        reporter: 'test',
        idempotencyKey: randomUUID(),
      }),
    );
    if (recorded.outcome !== 'recorded') throw new Error('not recorded');
    const own = (await selectDeliveriesOf(database.db, recorded.id)).find((one) => one.destination === destination);
    keys.push(own?.key ?? '');
  }
  clock.advance(10_000);
  const due = () => ({ destination, now: clock.now(), userIds: [seller.userId], limit: 100 }) as const;
  return { keys, due, take: () => claimDeliveries(database.db, { ...due(), leaseMs }) };
}

const openProblems = () => database.db.select().from(deliveryProblems).where(isNull(deliveryProblems.closedAt));
const settleAll = (settlements: Settlement[]) =>
  database.db.transaction((tx) => settle(tx, { destination, settlements, at: clock.now() }));
const failure = (detail: string) =>
  ({ kind: 'forbidden', code: 'REQUIRED_FIELD_MISSING', message: `Missing ${detail}.`, detail }) as const;

describe('taking deliveries', () => {
  it('gives each to one of those who ask at the same time', async () => {
    const { keys, take } = await sellerWithCalls(20);
    const [one, two] = await Promise.all([take(), take()]);
    const taken = [...one, ...two].map(({ delivery }) => delivery.key);
    expect(taken.sort()).toEqual(keys.sort());
    expect(await take()).toEqual([]);
  });

  it('lets what a dead process took be looked for once its time is over, not sooner', async () => {
    const { keys, due, take } = await sellerWithCalls(1);
    await take();
    await expireLeases(database.db, { destination, now: clock.now() });
    expect(await selectUnknownDeliveries(database.db, due())).toEqual([]);
    clock.advance(leaseMs);
    await expireLeases(database.db, { destination, now: clock.now() });
    expect((await selectUnknownDeliveries(database.db, due())).map(({ delivery }) => delivery.key)).toEqual(keys);
  });

  it('takes along what will be due in a moment, and nothing that is due later', async () => {
    const soon = await sellerWithCalls(1);
    const [taken] = await soon.take();
    if (!taken) throw new Error('nothing was due');
    const { key, claims } = taken.delivery;
    const wait = (ms: number) => new Date(clock.now().getTime() + ms);
    await settleAll([
      { key, claims, from: 'sending', to: 'queued', dueAt: wait(60_000), counted: true, failure: failure('x') },
    ]);
    expect(await soon.take()).toEqual([]);
    expect(await selectNextDue(database.db, soon.due())).toEqual(wait(60_000));
    clock.advance(56_000);
    expect(await soon.take()).toHaveLength(1);
  });

  it('takes what was recorded just after the switch went on, though the clock was read before', async () => {
    await switchCalls(false);
    const recordedAt = clock.now();
    clock.advance(50);
    await switchCalls(true);
    const seller = await aSeller(database.db);
    const occurredAt = clock.now();
    const told = { person: { marketoId: 1 }, userId: seller.userId, reporter: 'test', idempotencyKey: randomUUID() };
    const call = { kind: 'call', payload: { madeBy: seller.email, status: 'completed' } } as const;
    await database.db.transaction((tx) => recordSalesActivity(tx, { ...call, ...told, occurredAt, recordedAt }));
    clock.advance(10_000);
    const due = { destination, now: clock.now(), userIds: [seller.userId], limit: 100, leaseMs } as const;
    expect(await claimDeliveries(database.db, due)).toHaveLength(1);
  });

  it('skips what was put back after its kind was switched off', async () => {
    const { keys, take } = await sellerWithCalls(2);
    const [first] = await take();
    await switchCalls(false);
    if (!first) throw new Error('nothing was due');
    const { key, claims, salesActivityId } = first.delivery;
    await settleAll([
      { key, claims, from: 'sending', to: 'queued', dueAt: clock.now(), counted: true, failure: failure('put back') },
    ]);
    const causes = async () => (await selectOpenCauses(database.db)).filter(({ message }) => /put back/.test(message));
    expect(await causes()).toHaveLength(1);
    clock.advance(1000);
    await switchCalls(true);
    expect(await take()).toEqual([]);
    expect(await causes()).toEqual([]);
    const [row] = (await selectDeliveriesOf(database.db, salesActivityId)).filter(
      (one) => one.destination === destination,
    );
    expect(row).toMatchObject({ state: 'skipped', reason: 'before-switched-on', faultCode: null, message: null });
    expect(keys).toContain(key);
  });
});

describe('settling', () => {
  it('moves only from where it was read', async () => {
    const { take, due } = await sellerWithCalls(1);
    const [
      {
        delivery: { key, claims },
      } = { delivery: { key: '', claims: 0 } },
    ] = await take();
    clock.advance(leaseMs);
    await expireLeases(database.db, { destination, now: clock.now() });
    await settleAll([{ key, claims, from: 'sending', to: 'confirmed', remoteId: '00T1' }]);
    expect(await selectUnknownDeliveries(database.db, due())).toHaveLength(1);
  });

  it('refuses moves that are not in the table', async () => {
    for (const from of ['sending', 'unknown'] as const) {
      for (const to of deliveryStates.filter((state) => !deliveryMoves[from].includes(state))) {
        const odd = {
          key: randomUUID(),
          claims: 1,
          from,
          to,
          failure: failure('x'),
          dueAt: clock.now(),
          reason: 'x',
          remoteId: 'x',
        } as unknown as Settlement;
        await expect(settleAll([odd])).rejects.toThrow(`A delivery cannot go from ${from} to ${to}.`);
      }
    }
  });

  it('opens one problem for each cause, and closes it with its last case', async () => {
    const { take } = await sellerWithCalls(3);
    const taken = await take();
    const refuse = (index: number, detail: string): Settlement => {
      const { key, claims } = taken[index]?.delivery ?? { key: '', claims: 0 };
      return { key, claims, from: 'sending', to: 'rejected', failure: failure(detail) };
    };
    await settleAll([refuse(0, 'Region'), refuse(1, 'Region'), refuse(2, 'Segment')]);
    const details = async () =>
      (await openProblems())
        .map(({ detail }) => detail)
        .filter((one) => ['Region', 'Segment'].includes(one))
        .sort();
    expect(await details()).toEqual(['Region', 'Segment']);
    const region = (await openProblems()).find(({ detail }) => detail === 'Region');
    const problemId = region?.id ?? '';
    const retried = await database.db.transaction(async (tx) => {
      const retryId = await insertRetry(tx, { problemId, userId: asAdmin.actor?.userId ?? '', at: clock.now() });
      return retryDeliveries(tx, { where: { problemId }, retryId, at: clock.now() });
    });
    expect(retried).toHaveLength(2);
    // Still cases of it until they have gone through.
    expect(await details()).toEqual(['Region', 'Segment']);
    for (const {
      delivery: { key, claims },
    } of await take()) {
      await settleAll([{ key, claims, from: 'sending', to: 'confirmed', remoteId: '00T2' }]);
    }
    expect(await details()).toEqual(['Segment']);
  });

  it('lets a person’s retry try fields again that were left out, and no record that is gone', async () => {
    const { take, keys } = await sellerWithCalls(2);
    const contact = '003000000000001AAA';
    const sent = [['CallDisposition', contact, 'WhatId'], [contact]];
    for (const [index, without] of sent.entries()) {
      const target = { records: [contact], about: null, rule: 'x', without };
      await database.db
        .update(deliveries)
        .set({ target, note: 'Left out.' })
        .where(eq(deliveries.key, keys[index] ?? ''));
    }
    const refused = (await take()).map(({ delivery: { key, claims } }): Settlement => {
      return { key, claims, from: 'sending', to: 'rejected', failure: failure('Owner') };
    });
    await settleAll(refused);
    const problemId = (await openProblems()).find(({ detail }) => detail === 'Owner')?.id ?? '';
    await database.db.transaction(async (tx) => {
      const retryId = await insertRetry(tx, { problemId, userId: asAdmin.actor?.userId ?? '', at: clock.now() });
      return retryDeliveries(tx, { where: { problemId }, retryId, at: clock.now() });
    });
    const rows = await database.db.select().from(deliveries).where(inArray(deliveries.key, keys));
    const after = keys.map((key) => rows.find((row) => row.key === key));
    expect(after.map((row) => [row?.target?.without, row?.note])).toEqual([
      [[contact], null],
      [[contact], 'Left out.'],
    ]);
    expect(after[0]?.target).toMatchObject({ records: [contact], rule: 'x' });
  });
});
