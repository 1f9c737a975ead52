/** Whom the sweep and the discovery read: together everybody, one by the list, the other by the gaps in it. */
import { and, asc, gt, inArray, sql } from 'drizzle-orm';
import type { PersonState } from '@/lib/people/model';
import type { Tx } from '../client';
import { people } from '../schema';

// Deleted and merged records do not come back; their ids are looked at by the discovery, now and then.
const swept: PersonState[] = ['active', 'unowned', 'missing'];

/** The next ids above `afterId` that a sweep reads: everybody listed, and those who may be listed again. */
export async function selectSweptIds(db: Tx, input: { afterId: number; limit: number }): Promise<number[]> {
  const rows = await db
    .select({ marketoId: people.marketoId })
    .from(people)
    .where(and(gt(people.marketoId, input.afterId), inArray(people.state, swept)))
    .orderBy(asc(people.marketoId))
    .limit(input.limit);
  return rows.map((row) => row.marketoId);
}

/** The next ids from `from` to `to` that no sweep reads. */
export async function selectUnsweptIds(db: Tx, input: { from: number; to: number; limit: number }): Promise<number[]> {
  const states = sql.join(
    swept.map((state) => sql`${state}`),
    sql`, `,
  );
  const rows = await db.execute<{ id: number }>(sql`
    select id::int from generate_series(${input.from}::bigint, ${input.to}::bigint) as id
    where not exists (select 1 from people p where p.marketo_id = id and p.state in (${states}))
    order by id limit ${input.limit}`);
  return rows.map((row) => row.id);
}
