/** Compares the list with Marketo, range by range, and looks again at whatever differs. Changes no person by itself. */
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { countPeopleByState } from '@/db/queries/people';
import {
  deleteDrift,
  deleteOldReconciliations,
  insertReconciliation,
  type Reconciliation,
  selectDrift,
  selectListedChecksum,
  selectListedEnds,
  selectOpenReconciliation,
  selectStoredPeople,
  selectWaitingIds,
  updateOpenReconciliation,
  upsertDrift,
} from '@/db/queries/reconcile';
import { selectJob } from '@/db/queries/sync';
import { type Drift, driftKinds, nightlyShares } from '../../reconcile/model';
import { repairDrift } from '../../reconcile/repair';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { checksumOf, comparedFields, driftBetween } from './compare-people';
import { findHighestId, findLowestId, idRange } from './find-ids';
import { loadIsDone } from './load-checkpoint';
import { pauseAfter } from './pace';
import { connectionOf, type PeopleRead, peoplePerCall, readPeople } from './read-people';

/** The comparison itself is a row of `reconciliations`; only the nights are counted here. */
const ReconcileCheckpoint = z.object({ night: z.number().int(), dueAt: z.coerce.date().nullable() });
type ReconcileCheckpoint = z.infer<typeof ReconcileCheckpoint>;

const hours = (n: number) => n * 3600_000;
const nightlyMs = hours(2);
/** A change takes the feeds less than this to get here, so what still differs after it is drift. */
const settleMs = 5 * 60_000;
const kept = 60;

export const reconcilePeople: Job<ReconcileCheckpoint> = {
  name: 'reconcile-people',
  checkpoint: ReconcileCheckpoint,
  first: () => ({ night: 0, dueAt: null }),

  async step(checkpoint, ctx) {
    const open = await selectOpenReconciliation(ctx.db);
    if (!open) return beginNight(checkpoint, ctx);
    if (open.nextId === null || open.toId === null) return findEnds(open, checkpoint, ctx);
    if (open.state === 'comparing') return compareRange(open, { at: open.nextId, end: open.toId }, checkpoint, ctx);
    return confirm(open, checkpoint, ctx);
  },
};

async function beginNight(checkpoint: ReconcileCheckpoint, ctx: SyncCtx): Promise<Step<ReconcileCheckpoint>> {
  const now = ctx.clock.now();
  const load = await selectJob(ctx.db, 'load-people');
  const due = checkpoint.dueAt !== null && checkpoint.dueAt <= now && loadIsDone(load.checkpoint);
  if (!due) return { next: { ...checkpoint, dueAt: checkpoint.dueAt ?? nextNight(now) }, done: true, commit: nothing };
  const share = checkpoint.night % nightlyShares;
  return {
    next: { night: checkpoint.night + 1, dueAt: nextNight(now) },
    done: false,
    commit: async (tx) => {
      const row = { kind: 'share' as const, state: 'comparing' as const, requestedAt: now };
      await insertReconciliation(tx, { ...row, ofShares: nightlyShares, share });
      return noCounts;
    },
  };
}

/** Beyond what Marketo says there is, so that people who exist only here are found, too. */
async function findEnds(
  open: Reconciliation,
  next: ReconcileCheckpoint,
  ctx: SyncCtx,
): Promise<Step<ReconcileCheckpoint>> {
  const highest = open.toId ?? (await findHighestId(ctx));
  const lowest = open.fromId ?? (await findLowestId(ctx, highest));
  const here = await selectListedEnds(ctx.db);
  const fromId = open.fromId ?? Math.min(lowest, here.lowest ?? lowest);
  const toId = open.toId ?? Math.max(highest, here.highest ?? highest);
  const ends = { fromId, toId, nextId: fromId + open.share * peoplePerCall };
  return { next, done: false, commit: (tx) => save(tx, open, ends) };
}

async function compareRange(
  open: Reconciliation,
  { at, end }: { at: number; end: number },
  checkpoint: ReconcileCheckpoint,
  ctx: SyncCtx,
): Promise<Step<ReconcileCheckpoint>> {
  if (at > end) return { next: checkpoint, done: false, commit: (tx) => save(tx, open, { state: 'confirming' }) };
  const to = Math.min(end, at + peoplePerCall - 1);
  const ids = idRange(at, to);
  const fields = comparedFields(await comparesOpportunities(open, ctx));
  const read = await readPeople(ctx, ids, { lane: 'loads', roles: fields.includes('sfdcOpportunityId') });
  const ours = await selectListedChecksum(ctx.db, { from: at, to, fields });
  const equal = ours === checksumOf(read.owned, fields);
  const suspects = equal ? [] : driftBetween(ids, await selectStoredPeople(ctx.db, ids), read, fields);
  const calls = open.ranges + 1;
  const ofCalls = Math.ceil((end - (open.fromId ?? 0)) / (peoplePerCall * open.ofShares));
  const spread = pauseAfter({ calls, ofCalls, overMs: nightlyMs, now: ctx.clock.now() });
  return {
    next: checkpoint,
    done: false,
    wait: open.kind === 'share' ? spread : undefined,
    commit: async (tx) => {
      await upsertDrift(tx, suspects, { reconciliationId: open.id, confirmed: false, noticedAt: read.readAt });
      return save(
        tx,
        open,
        {
          nextId: at + open.ofShares * peoplePerCall,
          ranges: calls,
          rangesDiffering: open.rangesDiffering + (equal ? 0 : 1),
          people: open.people + read.owned.length,
        },
        read.owned.length,
      );
    },
  };
}

