/** Who let deliveries go again, and what came of it. */
import { eq, sql } from 'drizzle-orm';
import type { DeliveryFailure } from '@/lib/deliveries/model';
import type { Destination } from '@/lib/sales-activities/model';
import type { Transaction, Tx } from '../client';
import { deliveryRetries } from '../schema';

/** Notes that somebody lets deliveries of a problem go again; the deliveries name it by its id. */
export async function insertRetry(
  tx: Transaction,
  retry: { problemId: string; userId: string; at: Date },
): Promise<string> {
  const [row] = await tx.insert(deliveryRetries).values(retry).returning({ id: deliveryRetries.id });
  if (!row) throw new Error('The insert of a retry returned no row.');
  return row.id;
}

/** Takes back a retry that no delivery names. */
export async function deleteRetry(tx: Transaction, id: string): Promise<void> {
  await tx.delete(deliveryRetries).where(eq(deliveryRetries.id, id));
}

export type RetryProgress = {
  id: string;
  problemId: string;
  at: Date;
  /** Who did it. */
  by: string;
  destination: Destination;
  code: string;
  kind: DeliveryFailure['kind'];
  message: string;
  through: number;
  failedAgain: number;
  notWanted: number;
  waiting: number;
  /** When one of its deliveries moved last. */
  movedAt: Date;
};

/**
 * Retries since `since`, newest first, and how far each is; only of this seller's deliveries where one is given. What
 * somebody let go once more since then belongs to the later retry.
 */
export async function selectRetries(
  db: Tx,
  { since, userId, limit }: { since: Date; userId?: string; limit: number },
): Promise<RetryProgress[]> {
  const ofSeller = userId ? sql`and d.user_id = ${userId}` : sql``;
  // A person moved these on from where they were refused, so what stands there now was refused again.
  const rows = await db.execute<RetryProgress & { at: string; movedAt: string }>(sql`
    select r.id, r.problem_id as "problemId", r.at, u.name as by, p.destination, p.code, p.kind, p.message, m.*
    from delivery_retries r
    join lateral (
      select (count(*) filter (where d.state = 'confirmed'))::int as through,
        (count(*) filter (where d.state in ('rejected', 'stuck')))::int as "failedAgain",
        (count(*) filter (where d.state = 'skipped'))::int as "notWanted",
        (count(*) filter (where d.state in ('queued', 'sending', 'unknown')))::int as waiting,
        max(d.changed_at) as "movedAt"
      from deliveries d where d.retry_id = r.id ${ofSeller}
    ) m on m."movedAt" is not null
    join delivery_problems p on p.id = r.problem_id
    join users u on u.id = r.user_id
    where r.at >= ${since.toISOString()}::timestamptz
    order by r.at desc, r.id limit ${limit}`);
  return rows.map((row) => ({ ...row, at: new Date(row.at), movedAt: new Date(row.movedAt) }));
}
