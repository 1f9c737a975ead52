import { eq } from 'drizzle-orm';
import type { StandingTypes } from '@/lib/activity-types/model';
import type { Tx } from '../client';
import { marketoConnections } from '../schema';

export type MarketoConnection = typeof marketoConnections.$inferSelect;

const onlyOne = 'marketo';

/** The Marketo connection, or null before an admin made one. The client secret is ciphertext. */
export async function selectMarketoConnection(db: Tx): Promise<MarketoConnection | null> {
  const [row] = await db.select().from(marketoConnections).where(eq(marketoConnections.id, onlyOne));
  return row ?? null;
}

/** Stores the one connection; columns that are not given keep their values. */
export async function upsertMarketoConnection(
  db: Tx,
  values: Omit<typeof marketoConnections.$inferInsert, 'id'>,
): Promise<void> {
  await db
    .insert(marketoConnections)
    .values({ id: onlyOne, ...values })
    .onConflictDoUpdate({ target: marketoConnections.id, set: values });
}

/** Notes how the connection fares: `ok` clears the last fault. `fault` is a sentence for admins. */
export async function updateMarketoHealth(
  db: Tx,
  health: { at: Date; tokenIssuedAt?: Date | null; clockAheadMs?: number | null } & (
    | { ok: true }
    | { ok: false; fault: string }
  ),
): Promise<void> {
  await db
    .update(marketoConnections)
    .set({
      ...(health.ok ? { lastOkAt: health.at, lastFault: null } : { lastFault: health.fault }),
      ...(health.tokenIssuedAt ? { tokenIssuedAt: health.tokenIssuedAt } : {}),
      ...(typeof health.clockAheadMs === 'number' ? { clockAheadMs: health.clockAheadMs } : {}),
    })
    .where(eq(marketoConnections.id, onlyOne));
}

export type MarketoDiscovery = Pick<
  typeof marketoConnections.$inferInsert,
  | 'fieldMapping'
  | 'availableFields'
  | 'activityTypes'
  | 'readsOpportunities'
  | 'capabilities'
  | 'salesActivityTypes'
  | 'describedAt'
  | 'lastOkAt'
  | 'tokenIssuedAt'
>;

/** Stores what the instance offers now; the credentials and the admin's choices stay. */
export async function updateMarketoDiscovery(db: Tx, discovery: MarketoDiscovery): Promise<void> {
  const { fieldMapping, availableFields, activityTypes, readsOpportunities, capabilities } = discovery;
  const { salesActivityTypes, describedAt, lastOkAt, tokenIssuedAt } = discovery;
  await db
    .update(marketoConnections)
    .set({
      fieldMapping,
      availableFields,
      activityTypes,
      readsOpportunities,
      capabilities,
      salesActivityTypes,
      describedAt,
      lastOkAt,
      tokenIssuedAt,
    })
    .where(eq(marketoConnections.id, onlyOne));
}

/** Stores how people are to be loaded, and what was found out about the instance; what is not given stays. */
export async function updateLoading(
  db: Tx,
  values: Partial<Pick<MarketoConnection, 'loadMethod' | 'loadLists' | 'capabilities'>>,
): Promise<void> {
  await db.update(marketoConnections).set(values).where(eq(marketoConnections.id, onlyOne));
}

/** Stores how the custom types for sales activities stand in the instance. */
export async function updateSalesActivityTypes(db: Tx, salesActivityTypes: StandingTypes): Promise<void> {
  await db.update(marketoConnections).set({ salesActivityTypes }).where(eq(marketoConnections.id, onlyOne));
}

/** Stores how often the feeds are asked and when loads rest; what is not given stays. */
export async function updateCallChoices(
  db: Tx,
  { feedIntervalSeconds, loadsDayPercent }: { feedIntervalSeconds?: number; loadsDayPercent?: number },
): Promise<void> {
  if (feedIntervalSeconds === undefined && loadsDayPercent === undefined) return;
  await db
    .update(marketoConnections)
    .set({ feedIntervalSeconds, loadsDayPercent })
    .where(eq(marketoConnections.id, onlyOne));
}
