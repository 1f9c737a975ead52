/** Carries sales activities to Salesforce as tasks: each through its seller's connection, many in one call. */
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { expireLeases, updateTargets } from '@/db/queries/deliveries';
import { selectOldestDueBySeller } from '@/db/queries/delivery-waiting';
import { wakeMailEvents } from '@/db/queries/mail-tasks';
import { selectCarriers } from '@/db/queries/salesforce-senders';
import type { Settlement } from '@/lib/deliveries/model';
import { AppError } from '@/lib/errors';
import { ProviderFault } from '@/lib/provider-fault';
import { lingers, longLingerMs } from '@/lib/salesforce-budget/model';
import { restingOrgs } from '@/lib/salesforce-budget/resting-orgs';
import { settle, settleArrivals, waitUntilDue } from '../deliver';
import type { Job, SyncCtx } from '../engine';
import { comingToRest } from '../quiet-step';
import { deliverBatch } from '../salesforce/deliver-batch';
import { createOwners, KnownOwners, type Owners } from '../salesforce/owners';
import type { Settled } from '../salesforce/send-tasks';
import { type Sender, sendersFor } from '../salesforce/senders';

const Checkpoint = z.object({
  /** How many go in one call, by connection, where fewer than usual do: rows of theirs are locked. */
  sizes: z.record(z.string(), z.number().int().min(1)),
  owners: KnownOwners,
});
type Checkpoint = z.infer<typeof Checkpoint>;

const mostAtOnce = 200;
/** Connections that send at the same time. */
const mostConnections = 4;

export const deliverToSalesforce: Job<Checkpoint> = {
  name: 'deliver-to-salesforce',
  checkpoint: Checkpoint,
  first: () => ({ sizes: {}, owners: {} }),

  async step(checkpoint, ctx) {
    await expireLeases(ctx.db, { destination: 'salesforce', now: ctx.clock.now() });
    const senders = await sendersInTurn(ctx);
    const userIds = senders.flatMap(({ sellerIds }) => sellerIds);
    if (!(await waitUntilDue(ctx, 'salesforce', { userIds }))) return comingToRest(checkpoint);

    const owners = createOwners(checkpoint.owners);
    const turns = await turnsOf(ctx, senders, { checkpoint, owners });

    const settled = turns.flatMap((turn) => turn.settled);
    const sizes = Object.assign({}, checkpoint.sizes, ...turns.map((turn) => sizeAfter(turn, checkpoint)));
    return {
      next: { sizes, owners: owners.known() },
      // What is due and cannot be taken at the moment is not waited for in a circle.
      done: settled.length === 0,
      commit: (tx) => settleTasks(tx, settled, ctx.clock.now(), settle),
      keep: (tx) => settleTasks(tx, settled, ctx.clock.now(), settleArrivals),
    };
  },
};

async function settleTasks<T>(
  tx: Transaction,
  settled: Settled[],
  at: Date,
  settleAll: (tx: Transaction, input: { destination: 'salesforce'; settlements: Settlement[]; at: Date }) => Promise<T>,
): Promise<T> {
  await updateTargets(
    tx,
    settled.map(({ settlement: { key, claims }, target, note }) => ({ key, claims, target, note })),
  );
  const settlements = settled.map(({ settlement }) => settlement);
  const done = await settleAll(tx, { destination: 'salesforce', settlements, at });
  const arrived = settlements.filter(({ to }) => to === 'confirmed').map(({ key }) => key);
  await wakeMailEvents(tx, arrived, at);
  return done;
}

type Waiting = Sender & { oldestDueAt: Date };

/**
 * Connections for whose sellers something waits, the longest waiting first. An org that rests keeps neither others nor
 * whoever connects meanwhile from being served, so its connections are left out and the job goes on.
 */
