/** Compares an export of ids with the list: a handful of calls, however many people there are. */
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { selectActiveIds } from '@/db/queries/people';
import type { BulkFilter } from '../../marketo/bulk-client';
import { downloadLeadExport, readBulkLeads, removeLeadExport } from '../../marketo/bulk-file';
import { needsNewExport } from '../../marketo/errors';
import { ProviderFault } from '../../provider-fault';
import type { Capabilities } from '../../settings/model';
import type { Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { comingToRest, goingOn } from '../quiet-step';
import type { DiscoverCheckpoint, ExportLook } from './discover-checkpoint';
import { connectionOf } from './read-people';
import { walkExport } from './walk-export';

const hours = (n: number) => n * 3600_000;

type Source = { filter: BulkFilter; everyMs: number };

/** Whether an export can be made, and is due. */
export async function lookIsDue({ lookDueAt }: DiscoverCheckpoint, ctx: SyncCtx): Promise<boolean> {
  if (lookDueAt && lookDueAt > ctx.clock.now()) return false;
  return sourceOf((await connectionOf(ctx)).capabilities, ctx.clock.now()) !== null;
}

/** One call, one batch of ids, or a wait. An export that fails is left; the next one is due at its time. */
export async function stepLook(
  checkpoint: DiscoverCheckpoint,
  look: ExportLook,
  ctx: SyncCtx,
): Promise<Step<DiscoverCheckpoint>> {
  const source = sourceOf((await connectionOf(ctx)).capabilities, ctx.clock.now());
  if (!source) return leave(checkpoint, ctx, hours(1));
  try {
    return await goOn(checkpoint, look, source, ctx);
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    if (!['rejected', 'forbidden', 'gone'].includes(error.kind) && !needsNewExport(error)) throw error;
    ctx.log.warn({ reason: error.message }, 'the export of ids is left; the next is made when it is due');
    return leave(checkpoint, ctx, source.everyMs);
  }
}

// A list says at any time who has an owner, a changed record only that it changed.
function sourceOf(capabilities: Capabilities | null, now: Date): Source | null {
  if (!capabilities?.bulkExtract) return null;
  const { smartList, smartListFilter, staticList, updatedAtFilter } = capabilities;
  if (smartList && smartListFilter) return { filter: { kind: 'smart-list', id: smartList.id }, everyMs: hours(1) };
  if (staticList) return { filter: { kind: 'static-list', id: staticList.id }, everyMs: hours(1) };
  if (!updatedAtFilter) return null;
  return { filter: { kind: 'updated-at', from: new Date(now.getTime() - hours(48)), to: now }, everyMs: hours(24) };
}

async function goOn(
  checkpoint: DiscoverCheckpoint,
  look: ExportLook,
  { filter, everyMs }: Source,
  ctx: SyncCtx,
): Promise<Step<DiscoverCheckpoint>> {
  const client = await ctx.marketo('loads');
  const now = ctx.clock.now();
  const { exportId, isEnqueued, checkAt, file } = look;
  if (exportId && file) return compare(checkpoint, { exportId, file, everyMs }, ctx);
  if (checkAt && checkAt > now) {
    return { ...going(checkpoint, look), wait: { until: checkAt, why: 'Marketo is making an export of ids.' } };
  }
  const make = () => client.createLeadExport({ fields: ['id'], filter });
  const walked = await walkExport(client, { exportId, isEnqueued }, make);
  const soon = new Date(now.getTime() + ctx.exports.pollMs);
  switch (walked.now) {
    case 'made':
      return going(checkpoint, { ...look, exportId: walked.exportId });
    case 'enqueued':
      return going(checkpoint, { ...look, isEnqueued: true, checkAt: soon });
    case 'under-way':
      return going(checkpoint, { ...look, checkAt: soon });
    case 'complete':
      return going(checkpoint, { ...look, file: { ...walked.file, nextByte: 0 } });
    case 'failed':
      ctx.log.warn({ exportId, reason: walked.why }, 'the export of ids failed in Marketo');
      return leave(checkpoint, ctx, everyMs);
  }
}

/** Whoever is in the file and not in the list is read by the refresh, which judges as ever. */
async function compare(
  checkpoint: DiscoverCheckpoint,
  { exportId, file, everyMs }: { exportId: string; file: NonNullable<ExportLook['file']>; everyMs: number },
  ctx: SyncCtx,
): Promise<Step<DiscoverCheckpoint>> {
  const client = await ctx.marketo('loads');
  const { directory, peopleAtOnce: atMost } = ctx.exports;
  const { path } = await downloadLeadExport({ client, leadExport: { ...file, exportId }, directory });
  const { leads, nextByte } = await readBulkLeads({ path, fromByte: file.nextByte, atMost });
  const ids = leads.map((lead) => lead.id);
  const listed = new Set(await selectActiveIds(ctx.db, ids));
  const hints = ids
    .filter((id) => !listed.has(id))
    .map((marketoId) => ({ marketoId, reason: 'found' as const, changedAt: null }));
  if (nextByte === null) await removeLeadExport({ directory, exportId });
  const next =
    nextByte === null ? left(checkpoint, ctx, everyMs) : { ...checkpoint, look: lookAt(exportId, file, nextByte) };
  return {
    next,
    done: nextByte === null,
    wakes: hints.length > 0 ? ['refresh-people'] : [],
    commit: async (tx) => {
      await upsertDirtyPeople(tx, hints, ctx.clock.now());
      return { ...noCounts, read: ids.length };
    },
  };
}

function lookAt(exportId: string, file: NonNullable<ExportLook['file']>, nextByte: number): ExportLook {
  return { exportId, isEnqueued: true, checkAt: null, file: { ...file, nextByte } };
}

function going(checkpoint: DiscoverCheckpoint, look: ExportLook): Step<DiscoverCheckpoint> {
  return goingOn({ ...checkpoint, look });
}

function left(checkpoint: DiscoverCheckpoint, ctx: SyncCtx, everyMs: number): DiscoverCheckpoint {
  return { ...checkpoint, look: null, lookDueAt: new Date(ctx.clock.now().getTime() + everyMs) };
}

function leave(checkpoint: DiscoverCheckpoint, ctx: SyncCtx, everyMs: number): Step<DiscoverCheckpoint> {
  return comingToRest(left(checkpoint, ctx, everyMs));
}
