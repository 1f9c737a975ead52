/** Causes why deliveries fail: opened by the first that fails by it, closed when none does any more. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { DeliveryFailure } from '@/lib/deliveries/model';
import type { Destination } from '@/lib/sales-activities/model';
import type { Transaction, Tx } from '../client';
import { deliveryProblems } from '../schema';

export type DeliveryProblemRow = typeof deliveryProblems.$inferSelect;

/** The open problem of each failure, opened where there is none, by `problemKey`; `lockProblems` first. */
export async function openProblems(
  tx: Transaction,
  { destination, failures, at }: { destination: Destination; failures: DeliveryFailure[]; at: Date },
): Promise<Map<string, string>> {
  const distinct = new Map(failures.map((failure) => [problemKey(failure), failure]));
  if (distinct.size === 0) return new Map();
  // In one order, so that two processes never wait for each other.
  const inOrder = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, failure]) => failure);
  const rows = await tx
    .insert(deliveryProblems)
    .values(
      inOrder.map(({ kind, code, message, detail = '' }) => ({
        destination,
        kind,
        code,
        detail,
        message,
        openedAt: at,
        lastSeenAt: at,
      })),
    )
    .onConflictDoUpdate({
      target: [deliveryProblems.destination, deliveryProblems.code, deliveryProblems.detail],
      targetWhere: sql`closed_at is null`,
      set: { lastSeenAt: at, message: sql`excluded.message`, kind: sql`excluded.kind` },
    })
    .returning();
  return new Map(rows.map((row) => [problemKey(row), row.id]));
}

/** Nobody else opens or closes problems until the end of the transaction. */
export async function lockProblems(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('sales-actions:delivery-problems'))`);
}

/** Closes problems of which no delivery is a case any more; `lockProblems` first. Answers how many. */
export async function closeSolvedProblems(tx: Transaction, at: Date): Promise<number> {
  const isSolved = sql`not exists (select 1 from deliveries d where d.problem_id = ${deliveryProblems.id})`;
  const closed = await tx
    .update(deliveryProblems)
    .set({ closedAt: at })
    .where(and(isNull(deliveryProblems.closedAt), isSolved))
    .returning({ id: deliveryProblems.id });
  return closed.length;
}

/** One problem, open or closed; null when there is none. */
export async function selectProblem(db: Tx, id: string): Promise<DeliveryProblemRow | null> {
  const [row] = await db.select().from(deliveryProblems).where(eq(deliveryProblems.id, id));
  return row ?? null;
}

/** What makes two failures the same problem at a destination. */
export function problemKey({ code, detail = '' }: Pick<DeliveryFailure, 'code' | 'detail'>): string {
  return `${code} ${detail}`;
}