async function sendersInTurn(ctx: SyncCtx): Promise<Waiting[]> {
  const waiting = await selectOldestDueBySeller(ctx.db, 'salesforce');
  const since = new Map(waiting.map(({ userId, dueAt }) => [userId, dueAt.getTime()]));
  const senders = sendersFor(await selectCarriers(ctx.db), [...since.keys()]);
  const orgIds = senders.map(({ org }) => org.orgId);
  const rests = await restingOrgs(ctx.db, orgIds, ctx.clock.now());
  const oldest = ({ sellerIds }: Sender) => Math.min(...sellerIds.map((id) => since.get(id) ?? Infinity));
  return senders
    .filter(({ org }) => !rests.has(org.orgId))
    .map((sender) => ({ ...sender, oldestDueAt: new Date(oldest(sender)) }))
    .toSorted((a, b) => +a.oldestDueAt - +b.oldestDueAt);
}

type Turn = { sender: Sender; settled: Settled[] };

type Shared = { checkpoint: Checkpoint; owners: Owners };

/**
 * A few at a time, until something was taken: those that have nothing to take, or fail, keep nobody from a turn, and
 * what fails for one takes nothing from the others. Throws only where all came to nothing, and one in an unforeseen way.
 */
async function turnsOf(ctx: SyncCtx, senders: Waiting[], shared: Shared): Promise<Turn[]> {
  const turns: Turn[] = [];
  const failed: unknown[] = [];
  const isTaken = () => turns.some(({ settled }) => settled.length > 0);
  for (let from = 0; from < senders.length && !isTaken(); from += mostConnections) {
    const few = senders.slice(from, from + mostConnections);
    for (const end of await Promise.allSettled(few.map((sender) => turnOf(ctx, sender, shared)))) {
      if (end.status === 'fulfilled') turns.push(end.value);
      else failed.push(end.reason);
    }
  }
  if (failed.length > 0 && !isTaken()) throw failed[0];
  for (const err of failed) ctx.log.error({ err }, 'the turn of a Salesforce connection failed');
  return turns;
}

async function turnOf(ctx: SyncCtx, sender: Waiting, { checkpoint, owners }: Shared): Promise<Turn> {
  const limit = checkpoint.sizes[sender.connectionId] ?? mostAtOnce;
  if (sender.oldestDueAt > dueBefore(ctx, sender)) return { sender, settled: [] };
  try {
    return { sender, settled: await deliverBatch(ctx, { sender, limit, owners }) };
  } catch (error) {
    if (!(error instanceof ProviderFault || error instanceof AppError)) throw error;
    // Nothing was taken: the connection itself says what is wrong with it, or was removed meanwhile.
    ctx.log.warn({ connectionId: sender.connectionId, reason: error.message }, 'a Salesforce connection does not work');
    return { sender, settled: [] };
  }
}

/** As the org's calls of the day go, deliveries wait longer for company. */
function dueBefore(ctx: SyncCtx, { org }: Sender): Date {
  const patienceMs = lingers({ used: org.usageUsed, limit: org.usageLimit }) ? longLingerMs : 0;
  return new Date(ctx.clock.now().getTime() - patienceMs);
}

/** Where rows are locked, or one of many spoils the call, fewer go at once, and soon more again. */
function sizeAfter({ sender, settled }: Turn, { sizes }: Checkpoint): Record<string, number> {
  const size = sizes[sender.connectionId] ?? mostAtOnce;
  const locked = settled.filter(({ settlement }) => isLocked(settlement)).length;
  const isTooMany = locked > 0 && locked >= settled.length * tooManyLocked;
  const next = isTooMany || settled.some(({ splits }) => splits) ? Math.ceil(size / 2) : size * 2;
  return { [sender.connectionId]: Math.max(1, Math.min(mostAtOnce, next)) };
}
const tooManyLocked = 0.2;

function isLocked(settlement: Settlement): boolean {
  return 'failure' in settlement && settlement.failure?.code === 'UNABLE_TO_LOCK_ROW';
}
