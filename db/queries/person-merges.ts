/** Which records were merged into which; the losers leave the list. */
import { eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { personMerges } from '../schema';
import { lockPeopleWrites } from './people-sync';
import { countingMoves } from './person-history';

type Merge = { winnerId: number; loserIds: number[]; at: Date; happenedAt?: Date | null };

/** Records that `loserIds` live on as `winnerId` and takes them off the list; chains always point at the last winner. */
export async function mergePeople(db: Tx, input: Merge): Promise<void> {
  const winnerId = (await selectWinner(db, input.winnerId)) ?? input.winnerId;
  // Two records that are each said to have won over the other must not lead in a circle: the first word stands.
  const loserIds = input.loserIds.filter((id) => id !== input.winnerId && id !== winnerId);
  if (loserIds.length === 0) return;
  await lockPeopleWrites(db);
  await db
    .insert(personMerges)
    .values(loserIds.map((loserId) => ({ loserId, winnerId, mergedAt: input.at })))
    .onConflictDoUpdate({ target: personMerges.loserId, set: { winnerId, mergedAt: input.at } });
  await db.update(personMerges).set({ winnerId }).where(inArray(personMerges.winnerId, loserIds));
  const at = sql`${input.at.toISOString()}::timestamptz`;
  const ids = sql.join(
    loserIds.map((id) => sql`${id}::bigint`),
    sql`, `,
  );
  await db.execute(sql`
    with old as materialized (select marketo_id, state from people where marketo_id in (${ids}) and state <> 'merged'
    ), gone as (
      update people p set state = 'merged', state_since = ${at} from old where p.marketo_id = old.marketo_id
      returning p.marketo_id
    ), moved as (select marketo_id, old.state as was, 'merged' as now from gone join old using (marketo_id)
    ), counted as (${countingMoves})
    insert into person_events (marketo_id, noted_at, happened_at, source, marketo_event, kind, changes, reason)
    select marketo_id, ${at}, ${input.happenedAt?.toISOString() ?? null}::timestamptz, 'event-feed', 'Merge Leads',
      'merged', '[]', ${`merged into ${winnerId}`} from gone`);
}

/** The record that stands for a merged one, or null when `marketoId` was not merged. */
export async function selectWinner(db: Tx, marketoId: number): Promise<number | null> {
  const [row] = await db
    .select({ winnerId: personMerges.winnerId })
    .from(personMerges)
    .where(eq(personMerges.loserId, marketoId));
  return row?.winnerId ?? null;
}

/** Which of `ids` were merged into another record. */
export async function selectMergedIds(db: Tx, ids: number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({ loserId: personMerges.loserId })
    .from(personMerges)
    .where(inArray(personMerges.loserId, ids));
  return rows.map((row) => row.loserId);
}

/** The records that stand for those of `ids` that were merged, by the merged id. */
export async function selectWinners(db: Tx, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ loserId: personMerges.loserId, winnerId: personMerges.winnerId })
    .from(personMerges)
    .where(inArray(personMerges.loserId, [...ids]));
  return new Map(rows.map((row) => [row.loserId, row.winnerId]));
}
