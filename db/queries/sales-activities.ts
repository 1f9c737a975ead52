/** The journal of sales activities and what is to be delivered of it. */
import { and, eq, sql } from 'drizzle-orm';
import type { DeliverySwitch, Destination, SalesActivityKind } from '@/lib/sales-activities/model';
import type { Transaction, Tx } from '../client';
import { deliveries, deliverySwitches, salesActivities } from '../schema';

export type SalesActivityRow = typeof salesActivities.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
export type DeliverySwitchRow = typeof deliverySwitches.$inferSelect;

const switchesLock = sql`hashtext('sales-actions:delivery-switches')`;

/** Until the end of the transaction nobody switches anything; many may record at once. */
export async function lockDeliverySwitchesForReading(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${switchesLock})`);
}

/** Waits for everybody who is recording, and lets nobody begin until the end of the transaction. */
export async function lockDeliverySwitches(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${switchesLock})`);
}

/** Since when each destination takes this kind; destinations that never did may be absent. */
export async function selectSwitchesOf(tx: Tx, kind: SalesActivityKind): Promise<DeliverySwitch[]> {
  return tx
    .select({ destination: deliverySwitches.destination, onSince: deliverySwitches.onSince })
    .from(deliverySwitches)
    .where(eq(deliverySwitches.kind, kind));
}

/** Every switch that was ever touched. */
export async function selectDeliverySwitches(db: Tx): Promise<DeliverySwitchRow[]> {
  return db.select().from(deliverySwitches);
}

/** Stores switches; one that is switched on while it is on keeps its `onSince`. */
export async function upsertDeliverySwitches(tx: Tx, rows: DeliverySwitchRow[]): Promise<void> {
  await tx
    .insert(deliverySwitches)
    .values(rows)
    .onConflictDoUpdate({
      target: [deliverySwitches.destination, deliverySwitches.kind],
      set: {
        onSince: sql`case when excluded.on_since is null then null
          else coalesce(${deliverySwitches.onSince}, excluded.on_since) end`,
        changedAt: sql`excluded.changed_at`,
        changedBy: sql`excluded.changed_by`,
      },
    });
}

/** Lets go of waiting deliveries of a kind that was switched off. Answers how many. */
export async function skipQueuedDeliveries(
  tx: Tx,
  { destination, kind, at }: { destination: Destination; kind: SalesActivityKind; at: Date },
): Promise<number> {
  const skipped = await tx
    .update(deliveries)
    .set({
      state: 'skipped',
      reason: 'switched-off',
      // Why it failed before is over with it.
      message: null,
      faultKind: null,
      faultCode: null,
      problemId: null,
      changedAt: at,
    })
    .where(and(eq(deliveries.destination, destination), eq(deliveries.kind, kind), eq(deliveries.state, 'queued')))
    .returning({ key: deliveries.key });
  return skipped.length;
}

/** What was recorded under this key; null when nothing was. */
export async function selectSalesActivityByKey(
  tx: Tx,
  { reporter, idempotencyKey }: { reporter: string; idempotencyKey: string },
): Promise<SalesActivityRow | null> {
  const [row] = await tx
    .select()
    .from(salesActivities)
    .where(and(eq(salesActivities.reporter, reporter), eq(salesActivities.idempotencyKey, idempotencyKey)));
  return row ?? null;
}

/** Appends to the journal. Null when the key is taken; waits for whoever is about to take it. */
export async function insertSalesActivity(
  tx: Tx,
  values: typeof salesActivities.$inferInsert,
): Promise<SalesActivityRow | null> {
  const [row] = await tx
    .insert(salesActivities)
    .values(values)
    .onConflictDoNothing({ target: [salesActivities.reporter, salesActivities.idempotencyKey] })
    .returning();
  return row ?? null;
}

/** Puts deliveries of a new activity beside it. */
export async function insertDeliveries(tx: Tx, rows: (typeof deliveries.$inferInsert)[]): Promise<void> {
  await tx.insert(deliveries).values(rows);
}

/** The deliveries of one activity, by destination. */
export async function selectDeliveriesOf(db: Tx, salesActivityId: string): Promise<DeliveryRow[]> {
  return db
    .select()
    .from(deliveries)
    .where(eq(deliveries.salesActivityId, salesActivityId))
    .orderBy(deliveries.destination);
}
