import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { upsertPeople } from '@/db/queries/people-sync';
import { deliveries } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { gate, untilSomebodyWaits } from '@/db/test/waiting';
import type { Actor } from '../auth/model';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { aSeller } from '../test/sellers';
import { DeliverySwitchesView } from './contract';
import { type Destination, destinations, type SalesActivityKind, salesActivityKinds } from './model';
import { recordSalesActivity } from './record';
import { readDeliverySwitches, switchDeliveries } from './switches';

const clock = manualClock('2026-03-01T12:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let actor: Actor;
let keys = 0;

beforeAll(async () => {
  database = await testDatabase();
  actor = await aSeller(database.db, { role: 'admin' });
  await upsertPeople(database.db, [aReading({ marketoId: 1 })]);
});
afterAll(() => database.close());
beforeEach(() => clock.advance(60_000));

const ctx = () => ({ ...testCtx({ database, clock }), actor });
const turn = (on: boolean, destination: Destination, ...kinds: SalesActivityKind[]) =>
  switchDeliveries(ctx(), { switches: kinds.map((kind) => ({ destination, kind, on })) });
const onSince = async (destination: Destination, kind: SalesActivityKind) =>
  (await readDeliverySwitches(database.db)).switches.find((s) => s.destination === destination && s.kind === kind)
    ?.onSince;

type Told = { kind?: 'call' | 'email-sent'; occurredAt?: Date };

const bodies = {
  call: { kind: 'call', payload: { madeBy: 'rep@example.com', status: 'completed' } },
  'email-sent': { kind: 'email-sent', payload: { sentBy: 'rep@example.com', emailId: '1', emailSubject: 'Hello' } },
} as const;

function activity({ kind = 'call', occurredAt = clock.now() }: Told = {}) {
  keys += 1;
  const told = { occurredAt, recordedAt: clock.now(), reporter: 'test', idempotencyKey: `${keys}` };
  return { ...bodies[kind], person: { marketoId: 1 }, userId: actor.userId, ...told };
}

async function record(told?: Told) {
  const result = await database.db.transaction((tx) => recordSalesActivity(tx, activity(told)));
  if (result.outcome !== 'recorded') throw new Error(`It is ${result.outcome}.`);
  const stands = async () => {
    const rows = await database.db.select().from(deliveries).where(eq(deliveries.salesActivityId, result.id));
    return Object.fromEntries(rows.map((row) => [row.destination, row.reason ?? row.state]));
  };
  return { id: result.id, stands };
}

describe('switches', () => {
  it('are all off at first, and every kind of every destination is shown', async () => {
    const view = await readDeliverySwitches(database.db);
    expect(DeliverySwitchesView.parse(view)).toEqual(view);
    expect(view.switches).toHaveLength(destinations.length * salesActivityKinds.length);
    expect(view.switches.filter((one) => one.onSince !== null)).toEqual([]);
  });

  it('take only what happens from now on, and never what waited', async () => {
    await turn(false, 'marketo', 'call');
    const before = clock.now();
    const early = await record();
    clock.advance(1000);
    await turn(true, 'marketo', 'call');
    const late = await record({ occurredAt: before });
    const fresh = await record();
    expect(await early.stands()).toMatchObject({ marketo: 'switched-off' });
    expect(await late.stands()).toMatchObject({ marketo: 'before-switched-on' });
    expect(await fresh.stands()).toMatchObject({ marketo: 'queued' });
  });

  it('stop one kind at once, and only it, and only there', async () => {
    await turn(true, 'marketo', 'call', 'email-sent');
    await turn(true, 'salesforce', 'call');
    const call = await record({ kind: 'call' });
    const mail = await record({ kind: 'email-sent' });
    await turn(false, 'marketo', 'call');
    expect(await call.stands()).toEqual({ marketo: 'switched-off', salesforce: 'queued' });
    expect(await mail.stands()).toMatchObject({ marketo: 'queued' });
    expect(await (await record()).stands()).toEqual({ marketo: 'switched-off', salesforce: 'queued' });
    await turn(true, 'marketo', 'call');
    expect(await call.stands()).toMatchObject({ marketo: 'switched-off' });
  });

  it('leave alone what is on its way or done', async () => {
    await turn(true, 'marketo', 'call');
    const [sending, confirmed] = [await record(), await record()];
    for (const [{ id }, state] of [
      [sending, 'sending'],
      [confirmed, 'confirmed'],
    ] as const) {
      await database.db.update(deliveries).set({ state }).where(eq(deliveries.salesActivityId, id));
    }
    await turn(false, 'marketo', 'call');
    expect(await sending.stands()).toMatchObject({ marketo: 'sending' });
    expect(await confirmed.stands()).toMatchObject({ marketo: 'confirmed' });
  });

  it('keep their beginning when they are switched on again while on', async () => {
    await turn(false, 'marketo', 'email-sent');
    await turn(true, 'marketo', 'email-sent');
    const since = await onSince('marketo', 'email-sent');
    clock.advance(1000);
    await turn(true, 'marketo', 'email-sent');
    expect(await onSince('marketo', 'email-sent')).toBe(since);
    await turn(false, 'marketo', 'email-sent');
    expect(await onSince('marketo', 'email-sent')).toBeNull();
  });

  it('take the last word when one is named twice', async () => {
    const twice = [true, false].map((on) => ({ destination: 'salesforce', kind: 'email-replied', on }) as const);
    await switchDeliveries(ctx(), { switches: twice });
    expect(await onSince('salesforce', 'email-replied')).toBeNull();
  });

  it('cannot be on where a destination has no place for the kind', async () => {
    await expect(turn(true, 'salesforce', 'campaign-added')).rejects.toMatchObject({ code: 'bad_request' });
    expect(await onSince('salesforce', 'campaign-added')).toBeNull();
  });

  it('wait for whoever records, so that nothing slips through while one is switched off', async () => {
    await turn(true, 'marketo', 'call');
    const written = gate<string>();
    const goOn = gate();
    const recording = database.db.transaction(async (tx) => {
      const result = await recordSalesActivity(tx, activity());
      written.open(result.outcome === 'recorded' ? result.id : '');
      await goOn.passed;
    });
    const id = await written.passed;
    const off = turn(false, 'marketo', 'call');
    await untilSomebodyWaits(database.db);
    goOn.open();
    await Promise.all([recording, off]);
    const rows = await database.db.select().from(deliveries).where(eq(deliveries.salesActivityId, id));
    expect(rows.find((row) => row.destination === 'marketo')).toMatchObject({
      state: 'skipped',
      reason: 'switched-off',
    });
  });
});
