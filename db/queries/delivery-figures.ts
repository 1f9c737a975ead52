/** Figures of deliveries for a monitor. Each is read from an index of what is not over, or of what arrived lately. */
import { sql } from 'drizzle-orm';
import type { DeliveryState } from '@/lib/deliveries/model';
import type { Destination, SalesActivityKind } from '@/lib/sales-activities/model';
import { mailEventKinds } from '@/lib/salesforce-logging/model';
import type { Tx } from '../client';

export type UnsettledCount = { destination: Destination; state: DeliveryState; deliveries: number };
export type QueuedGroup = {
  destination: Destination;
  userId: string;
  kind: SalesActivityKind;
  deliveries: number;
  since: Date;
};

/** How many deliveries are not over, by destination and state; only where there are any. */
export async function countUnsettled(db: Tx): Promise<UnsettledCount[]> {
  // Spelled as the index deliveries_unsettled.
  return db.execute<UnsettledCount>(sql`
    select destination, state, count(*)::int as deliveries from deliveries
    where state in ('queued', 'sending', 'unknown', 'rejected', 'stuck') group by destination, state`);
}

/**
 * Since when the longest waiting delivery of each seller waits that no person has to move on, by destination; what
 * happened to a mail that waits for a person waits with it.
 */
export async function selectOldestWaiting(
  db: Tx,
): Promise<{ destination: Destination; userId: string; since: Date }[]> {
  const rows = await db.execute<{ destination: Destination; userId: string; since: string }>(sql`
    select d.destination, d.user_id as "userId", min(d.created_at) as since from deliveries d
    where d.state in ('queued', 'sending', 'unknown')
      and not (d.destination = 'salesforce' and d.state = 'queued' and d.kind in (${mailEvents}) and ${mailWaits})
    group by d.destination, d.user_id`);
  return rows.map((row) => ({ ...row, since: new Date(row.since) }));
}

const mailEvents = sql.join(
  mailEventKinds.map((kind) => sql`${kind}`),
  sql`, `,
);
const mailWaits = sql`exists (
  select 1 from sales_activities event
    join sales_activities mail on mail.kind = 'email-sent' and mail.marketo_id = event.marketo_id
      and mail.payload ->> 'emailId' = event.payload ->> 'emailId'
    join deliveries m on m.sales_activity_id = mail.id and m.destination = 'salesforce' and m.state in ('rejected', 'stuck')
  where event.id = d.sales_activity_id)`;

export type Arrivals = { destination: Destination; deliveries: number; p50Seconds: number; p95Seconds: number };

/** How many arrived since `since`, and how long they took from the recording of the activity, by destination. */
export async function countArrivals(db: Tx, since: Date): Promise<Arrivals[]> {
  return db.execute<Arrivals>(sql`
    select destination, count(*)::int as deliveries,
      percentile_disc(0.5) within group (order by seconds)::float8 as "p50Seconds",
      percentile_disc(0.95) within group (order by seconds)::float8 as "p95Seconds"
    from (
      select destination, extract(epoch from changed_at - created_at) as seconds from deliveries
      where state = 'confirmed' and changed_at >= ${since.toISOString()}::timestamptz
    ) arrived group by destination`);
}

/** What waits to be sent, by seller and kind, with when the oldest of it was recorded. */
export async function selectQueuedGroups(db: Tx): Promise<QueuedGroup[]> {
  const rows = await db.execute<Omit<QueuedGroup, 'since'> & { since: string }>(sql`
    select destination, user_id as "userId", kind, count(*)::int as deliveries, min(created_at) as since from deliveries
    where state = 'queued' group by destination, user_id, kind`);
  return rows.map((row) => ({ ...row, since: new Date(row.since) }));
}

/** How many arrived in each hour since `since`, by destination; hours without any are left out. */
export async function countArrivalsByHour(
  db: Tx,
  since: Date,
): Promise<{ destination: Destination; hour: Date; deliveries: number }[]> {
  const rows = await db.execute<{ destination: Destination; hour: string; deliveries: number }>(sql`
    select destination, date_trunc('hour', changed_at, 'UTC') as hour, count(*)::int as deliveries from deliveries
    where state = 'confirmed' and changed_at >= ${since.toISOString()}::timestamptz group by 1, 2`);
  return rows.map((row) => ({ ...row, hour: new Date(row.hour) }));
}
