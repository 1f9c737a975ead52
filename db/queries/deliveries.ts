/** The ledger of deliveries: taken by one process at a time, settled one by one, never moved against the table of moves. */
import { and, eq, inArray, isNotNull, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { type DeliveryState, deliveryMoves, lingerMs, type Settlement } from '@/lib/deliveries/model';
import type { Destination, SalesActivityKind } from '@/lib/sales-activities/model';
import type { Transaction, Tx } from '../client';
import { deliveries, salesActivities } from '../schema';
import type { DeliveryRow, SalesActivityRow } from './sales-activities';

/** A delivery with the activity that it is of. */
export type DueDelivery = { delivery: DeliveryRow; activity: SalesActivityRow };

type Due = {
  destination: Destination;
  now: Date;
  limit: number;
} & Of;

/** Whose deliveries, and of what; of everybody and everything where nothing is said. */
export type Of = {
  userIds?: readonly string[];
  /** What may be sent at the moment. What was sent before is looked for whatever its kind. */
  kinds?: readonly SalesActivityKind[];
};

/**
 * Takes what is due, the longest waiting first, for `leaseMs`; what will be due within a moment goes along, so that a
 * steady stream goes in few calls. What another process is just taking is passed over, and what its switch does not
 * allow is skipped for good.
 */
export async function claimDeliveries(tx: Tx, { leaseMs, ...due }: Due & { leaseMs: number }): Promise<DueDelivery[]> {
  const { destination, now, limit } = due;
  const soon = new Date(now.getTime() + lingerMs);
  await skipUnwanted(tx, destination, now);
  const taken = tx
    .select({ key: deliveries.key })
    .from(deliveries)
    .where(and(isDue({ ...due, now: soon }, 'queued'), ofKinds(due.kinds)))
    .orderBy(deliveries.dueAt, deliveries.key)
    .limit(limit)
    .for('update', { skipLocked: true });
  const claimed = await tx
    .update(deliveries)
    .set({
      state: 'sending',
      claims: sql`${deliveries.claims} + 1`,
      looks: 0,
      leasedUntil: new Date(now.getTime() + leaseMs),
      sentAt: now,
      changedAt: now,
    })
    .where(inArray(deliveries.key, taken))
    .returning();
  const activities = await activitiesOf(tx, claimed);
  const inTurn = claimed.sort((a, b) => +a.dueAt - +b.dueAt || (a.key < b.key ? -1 : 1));
  return inTurn.flatMap((delivery) => withActivity(delivery, activities));
}

/** What is to be looked for before it may be sent again, the longest waiting first; of these only, where `keys` are given. */
export async function selectUnknownDeliveries(
  db: Tx,
  { keys, ...due }: Omit<Due, 'kinds'> & { keys?: readonly string[] },
): Promise<DueDelivery[]> {
  if (keys?.length === 0) return [];
  const rows = await db
    .select({ delivery: deliveries, activity: salesActivities })
    .from(deliveries)
    .innerJoin(salesActivities, eq(salesActivities.id, deliveries.salesActivityId))
    .where(and(isDue(due, 'unknown'), keys && inArray(deliveries.key, [...keys])))
    .orderBy(deliveries.dueAt, deliveries.key)
    .limit(due.limit);
  return rows;
}

/** Deliveries whose process died on the way may have arrived. Answers how many. */
export async function expireLeases(tx: Tx, { destination, now }: Pick<Due, 'destination' | 'now'>): Promise<number> {
  const expired = await tx
    .update(deliveries)
    .set({ state: 'unknown', dueAt: now, leasedUntil: null, changedAt: now, message: stopped })
    .where(
      and(eq(deliveries.destination, destination), eq(deliveries.state, 'sending'), sql`leased_until <= ${iso(now)}`),
    )
    .returning({ key: deliveries.key });
  return expired.length;
}
const stopped = 'The process that sent it was stopped; it is looked for before it is sent again.';

/** When the next delivery is due that is to be sent or looked for, or only one of them; null when none waits. */
export async function selectNextDue(
  db: Tx,
  { destination, userIds, kinds, state }: Pick<Due, 'destination'> & Of & { state?: 'queued' | 'unknown' },
): Promise<Date | null> {
  if (userIds?.length === 0) return null;
  const mayBeSent = and(eq(deliveries.state, 'queued'), ofKinds(kinds));
  const isLookedFor = eq(deliveries.state, 'unknown');
  const waits = state ? { queued: mayBeSent, unknown: isLookedFor }[state] : or(isLookedFor, mayBeSent);
  const [row] = await db
    .select({ dueAt: deliveries.dueAt })
    .from(deliveries)
    .where(and(eq(deliveries.destination, destination), waits, ofSellers(userIds)))
    .orderBy(deliveries.dueAt)
    .limit(1);
  return row?.dueAt ?? null;
}

/** Keeps what is about to be sent and where: whoever looks for it later has to know. */
export async function updateSentPayloads(
  tx: Tx,
  sent: Pick<DeliveryRow, 'key' | 'claims' | 'payload' | 'target' | 'note'>[],
): Promise<void> {
  if (sent.length === 0) return;
  const rows = JSON.stringify(
    sent.map(({ key, claims, payload, target, note }) => ({ key, claims, payload, target, note })),
  );
  await tx.execute(sql`
    update deliveries d set payload = s.payload, target = s.target, note = s.note
    from jsonb_to_recordset(${rows}::jsonb) as s (key uuid, claims int, payload jsonb, target jsonb, note text)
    where d.key = s.key and d.claims = s.claims and d.state = 'sending'`);
}

/** Keeps what was learnt of where deliveries go, and what was left out, before they are settled. */
export async function updateTargets(
  tx: Tx,
  learnt: Pick<DeliveryRow, 'key' | 'claims' | 'target' | 'note'>[],
): Promise<void> {
  if (learnt.length === 0) return;
  const rows = JSON.stringify(learnt.map(({ key, claims, target, note }) => ({ key, claims, target, note })));
  await tx.execute(sql`
    update deliveries d set target = s.target, note = s.note
    from jsonb_to_recordset(${rows}::jsonb) as s (key uuid, claims int, target jsonb, note text)
    where d.key = s.key and d.claims = s.claims and d.state in ('sending', 'unknown')`);
}

/**
 * Moves deliveries on, each only from where it was read, and notes of which problem it is a case now. Answers how many
 * moved. Throws for a move that is not in the table of moves.
 */
export async function settleDeliveries(
  tx: Transaction,
  settlements: (Settlement & { problemId: string | null })[],
  at: Date,
): Promise<number> {
  const rows = settlements.map((one) => settledRow(one, at));
  if (rows.length === 0) return 0;
  const moved = await tx.execute(sql`
    with s as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (
        key uuid, claims int, "from" text, state text, due_at timestamptz, counted int, looked int, remote_id text, reason text,
        message text, fault_kind text, fault_code text, problem_id uuid, note text)
    )
    update deliveries d set state = s.state, due_at = coalesce(s.due_at, d.due_at), leased_until = null,
      attempts = d.attempts + s.counted, looks = d.looks + s.looked, remote_id = coalesce(s.remote_id, d.remote_id),
      reason = s.reason, message = s.message, fault_kind = s.fault_kind, fault_code = s.fault_code,
      problem_id = s.problem_id, note = coalesce(s.note, d.note), changed_at = ${iso(at)}::timestamptz
    from s where d.key = s.key and d.state = s."from" and d.claims = s.claims
    returning d.key`);
  return moved.length;
}

function settledRow(one: Settlement & { problemId: string | null }, at: Date) {
  if (!deliveryMoves[one.from].includes(one.to)) throw new Error(`A delivery cannot go from ${one.from} to ${one.to}.`);
  const { key, claims, from, to: state, problemId: problem_id } = one;
  const failure = 'failure' in one ? one.failure : null;
  const looked = 'looked' in one && one.looked === true;
  return {
    key,
    claims,
    from,
    state,
    due_at: 'dueAt' in one ? iso(one.dueAt) : iso(at),
    counted: 'counted' in one && one.counted ? 1 : 0,
    looked: looked ? 1 : 0,
    remote_id: 'remoteId' in one ? one.remoteId : null,
    reason: 'reason' in one ? one.reason : null,
    message: failure?.message ?? null,
    fault_kind: failure?.kind ?? null,
    fault_code: failure?.code ?? null,
    problem_id,
    note: ('note' in one ? one.note : null) ?? null,
  };
}

type Retried = { key: string; destination: Destination; state: DeliveryState };

/**
 * Lets deliveries go again that only a person can move: what was refused is sent again, and what was looked for in vain
 * is looked for again. What failed and waits for its next try need not wait. Fields that were left out are tried once
 * more, for the person may have mended just that; records that are gone stay out. Answers those that go.
 */
export async function retryDeliveries(
  tx: Transaction,
  {
    where,
    retryId,
    at,
  }: { where: { key: string } | { problemId: string; userId?: string }; retryId: string; at: Date },
): Promise<Retried[]> {
  const chosen =
    'key' in where
      ? eq(deliveries.key, where.key)
      : and(eq(deliveries.problemId, where.problemId), ofSellers(where.userId ? [where.userId] : undefined));
  const forAPerson = sql`${deliveries.state} in ('rejected', 'stuck')`;
  const waitsAfterAFailure = and(inArray(deliveries.state, ['queued', 'unknown']), isNotNull(deliveries.problemId));
  // Ids begin with a digit, names of fields never do.
  const leftOut = sql`jsonb_path_query_array(${deliveries.target} -> 'without', '$[*] ? (!(@ like_regex "^[0-9]"))')`;
  const gone = sql`jsonb_path_query_array(${deliveries.target} -> 'without', '$[*] ? (@ like_regex "^[0-9]")')`;
  const hasLeftOut = sql`coalesce(${leftOut}, '[]'::jsonb) <> '[]'::jsonb`;
  const anew = (column: SQLWrapper) => sql`case when ${forAPerson} then 0 else ${column} end`;
  return tx
    .update(deliveries)
    .set({
      state: sql`case ${deliveries.state} when 'rejected' then 'queued' when 'stuck' then 'unknown' else ${deliveries.state} end`,
      attempts: anew(deliveries.attempts),
      looks: anew(deliveries.looks),
      target: sql`case when ${hasLeftOut} then jsonb_set(${deliveries.target}, '{without}', ${gone}) else ${deliveries.target} end`,
      note: sql`case when ${hasLeftOut} then null else ${deliveries.note} end`,
      dueAt: at,
      changedAt: sql`case when ${forAPerson} then ${iso(at)}::timestamptz else ${deliveries.changedAt} end`,
      retryId,
    })
    .where(and(chosen, or(forAPerson, waitsAfterAFailure)))
    .returning({ key: deliveries.key, destination: deliveries.destination, state: deliveries.state });
}

/**
 * What was put back after its kind was switched off, or was recorded before it was switched on again, is not wanted; what
 * was begun is finished.
 */
async function skipUnwanted(tx: Tx, destination: Destination, now: Date): Promise<void> {
  await tx.execute(sql`
    update deliveries d set state = 'skipped', reason = case when w.on_since is null then 'switched-off' else 'before-switched-on' end,
      message = null, fault_kind = null, fault_code = null, problem_id = null, changed_at = ${iso(now)}::timestamptz
    from delivery_switches w
    where d.destination = ${destination} and d.state = 'queued' and w.destination = d.destination and w.kind = d.kind
      and (w.on_since is null or d.created_at < w.on_since) and coalesce(d.target -> 'made', '{}') = '{}'`);
}

function isDue({ destination, now, userIds }: Omit<Due, 'limit' | 'kinds'>, state: DeliveryState): SQL | undefined {
  return and(
    eq(deliveries.destination, destination),
    eq(deliveries.state, state),
    sql`${deliveries.dueAt} <= ${iso(now)}::timestamptz`,
    ofSellers(userIds),
  );
}

function ofSellers(userIds: readonly string[] | undefined): SQL | undefined {
  return userIds ? inArray(deliveries.userId, [...userIds]) : undefined;
}

function ofKinds(kinds: readonly SalesActivityKind[] | undefined): SQL | undefined {
  if (!kinds) return undefined;
  return kinds.length > 0 ? inArray(deliveries.kind, [...kinds]) : sql`false`;
}

async function activitiesOf(tx: Tx, rows: DeliveryRow[]): Promise<Map<string, SalesActivityRow>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map((row) => row.salesActivityId);
  const found = await tx.select().from(salesActivities).where(inArray(salesActivities.id, ids));
  return new Map(found.map((row) => [row.id, row]));
}

function withActivity(delivery: DeliveryRow, activities: Map<string, SalesActivityRow>): DueDelivery[] {
  const activity = activities.get(delivery.salesActivityId);
  return activity ? [{ delivery, activity }] : [];
}

const iso = (moment: Date) => moment.toISOString();
