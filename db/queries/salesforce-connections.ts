/** Consents of Salesforce users: their tokens (ciphertext), how they stand, and whom they serve. */
import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { ConnectionPurpose, ConnectionState } from '@/lib/salesforce-connections/model';
import type { Transaction, Tx } from '../client';
import { salesforceConnections, users } from '../schema';

export type SalesforceConnection = typeof salesforceConnections.$inferSelect;

/** Joined with its user: a connection of a deactivated seller is not used. The integration user serves everybody. */
export const isInUse = or(users.active, eq(salesforceConnections.purpose, 'integration'));

/** One connection; null when there is none. */
export async function selectSalesforceConnection(db: Tx, id: string): Promise<SalesforceConnection | null> {
  const [row] = await db.select().from(salesforceConnections).where(eq(salesforceConnections.id, id));
  return row ?? null;
}

/** The same, if it may be used. */
export async function selectUsableConnection(db: Tx, id: string): Promise<SalesforceConnection | null> {
  const [row] = await db
    .select({ connection: salesforceConnections })
    .from(salesforceConnections)
    .innerJoin(users, eq(users.id, salesforceConnections.userId))
    .where(and(eq(salesforceConnections.id, id), isInUse));
  return row?.connection ?? null;
}

/** One connection, and nobody else renews, replaces or deletes it until the end of the transaction. */
export async function lockSalesforceConnection(tx: Transaction, id: string): Promise<SalesforceConnection | null> {
  // Who waits longer than a renewal takes waits for a process that hangs.
  await tx.execute(sql`set local lock_timeout = '45s'`);
  const [row] = await tx.select().from(salesforceConnections).where(eq(salesforceConnections.id, id)).for('update');
  return row ?? null;
}

/** Whether somebody else kept a connection locked for too long. */
export function isLockTimeout(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && cause.code === '55P03';
}

type Owner = { purpose: ConnectionPurpose; userId: string };

/** A seller's own connection, or the one of the integration user; null when there is none. */
export async function selectSalesforceConnectionOf(db: Tx, owner: Owner): Promise<SalesforceConnection | null> {
  const [row] = await db.select().from(salesforceConnections).where(isOwnedBy(owner));
  return row ?? null;
}

