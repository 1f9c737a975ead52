import 'server-only';
import {
  insertReconciliation,
  type Reconciliation,
  selectDrift,
  selectOpenReconciliation,
  selectReconciliation,
  selectReconciliations,
  updateOpenReconciliation,
} from '@/db/queries/reconcile';
import { selectMarketoConnection } from '@/db/queries/settings';
import { selectJob, updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { wakeJob } from '../sync/wake-job';
import type { ReconcileView, ReconciliationView, RepairInput } from './contract';
import { driftCount } from './model';
import { repairDrift } from './repair';

const mostSamples = 50;
const mostRuns = 30;
const job = 'reconcile-people';

/** The comparisons so far, newest first, and samples of what the last finished one found. */
export async function readReconcile(ctx: Ctx): Promise<ReconcileView> {
  const [state, rows] = await Promise.all([selectJob(ctx.db, job), selectReconciliations(ctx.db, mostRuns)]);
  const last = rows.find((row) => row.state === 'done');
  const samples = last
    ? await selectDrift(ctx.db, { reconciliationId: last.id, confirmed: true, limit: mostSamples })
    : [];
  return {
    asOf: ctx.clock.now().toISOString(),
    enabled: state.enabled,
    message: state.enabled ? null : (state.pausedReason ?? 'The sync is not started.'),
    runs: rows.map(viewFrom),
    samples: samples.map(({ marketoId, kind, changes, reason }) => ({ marketoId, kind, changes, reason })),
  };
}

/**
 * Begins a full comparison; it reports and changes nobody, unless `repairs`. Throws AppError `not_configured` without a
 * Marketo connection, `conflict` while the sync is off or another comparison is under way.
 */
export async function startReconcile(
  ctx: Ctx,
  asked: { repairs?: boolean; fromId?: number; toId?: number } = {},
): Promise<number> {
  if (!(await selectMarketoConnection(ctx.db))) {
    throw new AppError('not_configured', 'Connect Marketo under Settings › Marketo first.');
  }
  if (!(await selectJob(ctx.db, job)).enabled) {
    throw new AppError('conflict', 'The sync is off. Start it under Settings › Sync first.');
  }
  const requestedBy = ctx.actor?.name ?? 'a command';
  const row = { kind: 'full' as const, state: 'comparing' as const, requestedAt: ctx.clock.now(), requestedBy };
  const id = await insertReconciliation(ctx.db, { ...row, ...asked });
  if (id === null) throw new AppError('conflict', 'A comparison is under way. Wait for it, or stop it.');
  await updateJobs(ctx.db, [job], { waitUntil: null });
  await wakeJob(ctx, job, 'admin');
  ctx.log.info({ id, ...asked }, 'comparison asked for');
  return id;
}

/** Ends the comparison that is under way, if there is one; what it found so far is kept as unfinished. */
export async function stopReconcile(ctx: Ctx): Promise<void> {
  const open = await selectOpenReconciliation(ctx.db);
  if (!open) return;
  await updateOpenReconciliation(ctx.db, open.id, { state: 'stopped', finishedAt: ctx.clock.now() });
  ctx.log.info({ id: open.id }, 'comparison stopped');
}

/**
 * Lets everybody whom comparison `id` found different be read again. `people` is what the admin saw; throws AppError
 * `conflict` when that is not what there is, or when it was done before, `not_found` for an unknown comparison.
 */
export async function repairReconcile(ctx: Ctx, { id, people }: RepairInput): Promise<number> {
  const found = await selectReconciliation(ctx.db, id);
  if (!found) throw new AppError('not_found', 'There is no such comparison.');
  if (found.state !== 'done') throw new AppError('conflict', 'This comparison did not come to its end.');
  if (found.repairedAt) throw new AppError('conflict', 'This comparison was repaired before.');
  if (driftCount(found) !== people) {
    throw new AppError('conflict', `This comparison found ${driftCount(found)} people, not ${people}. Look again.`);
  }
  const by = ctx.actor?.name ?? 'a command';
  const repaired = await ctx.db.transaction((tx) => repairDrift(tx, { id, by, at: ctx.clock.now() }));
  await wakeJob(ctx, 'refresh-people', 'admin');
  ctx.log.info({ id, repaired }, 'drift given to the refresh');
  return repaired;
}

function viewFrom(row: Reconciliation): ReconciliationView {
  const { fromId, toId, nextId } = row;
  const known = fromId !== null && toId !== null && nextId !== null;
  const share = known ? (nextId - fromId) / Math.max(1, toId - fromId + 1) : null;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    progress: share === null ? null : Math.min(1, share),
    ofShares: row.ofShares,
    people: row.people,
    ranges: row.ranges,
    rangesDiffering: row.rangesDiffering,
    missing: row.missing,
    extra: row.extra,
    different: row.different,
    settled: row.settled,
    overTheCap: row.overTheCap,
    repairedAt: row.repairedAt?.toISOString() ?? null,
    repairedBy: row.repairedBy,
    repaired: row.repaired,
  };
}
