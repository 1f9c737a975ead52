/** The one funnel out: whatever a seller did, or a person did with it, is journalled here and nowhere else. */
import { z } from 'zod';
import type { Transaction, Tx } from '@/db/client';
import {
  insertDeliveries,
  insertSalesActivity,
  lockDeliverySwitchesForReading,
  type SalesActivityRow,
  selectDeliveriesOf,
  selectSalesActivityByKey,
  selectSwitchesOf,
} from '@/db/queries/sales-activities';
import { type DeliveryState, lingerMs } from '../deliveries/model';
import { deliveryKey } from './delivery-key';
import { findPerson } from './find-person';
import { fingerprintOf } from './fingerprint';
import {
  type DeliverySwitch,
  type Destination,
  type NewSalesActivityBody,
  type PersonProblem,
  type PersonReference,
  planDeliveries,
  type SalesActivityBody,
  salesActivityPayloads,
} from './model';

export type NewSalesActivity = NewSalesActivityBody & {
  person: PersonReference;
  /** The seller. */
  userId: string;
  occurredAt: Date;
  recordedAt: Date;
  /** Who tells: the name of a room, or "user:" and an id. */
  reporter: string;
  /** The same key of the same reporter is the same activity, however often it is told. */
  idempotencyKey: string;
  tokenId?: string;
};

export type DeliveryStanding = { destination: Destination; state: DeliveryState; reason: string | null };

/** `known`: told before, word for word; `conflict`: another activity was told under this key. */
export type Recorded =
  | { outcome: 'recorded' | 'known'; id: string; marketoId: number; deliveries: DeliveryStanding[] }
  | { outcome: 'conflict'; id: string }
  | { outcome: 'refused'; problem: PersonProblem };

/**
 * Journals an activity and, in the same transaction, what is to be delivered of it, or why it is not. Told twice, even
 * at once, it is there once. Throws ZodError for a payload that is not of its kind.
 */
export async function recordSalesActivity(tx: Transaction, given: NewSalesActivity): Promise<Recorded> {
  const { person, userId, occurredAt, recordedAt, reporter, idempotencyKey, tokenId } = given;
  const body = bodyOf(given);
  const fingerprint = fingerprintOf({ body, person, userId, occurredAt });
  // First of all locks, so that whoever waits for a key never waits for somebody who waits for the switches.
  await lockDeliverySwitchesForReading(tx);
  const told = await selectSalesActivityByKey(tx, { reporter, idempotencyKey });
  if (told) return toldBefore(tx, told, fingerprint);

  const found = await findPerson(tx, person);
  if ('problem' in found) return { outcome: 'refused', problem: found.problem };
  const { marketoId } = found;
  const key = { reporter, idempotencyKey };
  const values = { ...body, ...key, marketoId, userId, occurredAt, recordedAt, fingerprint, tokenId };
  const row = await insertSalesActivity(tx, values);
  if (row) return { outcome: 'recorded', id: row.id, marketoId, deliveries: await deliver(tx, row) };

  const meanwhile = await selectSalesActivityByKey(tx, key);
  if (!meanwhile) throw new Error('A key is taken, and nothing is recorded under it.');
  return toldBefore(tx, meanwhile, fingerprint);
}

function bodyOf({ kind, payload }: NewSalesActivityBody): SalesActivityBody {
  const schema: z.ZodType = z.object({ payload: salesActivityPayloads[kind] });
  return { kind, ...(schema.parse({ payload }) as { payload: unknown }) } as SalesActivityBody;
}

async function toldBefore(tx: Tx, row: SalesActivityRow, fingerprint: string): Promise<Recorded> {
  if (row.fingerprint !== fingerprint) return { outcome: 'conflict', id: row.id };
  const rows = await selectDeliveriesOf(tx, row.id);
  const deliveries = rows.map(({ destination, state, reason }) => ({ destination, state, reason }));
  return { outcome: 'known', id: row.id, marketoId: row.marketoId, deliveries };
}

async function deliver(tx: Tx, row: SalesActivityRow): Promise<DeliveryStanding[]> {
  const switches = await selectSwitchesOf(tx, row.kind);
  const plan = planDeliveries(row, switches);
  const { id: salesActivityId, kind, userId, recordedAt } = row;
  await insertDeliveries(
    tx,
    plan.map((planned) => {
      const createdAt = plannedAt(recordedAt, planned, switches);
      return {
        ...planned,
        key: deliveryKey(salesActivityId, planned.destination),
        salesActivityId,
        kind,
        userId,
        dueAt: new Date(createdAt.getTime() + lingerMs),
        createdAt,
        changedAt: createdAt,
      };
    }),
  );
  return plan;
}

/**
 * `recordedAt` was read before the switches were, perhaps from another clock. What is wanted is from after its switch
 * went on, and must not look older: what is older is never sent.
 */
function plannedAt(recordedAt: Date, { destination, state }: DeliveryStanding, switches: DeliverySwitch[]): Date {
  const onSince = switches.find((one) => one.destination === destination)?.onSince ?? null;
  return state === 'queued' && onSince && onSince > recordedAt ? onSince : recordedAt;
}
