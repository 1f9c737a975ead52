/** What the delivery jobs share: waiting for what is due soon, and settling what was sent or looked for. */
import type { Transaction } from '@/db/client';
import { expireLeases, type Of, selectNextDue, settleDeliveries } from '@/db/queries/deliveries';
import { closeSolvedProblems, lockProblems, openProblems, problemKey } from '@/db/queries/delivery-problems';
import type { DeliveryFailure, Settlement } from '../deliveries/model';
import type { Destination } from '../sales-activities/model';
import type { SyncCtx } from './engine';
import { type Counts, noCounts } from './model';

/** A run waits so long for the next delivery before it ends; the next schedule, or activity, begins another. */
const patienceMs = 15_000;

/**
 * Lets what died on the way be looked for, then waits until something is due. False when nothing will be due soon: then
 * the run has nothing more to do.
 */
export async function waitUntilDue(ctx: SyncCtx, destination: Destination, of: Of = {}): Promise<boolean> {
  await expireLeases(ctx.db, { destination, now: ctx.clock.now() });
  const dueAt = await selectNextDue(ctx.db, { destination, ...of });
  if (!dueAt) return false;
  const waitMs = dueAt.getTime() - ctx.clock.now().getTime();
  if (waitMs > patienceMs) return false;
  if (waitMs > 0) await ctx.clock.sleep(waitMs);
  return true;
}

/** Settles deliveries of one destination with their problems, and counts what became of them. */
export async function settle(
  tx: Transaction,
  { destination, settlements, at }: { destination: Destination; settlements: Settlement[]; at: Date },
): Promise<Counts> {
  if (settlements.length === 0) return noCounts;
  await lockProblems(tx);
  const failures = settlements.flatMap((one) => failureOf(one) ?? []);
  const problems = await openProblems(tx, { destination, failures, at });
  const problemOf = (failure: DeliveryFailure | null) => failure && (problems.get(problemKey(failure)) ?? null);
  await settleDeliveries(
    tx,
    settlements.map((one) => ({ ...one, problemId: problemOf(failureOf(one)) })),
    at,
  );
  await closeSolvedProblems(tx, at);
  return countsOf(settlements);
}

/**
 * Settles what has arrived by the answer to a run that lost its turn: its deliveries may be looked for meanwhile, and must
 * not be sent again. What somebody else has taken since is left alone.
 */
export async function settleArrivals(
  tx: Transaction,
  { destination, settlements, at }: { destination: Destination; settlements: Settlement[]; at: Date },
): Promise<void> {
  const arrived = settlements.filter(({ to }) => to === 'confirmed');
  const lookedFor = arrived.map((one) => ({ ...one, from: 'unknown' }) as Settlement);
  await settle(tx, { destination, settlements: [...arrived, ...lookedFor], at });
}

function failureOf(settlement: Settlement): DeliveryFailure | null {
  return 'failure' in settlement ? settlement.failure : null;
}

function countsOf(settlements: Settlement[]): Counts {
  const skipped: Record<string, number> = {};
  for (const one of settlements) if (one.to !== 'confirmed') skipped[words[one.to]] = (skipped[words[one.to]] ?? 0) + 1;
  const written = settlements.filter(({ to }) => to === 'confirmed').length;
  return { read: settlements.length, written, removed: 0, skipped };
}

const words: Record<Exclude<Settlement['to'], 'confirmed'>, string> = {
  queued: 'sent again later',
  unknown: 'perhaps delivered, looked for',
  rejected: 'refused',
  stuck: 'looked for in vain',
  skipped: 'not wanted',
};
