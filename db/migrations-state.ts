import { sql } from 'drizzle-orm';
import type { Tx } from './client';
import journal from './migrations/meta/_journal.json';

/** How many migrations of this build the database has not seen. Throws when it has seen none at all. */
export async function pendingMigrations(db: Tx): Promise<number> {
  const [row] = await db.execute<{ applied: string }>(
    sql`select count(*) as applied from drizzle.__drizzle_migrations`,
  );
  return Math.max(0, journal.entries.length - Number(row?.applied ?? 0));
}
