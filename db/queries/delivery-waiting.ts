/** Whose deliveries wait, and of what. What waits for somebody to connect may be very much, so each answer has an index. */
import { sql } from 'drizzle-orm';
import type { Destination, SalesActivityKind } from '@/lib/sales-activities/model';
import type { Tx } from '../client';

/** When the delivery of each seller is due that waits longest to be sent or looked for; sellers without any are left out. */
export async function selectOldestDueBySeller(
  db: Tx,
  destination: Destination,
): Promise<{ userId: string; dueAt: Date }[]> {
  // One look into the index per seller: nothing is counted.
  const rows = await db.execute<{ userId: string; dueAt: string }>(sql`
    select u.id as "userId", least(q.due_at, k.due_at) as "dueAt"
    from users u
    left join lateral (
      select due_at from deliveries d where d.destination = ${destination} and d.user_id = u.id and d.state = 'queued'
      order by due_at limit 1) q on true
    left join (
      select user_id, min(due_at) as due_at from deliveries
      where destination = ${destination} and state = 'unknown' group by user_id) k on k.user_id = u.id
    where q.due_at is not null or k.due_at is not null`);
  return rows.map((row) => ({ ...row, dueAt: new Date(row.dueAt) }));
}

/** How many wait to be sent or looked for, by seller; of this one only, where one is given. */
export async function countWaitingBySeller(
  db: Tx,
  { destination, userId }: { destination: Destination; userId?: string },
): Promise<Map<string, number>> {
  const ofSeller = userId === undefined ? sql`` : sql`and user_id = ${userId}`;
  // Each state has an index of its own.
  const rows = await db.execute<{ userId: string; waiting: number }>(sql`
    select user_id as "userId", sum(waiting)::int as waiting from (
      select user_id, count(*) as waiting from deliveries
      where destination = ${destination} and state = 'queued' ${ofSeller} group by user_id
      union all
      select user_id, count(*) from deliveries
      where destination = ${destination} and state = 'unknown' ${ofSeller} group by user_id
    ) both_states group by user_id`);
  return new Map(rows.map(({ userId: id, waiting }) => [id, waiting]));
}

/** Of which of these kinds something waits to be sent. */
export async function selectQueuedKinds(
  db: Tx,
  { destination, kinds }: { destination: Destination; kinds: readonly SalesActivityKind[] },
): Promise<SalesActivityKind[]> {
  const rows = await db.execute<{ kind: SalesActivityKind }>(sql`
    select k.kind from jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb) as k (kind)
    where exists (
      select 1 from deliveries d where d.destination = ${destination} and d.kind = k.kind and d.state = 'queued')`);
  return rows.map(({ kind }) => kind);
}
