import { eq, inArray, sql } from 'drizzle-orm';
import type { Db, Tx } from '@/db/client';
import { users } from '@/db/schema/users';
import type { Role } from '@/lib/auth/model';

export type UserRow = typeof users.$inferSelect;

/** The user who signs in with `email`, whatever its case; null when there is none. */
export async function selectUserByEmail(db: Tx, email: string): Promise<UserRow | null> {
  const [row] = await db
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return row ?? null;
}

/** The user with this id, active or not; null when there is none. */
export async function selectUserById(db: Tx, id: string): Promise<UserRow | null> {
  const [row] = await db.select().from(users).where(eq(users.id, id));
  return row ?? null;
}

/** Users by their ids, active or not, in no order. */
export async function selectUsers(db: Tx, ids: readonly string[]): Promise<Pick<UserRow, 'id' | 'name' | 'email'>[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(inArray(users.id, [...ids]));
}

/** Everybody who can sell, by name; also who is not active any more, since what they did stays. */
export async function selectSellers(db: Tx): Promise<Pick<UserRow, 'id' | 'name'>[]> {
  return db.select({ id: users.id, name: users.name }).from(users).orderBy(users.name, users.id);
}

/** Whether anybody is an admin; a deactivated admin counts, so that deactivation never opens the setup again. */
export async function selectAdminExists(db: Tx): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.role, 'admin')).limit(1);
  return rows.length > 0;
}

/** Runs `work` in a transaction that excludes every other making of a first admin, in any process. */
export async function withFirstAdminLock<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('sales-actions:first-admin'))`);
    return work(tx);
  });
}

/** Makes a user of this e-mail. One who exists gets the new name, role and password, and all their sessions end. */
export async function upsertUser(
  tx: Tx,
  user: { email: string; name: string; role: Role; passwordHash: string },
): Promise<{ id: string }> {
  // Not "on conflict": drizzle cannot name the index on lower(email) as its target.
  const renewed = { ...user, active: true, sessionVersion: sql`${users.sessionVersion} + 1` };
  const [updated] = await tx
    .update(users)
    .set(renewed)
    .where(eq(sql`lower(${users.email})`, user.email.toLowerCase()))
    .returning({ id: users.id });
  if (updated) return updated;
  const [inserted] = await tx.insert(users).values(user).returning({ id: users.id });
  if (!inserted) throw new Error('The insert of a user returned no row.');
  return inserted;
}

/** Gives an existing user this role and reactivates them; password and sessions stay. */
export async function updateUserRole(db: Tx, id: string, role: Role): Promise<void> {
  await db.update(users).set({ role, active: true }).where(eq(users.id, id));
}

/** Notes a sign-in at `at`, and stores a renewed hash of the same password where one is given. */
export async function updateUserSignedIn(db: Tx, id: string, at: Date, renewedHash?: string): Promise<void> {
  await db.update(users).set({ lastSignInAt: at, passwordHash: renewedHash }).where(eq(users.id, id));
}
