import { sql } from 'drizzle-orm';
import type { Db } from '../client';

/** Asks until a connection to this database waits for a lock. */
export async function untilSomebodyWaits(db: Db): Promise<void> {
  for (;;) {
    const waiting = await db.execute(
      sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

/** A promise that is kept by calling `open`. */
export function gate<T = void>(): { passed: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => {};
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