/** The same, locked; no other login of this owner can end until the end of the transaction. */
export async function lockSalesforceConnectionOf(tx: Transaction, owner: Owner): Promise<SalesforceConnection | null> {
  const key = owner.purpose === 'seller' ? owner.userId : owner.purpose;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`sales-actions:salesforce-connection:${key}`}))`);
  const [row] = await tx.select().from(salesforceConnections).where(isOwnedBy(owner)).for('update');
  return row ?? null;
}

/** Every connection with the user it belongs to, sellers by name, the integration user first. */
export async function selectSalesforceConnections(
  db: Tx,
): Promise<{ connection: SalesforceConnection; user: { id: string; name: string; email: string; active: boolean } }[]> {
  const user = { id: users.id, name: users.name, email: users.email, active: users.active };
  return db
    .select({ connection: salesforceConnections, user })
    .from(salesforceConnections)
    .innerJoin(users, eq(users.id, salesforceConnections.userId))
    .orderBy(asc(salesforceConnections.purpose), asc(sql`lower(${users.name})`), asc(users.id));
}

/** Active users without a connection of their own, by name. */
export async function selectUnconnectedUsers(db: Tx): Promise<{ id: string; name: string; email: string }[]> {
  return db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .leftJoin(
      salesforceConnections,
      and(eq(salesforceConnections.userId, users.id), eq(salesforceConnections.purpose, 'seller')),
    )
    .where(and(eq(users.active, true), isNull(salesforceConnections.id)))
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));
}

/** How many of the connections in use stand how. */
export async function countSalesforceConnections(db: Tx): Promise<{ state: ConnectionState; connections: number }[]> {
  return db
    .select({ state: salesforceConnections.state, connections: sql<number>`count(*)::int` })
    .from(salesforceConnections)
    .innerJoin(users, eq(users.id, salesforceConnections.userId))
    .where(isInUse)
    .groupBy(salesforceConnections.state);
}

/** Working connections whose consent nobody made use of since `before`; Salesforce ends idle ones. */
export async function selectIdleSalesforceConnections(db: Tx, before: Date): Promise<{ id: string }[]> {
  const newest = sql`(select max(at) from unnest(${salesforceConnections.refreshedAt}) as at)`;
  return db
    .select({ id: salesforceConnections.id })
    .from(salesforceConnections)
    .innerJoin(users, eq(users.id, salesforceConnections.userId))
    .where(
      and(
        isInUse,
        eq(salesforceConnections.state, 'active'),
        lt(salesforceConnections.connectedAt, before),
        or(sql`${newest} is null`, sql`${newest} < ${before.toISOString()}::timestamptz`),
      ),
    )
    .orderBy(asc(salesforceConnections.id));
}

/** Stores a new connection, or another consent in place of the one with this id. */
export async function upsertSalesforceConnection(
  tx: Transaction,
  values: Omit<typeof salesforceConnections.$inferInsert, 'id'> & { id: string },
): Promise<void> {
  const { id, ...rest } = values;
  await tx
    .insert(salesforceConnections)
    .values(values)
    .onConflictDoUpdate({
      target: salesforceConnections.id,
      // Processes know by the version that what they hold is old.
      set: { ...rest, tokenVersion: sql`${salesforceConnections.tokenVersion} + 1` },
    });
}

type Renewed = Pick<SalesforceConnection, 'accessToken' | 'refreshToken' | 'instanceUrl' | 'refreshedAt'>;

/** Stores a renewed session in place of that of `tokenVersion`. False when another is stored already. */
export async function updateSalesforceSession(
  db: Tx,
  { id, tokenVersion, renewed }: { id: string; tokenVersion: number; renewed: Renewed },
): Promise<boolean> {
  const rows = await db
    .update(salesforceConnections)
    .set({ ...renewed, tokenVersion: tokenVersion + 1 })
    .where(and(eq(salesforceConnections.id, id), eq(salesforceConnections.tokenVersion, tokenVersion)))
    .returning({ id: salesforceConnections.id });
  return rows.length > 0;
}

/** Says how a connection stands, unless its session is not that of `tokenVersion` any more. False then. */
export async function updateSalesforceState(
  db: Tx,
  input: { id: string; tokenVersion: number; state: ConnectionState; reason: string },
): Promise<boolean> {
  const rows = await db
    .update(salesforceConnections)
    .set({ state: input.state, stateReason: input.reason })
    .where(and(eq(salesforceConnections.id, input.id), eq(salesforceConnections.tokenVersion, input.tokenVersion)))
    .returning({ id: salesforceConnections.id });
  return rows.length > 0;
}

/** Lets a paused connection try again, with all its renewals before it. False when it is not paused. */
export async function resumeSalesforceConnection(db: Tx, id: string): Promise<boolean> {
  const rows = await db
    .update(salesforceConnections)
    .set({ state: 'active', stateReason: null, refreshedAt: [] })
    .where(and(eq(salesforceConnections.id, id), eq(salesforceConnections.state, 'paused')))
    .returning({ id: salesforceConnections.id });
  return rows.length > 0;
}

/** The consents were given to another client app than the one there is now. */
export async function endSalesforceConnections(tx: Transaction, reason: string): Promise<void> {
  await tx.update(salesforceConnections).set({ state: 'needs-reauth', stateReason: reason });
}

/** Notes that a connection was of use. */
export async function updateSalesforceUsed(db: Tx, id: string, at: Date): Promise<void> {
  await db.update(salesforceConnections).set({ lastUsedAt: at, lastOkAt: at }).where(eq(salesforceConnections.id, id));
}

/** Forgets a connection with its tokens. */
export async function deleteSalesforceConnection(tx: Transaction, id: string): Promise<void> {
  await tx.delete(salesforceConnections).where(eq(salesforceConnections.id, id));
}

function isOwnedBy({ purpose, userId }: Owner) {
  const isOfPurpose = eq(salesforceConnections.purpose, purpose);
  return purpose === 'integration' ? isOfPurpose : and(isOfPurpose, eq(salesforceConnections.userId, userId));
}
