import { and, desc, eq, gt, gte, isNull, or, sql } from 'drizzle-orm';
import {
  type CallFeature,
  type CallLane,
  type CallLoad,
  callLanes,
  lastCentralMidnight,
  politeLimits,
} from '@/lib/call-budget/model';
import type { Tx } from '../client';
import { callBudgets, callLeases, callUsage } from '../schema';

const hourMs = 3_600_000;
/** Ended calls are kept this long: many windows, and longer than any lease. */
const keptMs = 15 * 60_000;
const usageKeptMs = 35 * 24 * hourMs;

/** Makes this transaction the only one to decide about calls of `provider`, until it ends. */
export async function lockCallBudget(tx: Tx, provider: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`call-budget:${provider}`}, 0))`);
}

export type CallState = {
  pausedUntil: Date | null;
  quotaSpentUntil: Date | null;
  easing: { at: Date; calls: number; concurrent: number } | null;
  /** The quota day that `ours` counts, by its beginning. */
  day: Date | null;
  ours: number;
  usage: { day: Date; total: number; ours: number; readAt: Date } | null;
  usageTriedAt: Date | null;
  usageFault: string | null;
  errors: { code: string; count: number }[];
};

/** Pauses, easing, our count of the day and Marketo's own, as they are stored. */
export async function selectCallState(db: Tx, provider: string): Promise<CallState> {
  const [row] = await db.select().from(callBudgets).where(eq(callBudgets.provider, provider));
  if (!row) return nothingYet;
  const { pausedUntil, quotaSpentUntil, day, ours, usageTriedAt, usageFault } = row;
  const { easedAt, easedCalls, easedConcurrent, usageDay, usageReadAt, usageTotal, usageOurs } = row;
  return {
    pausedUntil,
    quotaSpentUntil,
    easing: easedAt && { at: easedAt, calls: easedCalls, concurrent: easedConcurrent },
    day,
    ours,
    usage: usageDay && usageReadAt && { day: usageDay, total: usageTotal, ours: usageOurs, readAt: usageReadAt },
    usageTriedAt,
    usageFault,
    errors: row.errors ?? [],
  };
}

const nothingYet: CallState = {
  pausedUntil: null,
  quotaSpentUntil: null,
  easing: null,
  day: null,
  ours: 0,
  usage: null,
  usageTriedAt: null,
  usageFault: null,
  errors: [],
};

/** The calls that count at `now`: started within the window, or still in flight. */
export async function selectCalls(
  db: Tx,
  { provider, now, windowMs }: { provider: string; now: Date; windowMs: number },
): Promise<CallLoad['calls']> {
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
  return rows.map(({ lane, takenAt, releasedAt, expiresAt }) => ({
    lane,
    takenAt,
    inFlight: releasedAt === null && expiresAt > now,
  }));
}

/** Notes one call, counts it in the day and the curve and forgets old ones, in one round trip. Returns the lease's id. */
export async function insertCallLease(
  tx: Tx,
  lease: { provider: string; lane: CallLane; feature: CallFeature; takenAt: Date; expiresAt: Date },
): Promise<string> {
  const { provider, lane, feature } = lease;
  const takenAt = lease.takenAt.toISOString();
  const day = lastCentralMidnight(lease.takenAt).toISOString();
  const hour = hourOf(lease.takenAt).toISOString();
  const keptFrom = new Date(lease.takenAt.getTime() - keptMs).toISOString();
  const usageKeptFrom = new Date(lease.takenAt.getTime() - usageKeptMs).toISOString();
  const [row] = await tx.execute<{ id: string }>(sql`
    with counted as (
      insert into call_usage (id, provider, hour, lane, feature, calls)
      values (${`${provider}:${hour}:${lane}:${feature}`}, ${provider}, ${hour}::timestamptz, ${lane}, ${feature}, 1)
      on conflict (id) do update set calls = call_usage.calls + 1
    ), of_day as (
      insert into call_budgets as b (provider, day, ours) values (${provider}, ${day}::timestamptz, 1)
      on conflict (provider) do update
      set ours = case when b.day = excluded.day then b.ours + 1 else 1 end, day = excluded.day
    ), pruned as (
      delete from call_usage where provider = ${provider} and hour < ${usageKeptFrom}::timestamptz
    ), forgotten as (
      delete from call_leases where provider = ${provider} and taken_at < ${keptFrom}::timestamptz
    )
    insert into call_leases (provider, lane, taken_at, expires_at)
    values (${provider}, ${lane}, ${takenAt}::timestamptz, ${lease.expiresAt.toISOString()}::timestamptz)
    returning id`);
  if (!row) throw new Error('A call lease was not stored');
  return row.id;
}

/** Says that the call goes on until `expiresAt` at least; one that has ended stays ended. */
export async function updateCallLeaseExpiry(db: Tx, lease: { id: string; expiresAt: Date }): Promise<void> {
  await db
    .update(callLeases)
    .set({ expiresAt: lease.expiresAt })
    .where(and(eq(callLeases.id, lease.id), isNull(callLeases.releasedAt)));
}

/** Ends a call; ending it twice changes nothing. */
export async function updateCallLeaseReleased(db: Tx, lease: { id: string; releasedAt: Date }): Promise<void> {
  await db
    .update(callLeases)
    .set({ releasedAt: lease.releasedAt })
    .where(and(eq(callLeases.id, lease.id), isNull(callLeases.releasedAt)));
}

/** Nobody calls before `until`, a longer pause that is already set stays; afterwards everybody begins with less. */
export async function upsertCallPause(
  tx: Tx,
  pause: { provider: string; until: Date; easing: NonNullable<CallState['easing']> },
): Promise<void> {
  const { provider, until, easing } = pause;
  const eased = { easedAt: easing.at, easedCalls: easing.calls, easedConcurrent: easing.concurrent };
  await tx
    .insert(callBudgets)
    .values({ provider, pausedUntil: until, ...eased })
    .onConflictDoUpdate({
      target: callBudgets.provider,
      set: { pausedUntil: sql`greatest(${callBudgets.pausedUntil}, excluded.paused_until)`, ...eased },
    });
}

/** Only checks before sending go on before `until`. */
export async function upsertQuotaSpent(db: Tx, { provider, until }: { provider: string; until: Date }): Promise<void> {
  await db
    .insert(callBudgets)
    .values({ provider, quotaSpentUntil: until })
    .onConflictDoUpdate({ target: callBudgets.provider, set: { quotaSpentUntil: until } });
}

/** Notes that somebody is reading the provider's own count now. */
export async function upsertUsageTry(tx: Tx, { provider, at }: { provider: string; at: Date }): Promise<void> {
  await tx
    .insert(callBudgets)
    .values({ provider, usageTriedAt: at })
    .onConflictDoUpdate({ target: callBudgets.provider, set: { usageTriedAt: at } });
}

/** Stores what the provider counted of everybody in the quota day that began at `day`, beside our own count then. */
export async function updateUsage(
  db: Tx,
  reading: { provider: string; day: Date; total: number; ours: number; readAt: Date; errors: CallState['errors'] },
): Promise<void> {
  const { provider, day, total, ours, readAt, errors } = reading;
  await db
    .update(callBudgets)
    .set({ usageDay: day, usageTotal: total, usageOurs: ours, usageReadAt: readAt, usageFault: null, errors })
    .where(eq(callBudgets.provider, provider));
}

/** Stores why the provider's own count could not be read; the last reading stays. */
export async function updateUsageFault(db: Tx, { provider, fault }: { provider: string; fault: string }) {
  await db.update(callBudgets).set({ usageFault: fault }).where(eq(callBudgets.provider, provider));
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
  const calls = await selectCalls(db, { provider, now, windowMs });
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

export type UsedHour = { hour: Date; lane: CallLane; feature: CallFeature; calls: number };

/** Our calls since `since`, by hour, lane and feature, oldest first. */
export async function selectUsedHours(
  db: Tx,
  { provider, since }: { provider: string; since: Date },
): Promise<UsedHour[]> {
  const { hour, lane, feature, calls } = callUsage;
  return db
    .select({ hour, lane, feature, calls })
    .from(callUsage)
    .where(and(eq(callUsage.provider, provider), gte(hour, since)))
    .orderBy(hour);
}

function hourOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / hourMs) * hourMs);
}

function sum(rows: { calls: number }[]): number {
  return rows.reduce((total, row) => total + row.calls, 0);
}
