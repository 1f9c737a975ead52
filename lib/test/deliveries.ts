/** Deliveries in whatever state a test needs, by the way they get there: recorded, claimed, settled. */
import { randomUUID } from 'node:crypto';
import { claimDeliveries, type DueDelivery } from '@/db/queries/deliveries';
import type { Ctx } from '../context';
import { type DeliveryFailure, deliveryLeaseMs, lingerMs, type Settlement } from '../deliveries/model';
import type { Destination, NewSalesActivityBody, SalesActivityKind } from '../sales-activities/model';
import { recordSalesActivity } from '../sales-activities/record';
import { switchDeliveries } from '../sales-activities/switches';
import { settle } from '../sync/deliver';
import type { ManualClock } from './clock';

type Told = { userId: string; marketoId?: number; occurredAt?: Date; reporter?: string; body?: NewSalesActivityBody };

const aCall: NewSalesActivityBody = {
  kind: 'call',
  payload: { madeBy: 'rep@example.com', status: 'completed', outcome: 'Talked' },
};

/** Journals a call, or what is given; answers its id. */
export async function recordOne(ctx: Ctx, { userId, marketoId = 1, body = aCall, ...told }: Told) {
  const recordedAt = ctx.clock.now();
  const { occurredAt = recordedAt, reporter = 'test' } = told;
  const who = { person: { marketoId }, userId, reporter, idempotencyKey: randomUUID() };
  const result = await ctx.db.transaction((tx) => recordSalesActivity(tx, { ...body, ...who, occurredAt, recordedAt }));
  if (result.outcome !== 'recorded') throw new Error(`It is ${result.outcome}.`);
  return result.id;
}

/** Lets these kinds go to every destination that has a place for them, as an admin would. */
export async function switchOn(ctx: Ctx, kinds: SalesActivityKind[], to: Destination[] = ['marketo', 'salesforce']) {
  const switches = kinds.flatMap((kind) => to.map((destination) => ({ destination, kind, on: true })));
  await switchDeliveries(ctx, { switches });
}

/** What became of a delivery that was sent: there, refused, to be tried again, or perhaps there. */
export type Fate = { to: 'confirmed'; remoteId: string; note?: string } | { to: Failing; failure: DeliveryFailure };
type Failing = 'rejected' | 'queued' | 'unknown';

/** Sends everything that is due, as the job of the destination would, and settles each by its fate. */
export async function deliver(
  ctx: Ctx & { clock: ManualClock },
  destination: Destination,
  fateOf: (due: DueDelivery) => Fate,
): Promise<DueDelivery[]> {
  ctx.clock.advance(lingerMs);
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const due = await claimDeliveries(tx, { destination, now, limit: 1_000, leaseMs: deliveryLeaseMs });
    const settlements = due.map((one) => settlementOf(one, fateOf(one), now));
    await settle(tx, { destination, settlements, at: now });
    return due;
  });
}

function settlementOf({ delivery: { key, claims } }: DueDelivery, fate: Fate, now: Date): Settlement {
  const claimed = { key, claims, from: 'sending' } as const;
  if (fate.to === 'confirmed') return { ...claimed, ...fate };
  const dueAt = new Date(now.getTime() + 60_000);
  if (fate.to === 'queued') return { ...claimed, to: 'queued', dueAt, counted: true, failure: fate.failure };
  if (fate.to === 'unknown') return { ...claimed, to: 'unknown', dueAt, failure: fate.failure };
  return { ...claimed, to: 'rejected', failure: fate.failure };
}
