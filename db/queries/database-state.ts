import { sql } from 'drizzle-orm';
import type { Tx } from '../client';
import journal from '../migrations/meta/_journal.json' with { type: 'json' };

/** How many migrations of this build the database has not seen. Throws when it has seen none at all. */
export async function pendingMigrations(db: Tx): Promise<number> {
  const [row] = await db.execute<{ applied: number }>(
    sql`select count(*)::int as applied from drizzle.__drizzle_migrations`,
  );
  return Math.max(0, journal.entries.length - (row?.applied ?? 0));
}

/** What time the database thinks it is. */
export async function selectDatabaseTime(db: Tx): Promise<Date> {
  const [row] = await db.execute<{ epochMs: number }>(
    sql`select extract(epoch from now())::float8 * 1000 as "epochMs"`,
  );
  return new Date(row?.epochMs ?? Number.NaN);
}
