/** Carries sales activities to Salesforce as tasks: each through its seller's connection, many in one call. */
import { z } from 'zod';
import { countQueuedBySeller, updateTargets } from '@/db/queries/deliveries';
import { selectCarriers } from '@/db/queries/salesforce-senders';
import type { Settlement } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import { lingers, longLingerMs } from '@/lib/salesforce-budget/model';
import { restingOrgs } from '@/lib/salesforce-budget/resting-orgs';
import { settle, waitUntilDue } from '../deliver';
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
/** Connections of one org that send at the same time. */
const mostConnections = 4;

export const deliverToSalesforce: Job<Checkpoint> = {
  name: 'deliver-to-salesforce',
  checkpoint: Checkpoint,
  first: () => ({ sizes: {}, owners: {} }),

  async step(checkpoint, ctx) {
    const sellerIds = (await sendersInTurn(ctx)).flatMap((sender) => sender.sellerIds);
    if (!(await waitUntilDue(ctx, 'salesforce', { userIds: sellerIds }))) return comingToRest(checkpoint);

    const owners = createOwners(checkpoint.owners);
    const waiting = await sendersInTurn(ctx);
    const orgIds = waiting.map(({ org }) => org.orgId);
    // An org that rests keeps neither others nor whoever connects meanwhile from being served: the next run sees.
    const rests = await restingOrgs(ctx.db, orgIds, ctx.clock.now());
    const senders = waiting.filter(({ org }) => !rests.has(org.orgId)).slice(0, mostConnections);
    const turns = await turnsOf(ctx, senders, { checkpoint, owners });

    const settled = turns.flatMap((turn) => turn.settled);
    const sizes = Object.assign({}, checkpoint.sizes, ...turns.map((turn) => sizeAfter(turn, checkpoint)));
    return {
      next: { sizes, owners: owners.known() },
      // What is due and cannot be taken at the moment is not waited for in a circle.
      done: settled.length === 0,
      commit: async (tx) => {
        await updateTargets(
          tx,
          settled.map(({ settlement: { key, claims }, target, note }) => ({ key, claims, target, note })),
        );
        const settlements = settled.map(({ settlement }) => settlement);
        return settle(tx, { destination: 'salesforce', settlements, at: ctx.clock.now() });
      },
    };
  },
};

type Waiting = Sender & { oldestDueAt: Date };

/** Connections for whose sellers something waits, the longest waiting first. */
async function sendersInTurn(ctx: SyncCtx): Promise<Waiting[]> {
  const waiting = await countQueuedBySeller(ctx.db, 'salesforce');
  const since = new Map(waiting.map(({ userId, dueAt }) => [userId, dueAt.getTime()]));
  const senders = sendersFor(await selectCarriers(ctx.db), [...since.keys()]);
  const oldest = ({ sellerIds }: Sender) => Math.min(...sellerIds.map((id) => since.get(id) ?? Infinity));
  return senders
    .map((sender) => ({ ...sender, oldestDueAt: new Date(oldest(sender)) }))
    .toSorted((a, b) => +a.oldestDueAt - +b.oldestDueAt);
}

type Turn = { sender: Sender; settled: Settled[] };

type Shared = { checkpoint: Checkpoint; owners: Owners };

/** What fails for one connection, such as that it was removed meanwhile, takes nothing from the others. */
async function turnsOf(ctx: SyncCtx, senders: Waiting[], shared: Shared): Promise<Turn[]> {
  const ends = await Promise.allSettled(senders.map((sender) => turnOf(ctx, sender, shared)));
  const failed = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  const turns = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  if (failed.length > 0 && turns.every(({ settled }) => settled.length === 0)) throw failed[0];
  for (const err of failed) ctx.log.error({ err }, 'the turn of a Salesforce connection failed');
  return turns;
}

async function turnOf(ctx: SyncCtx, sender: Waiting, { checkpoint, owners }: Shared): Promise<Turn> {
  const limit = checkpoint.sizes[sender.connectionId] ?? mostAtOnce;
  if (sender.oldestDueAt > dueBefore(ctx, sender)) return { sender, settled: [] };
  try {
    return { sender, settled: await deliverBatch(ctx, { sender, limit, owners }) };
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    // Nothing was taken: the connection itself says what is wrong with it.
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
