import { gte, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { freshnessSamples } from '../schema';

/** So many changes took so many whole seconds, rounded up, and became visible in the slice that begins at `at`. */
export type FreshnessCount = { at: Date; seconds: number; samples: number };

/**
 * How long changes took from Marketo's change time to visible here, counted by slices of `sliceMs` (which begin at whole
 * multiples of it) for changes that became visible since `since`. Counted, not sorted: an hour may hold 200,000.
 */
export async function countFreshness(
  db: Tx,
  { since, sliceMs }: { since: Date; sliceMs: number },
): Promise<FreshnessCount[]> {
  const { visibleAt, changedAt } = freshnessSamples;
  // date_part counts in floats; extract would in numerics, several times slower.
  const slice = sql<number>`floor(date_part('epoch', ${visibleAt}) / ${sql.raw(String(sliceMs / 1000))})`;
  const seconds = sql<number>`greatest(0, ceil(date_part('epoch', ${visibleAt} - ${changedAt})))::int`;
  const rows = await db
    .select({ slice, seconds, samples: sql<number>`count(*)::int` })
    .from(freshnessSamples)
    .where(gte(visibleAt, since))
    .groupBy(sql`1`, sql`2`);
  return rows.map((row) => ({ at: new Date(row.slice * sliceMs), seconds: row.seconds, samples: row.samples }));
}
