import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Tx } from '@/db/client';
import { signInFailures } from '@/db/schema/users';
import type { AttemptKey, AttemptRecord } from '@/lib/auth/model';

const removedAtOnce = 100;

/**
 * The record of each key, made where missing, locked until the transaction ends. Tries of the same e-mail or address
 * therefore count one after the other.
 */
export async function lockSignInFailures(tx: Tx, keys: AttemptKey[], now: Date): Promise<AttemptRecord[]> {
  // Everybody locks in the same order, so two tries that share both keys cannot wait for each other.
  const fresh = [...keys].sort().map((key) => ({ key, failures: 0, lastFailedAt: now }));
  const rows = await tx
    .insert(signInFailures)
    .values(fresh)
    .onConflictDoUpdate({ target: signInFailures.key, set: { key: sql`excluded.key` } })
    .returning();
  return rows.map((row) => ({ ...row, key: row.key as AttemptKey }));
}

/** Stores the new state of a locked record. */
export async function updateSignInFailure(tx: Tx, record: AttemptRecord): Promise<void> {
  const { key, ...state } = record;
  await tx.update(signInFailures).set(state).where(eq(signInFailures.key, key));
}

/** Forgets the failures of one key. */
export async function deleteSignInFailure(db: Tx, key: AttemptKey): Promise<void> {
  await db.delete(signInFailures).where(eq(signInFailures.key, key));
}

/** Removes some of the records whose last failure is older than `before`, leaving alone those in use. */
export async function deleteSignInFailuresBefore(db: Tx, before: Date): Promise<void> {
  const old = db
    .select({ key: signInFailures.key })
    .from(signInFailures)
    .where(lt(signInFailures.lastFailedAt, before))
    .orderBy(asc(signInFailures.lastFailedAt))
    .limit(removedAtOnce)
    .for('update', { skipLocked: true });
  await db.delete(signInFailures).where(and(inArray(signInFailures.key, old), lt(signInFailures.lastFailedAt, before)));
}
