/** The client app by which everybody connects, and logins that were begun and have not come back. */
import { and, eq, lte } from 'drizzle-orm';
import type { Transaction, Tx } from '../client';
import { salesforceApps, salesforceLogins } from '../schema';

export type SalesforceApp = typeof salesforceApps.$inferSelect;
export type SalesforceLogin = typeof salesforceLogins.$inferSelect;

const onlyOne = 'salesforce';

/** The client app, or null before an admin entered one. Its secret is ciphertext. */
export async function selectSalesforceApp(db: Tx): Promise<SalesforceApp | null> {
  const [row] = await db.select().from(salesforceApps).where(eq(salesforceApps.id, onlyOne));
  return row ?? null;
}

/** Stores the one client app. */
export async function upsertSalesforceApp(db: Tx, values: Omit<SalesforceApp, 'id'>): Promise<void> {
  await db
    .insert(salesforceApps)
    .values({ id: onlyOne, ...values })
    .onConflictDoUpdate({ target: salesforceApps.id, set: values });
}

/** Begins a login in place of all that this user began before for the same purpose. */
export async function insertSalesforceLogin(tx: Transaction, login: SalesforceLogin): Promise<void> {
  const { userId, purpose } = login;
  await tx
    .delete(salesforceLogins)
    .where(and(eq(salesforceLogins.userId, userId), eq(salesforceLogins.purpose, purpose)));
  await tx.insert(salesforceLogins).values(login);
}

/** The login of this user and state, once: it is gone with this. Null for any other; one of somebody else stays. */
export async function takeSalesforceLogin(
  db: Tx,
  { stateHash, userId }: { stateHash: string; userId: string },
): Promise<SalesforceLogin | null> {
  const [row] = await db
    .delete(salesforceLogins)
    .where(and(eq(salesforceLogins.stateHash, stateHash), eq(salesforceLogins.userId, userId)))
    .returning();
  return row ?? null;
}

/** Forgets logins that nobody came back from. Answers how many. */
export async function deleteExpiredSalesforceLogins(db: Tx, now: Date): Promise<number> {
  const rows = await db
    .delete(salesforceLogins)
    .where(lte(salesforceLogins.expiresAt, now))
    .returning({ stateHash: salesforceLogins.stateHash });
  return rows.length;
}

/** Forgets all logins under way: they were begun with another client app. */
export async function deleteSalesforceLogins(tx: Transaction): Promise<void> {
  await tx.delete(salesforceLogins);
}