/** The second look at what differed. Whoever is changing, or is going to be read anyway, has not drifted. */
async function confirm(
  open: Reconciliation,
  checkpoint: ReconcileCheckpoint,
  ctx: SyncCtx,
): Promise<Step<ReconcileCheckpoint>> {
  const suspects = await selectDrift(ctx.db, { reconciliationId: open.id, confirmed: false, limit: peoplePerCall });
  if (suspects.length === 0) return finish(open, checkpoint, ctx);
  const ids = suspects.map((suspect) => suspect.marketoId);
  const until = new Date(Math.max(...suspects.map((suspect) => suspect.noticedAt.getTime())) + settleMs);
  if (until > ctx.clock.now()) {
    const why = 'What differed is looked at again in a few minutes, when changes under way have arrived.';
    return { next: checkpoint, done: false, wait: { until, why }, commit: nothing };
  }
  const fields = comparedFields(await comparesOpportunities(open, ctx));
  const read = await readPeople(ctx, ids, { lane: 'loads', roles: fields.includes('sfdcOpportunityId') });
  const differing = driftBetween(ids, await selectStoredPeople(ctx.db, ids), read, fields);
  const moving = new Set([...(await selectWaitingIds(ctx.db, ids)), ...justChanged(read)]);
  const { active = 0 } = await countPeopleByState(ctx.db);
  const isFull = active >= read.cap;
  const overTheCap = differing.filter((drift) => isFull && drift.kind === 'missing');
  const drift = differing.filter((found) => !moving.has(found.marketoId) && !overTheCap.includes(found));
  const settled = ids.filter((id) => !drift.some((found) => found.marketoId === id));
  return {
    next: checkpoint,
    done: false,
    commit: async (tx) => {
      await upsertDrift(tx, drift, { reconciliationId: open.id, confirmed: true, noticedAt: read.readAt });
      await deleteDrift(tx, open.id, settled);
      return save(tx, open, {
        ...sums(open, drift),
        settled: open.settled + settled.length - overTheCap.length,
        overTheCap: open.overTheCap + overTheCap.length,
      });
    },
  };
}

async function finish(
  open: Reconciliation,
  checkpoint: ReconcileCheckpoint,
  ctx: SyncCtx,
): Promise<Step<ReconcileCheckpoint>> {
  const finishedAt = ctx.clock.now();
  const { missing, extra, different } = open;
  ctx.log[missing + extra + different > 0 ? 'warn' : 'info']({ missing, extra, different }, 'compared with Marketo');
  return {
    next: checkpoint,
    done: true,
    wakes: open.repairs ? ['refresh-people'] : [],
    commit: async (tx) => {
      await save(tx, open, { state: 'done', finishedAt });
      if (open.repairs) await repairDrift(tx, { id: open.id, by: open.requestedBy ?? 'a command', at: finishedAt });
      await deleteOldReconciliations(tx, kept);
      return noCounts;
    },
  };
}

/** Saves how far it is. A comparison that was stopped meanwhile stays as it is. */
async function save(tx: Tx, open: Reconciliation, change: Partial<Reconciliation>, read = 0) {
  await updateOpenReconciliation(tx, open.id, change);
  return { ...noCounts, read };
}

function sums(open: Reconciliation, drift: Drift[]) {
  const more = driftKinds.map((kind) => [kind, open[kind] + drift.filter((found) => found.kind === kind).length]);
  return Object.fromEntries(more) as Pick<Reconciliation, (typeof driftKinds)[number]>;
}

// Their change is younger than the feeds need.
function justChanged(read: PeopleRead): number[] {
  const since = new Date(read.readAt.getTime() - settleMs);
  const owned = read.owned.map(({ marketoId, marketoUpdatedAt: updatedAt }) => ({ marketoId, updatedAt }));
  return [...owned, ...read.notOwned].filter((p) => p.updatedAt && p.updatedAt > since).map((p) => p.marketoId);
}

async function comparesOpportunities(open: Reconciliation, ctx: SyncCtx): Promise<boolean> {
  return open.kind === 'full' && (await connectionOf(ctx)).readsOpportunities;
}

const nothing = async () => noCounts;

function nextNight(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(4, 30, 0, 0);
  return night > now ? night : new Date(night.getTime() + hours(24));
}
