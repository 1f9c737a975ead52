import { and, desc, eq, gt, gte, isNull, or, sql } from 'drizzle-orm';
import { type CallLane, type CallLoad, callLanes, lastCentralMidnight, politeLimits } from '@/lib/call-budget/model';
import type { Tx } from '../client';
import { callLeases, callPauses, callUsage } from '../schema';

const hourMs = 3_600_000;
/** Ended calls are kept this long: many windows, and longer than any lease. */
const keptMs = 15 * 60_000;

/** Makes this transaction the only one to decide about calls of `provider`, until it ends. */
export async function lockCallBudget(tx: Tx, provider: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`call-budget:${provider}`}, 0))`);
}

/** The calls that count at `now`: started within the window, or still in flight. */
export async function selectCallLoad(
  db: Tx,
  { provider, now, windowMs }: { provider: string; now: Date; windowMs: number },
): Promise<CallLoad> {
  const [pause] = await db
    .select({ until: callPauses.until })
    .from(callPauses)
    .where(eq(callPauses.provider, provider));
  const inFlight = and(isNull(callLeases.releasedAt), gt(callLeases.expiresAt, now));
  const rows = await db
    .select()
    .from(callLeases)
    .where(
      and(
        eq(callLeases.provider, provider),
        gt(callLeases.takenAt, new Date(now.getTime() - Math.max(windowMs, keptMs))),
        or(gt(callLeases.takenAt, new Date(now.getTime() - windowMs)), inFlight),
      ),
    )
    .orderBy(desc(callLeases.takenAt));
  return {
    pausedUntil: pause?.until ?? null,
    calls: rows.map(({ lane, takenAt, releasedAt, expiresAt }) => ({
      lane,
      takenAt,
      inFlight: releasedAt === null && expiresAt > now,
    })),
  };
}

/** Notes one call, counts it in the curve and forgets old ones, in one round trip. Returns the lease's id. */
export async function insertCallLease(
  tx: Tx,
  lease: { provider: string; lane: CallLane; takenAt: Date; expiresAt: Date },
): Promise<string> {
  const { provider, lane } = lease;
  const takenAt = lease.takenAt.toISOString();
  const hour = hourOf(lease.takenAt).toISOString();
  const keptFrom = new Date(lease.takenAt.getTime() - keptMs).toISOString();
  const [row] = await tx.execute<{ id: string }>(sql`
    with counted as (
      insert into call_usage (id, provider, hour, lane, calls)
      values (${`${provider}:${hour}:${lane}`}, ${provider}, ${hour}::timestamptz, ${lane}, 1)
      on conflict (id) do update set calls = call_usage.calls + 1
    ), forgotten as (
      delete from call_leases where provider = ${provider} and taken_at < ${keptFrom}::timestamptz
    )
    insert into call_leases (provider, lane, taken_at, expires_at)
    values (${provider}, ${lane}, ${takenAt}::timestamptz, ${lease.expiresAt.toISOString()}::timestamptz)
    returning id`);
  if (!row) throw new Error('A call lease was not stored');
  return row.id;
}

/** Ends a call; ending it twice changes nothing. */
export async function updateCallLeaseReleased(db: Tx, lease: { id: string; releasedAt: Date }): Promise<void> {
  await db
    .update(callLeases)
    .set({ releasedAt: lease.releasedAt })
    .where(and(eq(callLeases.id, lease.id), isNull(callLeases.releasedAt)));
}

/** Nobody calls before `until`; a longer pause that is already set stays. */
export async function upsertCallPause(db: Tx, pause: { provider: string; until: Date }): Promise<void> {
  await db
    .insert(callPauses)
    .values(pause)
    .onConflictDoUpdate({
      target: callPauses.provider,
      set: { until: sql`greatest(${callPauses.until}, excluded.until)` },
    });
}

export type CallBudget = {
  usedInWindow: number;
  inFlight: number;
  /** Since midnight US Central Time, when Marketo's daily quota starts anew. */
  today: number;
  /** Today's calls, every lane listed. */
  byLane: { lane: CallLane; calls: number }[];
  /** The last 24 hours, the running one included, oldest first. */
  hours: { hour: Date; calls: number }[];
};

/** How much of the budget is in use, for admins. */
export async function selectCallBudget(
  db: Tx,
  { provider, now, windowMs = politeLimits.windowMs }: { provider: string; now: Date; windowMs?: number },
): Promise<CallBudget> {
  const { calls } = await selectCallLoad(db, { provider, now, windowMs });
  const firstHour = new Date(hourOf(now).getTime() - 23 * hourMs);
  const dayStart = lastCentralMidnight(now);
  const usage = await db
    .select({ hour: callUsage.hour, lane: callUsage.lane, calls: callUsage.calls })
    .from(callUsage)
    .where(and(eq(callUsage.provider, provider), gte(callUsage.hour, dayStart < firstHour ? dayStart : firstHour)));
  const today = usage.filter((u) => u.hour >= dayStart);
  return {
    usedInWindow: calls.filter((call) => call.takenAt.getTime() > now.getTime() - windowMs).length,
    inFlight: calls.filter((call) => call.inFlight).length,
    today: sum(today),
    byLane: callLanes.map((lane) => ({ lane, calls: sum(today.filter((u) => u.lane === lane)) })),
    hours: Array.from({ length: 24 }, (_, i) => {
      const hour = new Date(firstHour.getTime() + i * hourMs);
      return { hour, calls: sum(usage.filter((u) => u.hour.getTime() === hour.getTime())) };
    }),
  };
}

function hourOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
}

function sum(rows: { calls: number }[]): number {
  return rows.reduce((total, row) => total + row.calls, 0);
}
