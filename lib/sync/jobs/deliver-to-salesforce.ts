/** Carries sales activities to Salesforce as tasks: each through its seller's connection, many in one call. */
import { z } from 'zod';
import { countQueuedBySeller, updateTargets } from '@/db/queries/deliveries';
import { selectOrgBudget } from '@/db/queries/salesforce-orgs';
import { selectActiveConnections } from '@/db/queries/salesforce-senders';
import type { Settlement } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import { lingers, longLingerMs, type Rest, restOf, usedSince } from '@/lib/salesforce-budget/model';
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
    const rests = await restingOrgs(ctx, waiting);
    const senders = waiting.filter(({ org }) => !rests.has(org.orgId)).slice(0, mostConnections);
    const [rest] = rests.values();
    if (senders.length === 0 && rest) return { ...comingToRest(checkpoint), done: false, wait: rest };
    const turns = await Promise.all(senders.map((sender) => turnOf(ctx, sender, { checkpoint, owners })));

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
  const senders = sendersFor(await selectActiveConnections(ctx.db), [...since.keys()]);
  const oldest = ({ sellerIds }: Sender) => Math.min(...sellerIds.map((id) => since.get(id) ?? Infinity));
  return senders
    .map((sender) => ({ ...sender, oldestDueAt: new Date(oldest(sender)) }))
    .toSorted((a, b) => +a.oldestDueAt - +b.oldestDueAt);
}

/** Orgs whose calls of the day are used up, and until when nobody needs to ask. */
async function restingOrgs(ctx: SyncCtx, senders: Sender[]): Promise<Map<string, Rest>> {
  const now = ctx.clock.now();
  const rests = new Map<string, Rest>();
  for (const orgId of new Set(senders.map(({ org }) => org.orgId))) {
    const budget = await selectOrgBudget(ctx.db, { orgId, since: usedSince(now) });
    const rest = budget && restOf('activities', budget, now);
    if (rest) rests.set(orgId, rest);
  }
  return rests;
}

type Turn = { sender: Sender; settled: Settled[] };

async function turnOf(
  ctx: SyncCtx,
  sender: Waiting,
  { checkpoint, owners }: { checkpoint: Checkpoint; owners: Owners },
): Promise<Turn> {
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
