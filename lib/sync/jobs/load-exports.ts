/** The first load by bulk exports: of a list, or of everybody by the month of creation, two at a time. */
import type { BulkFilter } from '../../marketo/bulk-client';
import { needsNewExport } from '../../marketo/errors';
import { wireFieldsOf } from '../../marketo/field-mapping';
import { ProviderFault } from '../../provider-fault';
import type { Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { goingOn } from '../quiet-step';
import { oldestCreation } from './find-ids';
import { importFile } from './import-export';
import type { ExportPart, ExportProgress, LoadCheckpoint } from './load-checkpoint';
import { giveUp, storing } from './load-checkpoint';
import { connectionOf } from './read-people';
import { walkExport } from './walk-export';

// Marketo works on two at once; more would only wait in its queue, which all integrations share.
const mostOpen = 2;
const mostAttempts = 3;
const windowMs = 31 * 24 * 3600_000;

/** The plan: one part for a list, one for each window from the oldest person on. */
export async function beginExports(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const plan = { from: null, to: null, parts: 1, partsDone: 0, nextPart: 0, open: [], file: null };
  const exports = checkpoint.method === 'created-windows' ? { ...plan, ...(await windows(checkpoint, ctx)) } : plan;
  return goingOn<LoadCheckpoint>({ ...checkpoint, phase: 'export', exports });
}

/** One call, one batch of people, or a wait. */
export async function stepExports(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const exports = checkpoint.exports;
  if (!exports) throw new Error('No exports to go on with');
  if (exports.file) return orRenewed(checkpoint, ctx, exports.file.part, () => importFile(checkpoint, ctx));
  const now = ctx.clock.now();
  const due = exports.open.find((part) => !part.checkAt || part.checkAt <= now);
  if (due) return orRenewed(checkpoint, ctx, due.part, () => advance(checkpoint, ctx, exports, due));
  if (exports.nextPart < exports.parts && exports.open.length < mostOpen) return openNext(checkpoint, exports);
  if (exports.open.length > 0) return waiting(checkpoint, exports);
  return storing({ ...checkpoint, phase: 'done' }, async () => noCounts);
}

/** Makes, enqueues or looks at one export. */
async function advance(
  checkpoint: LoadCheckpoint,
  ctx: SyncCtx,
  exports: ExportProgress,
  part: ExportPart,
): Promise<Step<LoadCheckpoint>> {
  const client = await ctx.marketo('loads');
  const now = ctx.clock.now();
  const walked = await walkExport(
    client,
    { exportId: part.exportId, isEnqueued: part.enqueuedAt !== null },
    async () => {
      const { fieldMapping } = await connectionOf(ctx);
      return client.createLeadExport({
        fields: wireFieldsOf(fieldMapping),
        filter: await filterOf(checkpoint, ctx, part),
      });
    },
  );
  const checkAt = new Date(now.getTime() + ctx.exports.pollMs);
  switch (walked.now) {
    case 'made':
      return withPart(checkpoint, {
        ...part,
        exportId: walked.exportId,
        attempts: part.attempts + 1,
        status: 'Created',
      });
    case 'enqueued':
      return withPart(checkpoint, { ...part, enqueuedAt: now, checkAt, status: 'Queued' });
    case 'under-way':
      return withPart(checkpoint, { ...part, checkAt, status: walked.status });
    case 'complete': {
      const file = { part: part.part, ...walked.file, nextByte: 0 };
      return goingOn({ ...checkpoint, exports: { ...exports, file } });
    }
    case 'failed':
      return renewed(checkpoint, ctx, part.part, walked.why);
  }
}

/** What no repetition of a call will heal needs another export, or another way to load. */
async function orRenewed(
  checkpoint: LoadCheckpoint,
  ctx: SyncCtx,
  part: number,
  step: () => Promise<Step<LoadCheckpoint>>,
): Promise<Step<LoadCheckpoint>> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    const open = checkpoint.exports?.open.find((candidate) => candidate.part === part);
    // An instance that takes no such export will not take the next one either.
    const isRefused = error.kind === 'rejected' || error.kind === 'forbidden' || error.kind === 'gone';
    if (!open?.exportId && isRefused) return giveUp(checkpoint, ctx, error.message);
    if (isRefused || needsNewExport(error)) return renewed(checkpoint, ctx, part, error.message);
    throw error;
  }
}

function renewed(checkpoint: LoadCheckpoint, ctx: SyncCtx, number: number, why: string): Step<LoadCheckpoint> {
  const open = checkpoint.exports?.open.find((part) => part.part === number);
  if (!checkpoint.exports || !open || open.attempts >= mostAttempts) return giveUp(checkpoint, ctx, why);
  ctx.log.warn({ exportId: open.exportId, attempts: open.attempts, why }, 'the export is made again');
  const again = { ...open, exportId: null, enqueuedAt: null, checkAt: null, status: 'lost' };
  return withPart({ ...checkpoint, exports: { ...checkpoint.exports, file: null } }, again);
}

function openNext(checkpoint: LoadCheckpoint, exports: ExportProgress): Step<LoadCheckpoint> {
  const part = exports.nextPart;
  const fresh = { part, attempts: 0, exportId: null, enqueuedAt: null, checkAt: null, status: 'planned' };
  const open = [...exports.open, fresh];
  return goingOn({ ...checkpoint, exports: { ...exports, open, nextPart: part + 1 } });
}

function withPart(checkpoint: LoadCheckpoint, part: ExportPart): Step<LoadCheckpoint> {
  const exports = checkpoint.exports && {
    ...checkpoint.exports,
    open: checkpoint.exports.open.map((other) => (other.part === part.part ? part : other)),
  };
  return goingOn({ ...checkpoint, exports });
}

function waiting(checkpoint: LoadCheckpoint, { open, parts, partsDone }: ExportProgress): Step<LoadCheckpoint> {
  const times = open.map((part) => part.checkAt?.getTime() ?? 0);
  const words = open.map((part) => part.status.toLowerCase()).join(', ');
  const what = parts === 1 ? 'the export' : `the exports; ${partsDone} of ${parts} are read`;
  const why = `Marketo is making ${what} (now ${words}).`;
  return { ...goingOn(checkpoint), wait: { until: new Date(Math.min(...times)), why } };
}

async function windows(
  checkpoint: LoadCheckpoint,
  ctx: SyncCtx,
): Promise<Pick<ExportProgress, 'from' | 'to' | 'parts'>> {
  const to = checkpoint.startedAt ?? ctx.clock.now();
  const oldest = await oldestCreation(ctx, checkpoint.highestId);
  const from = new Date(Math.min(oldest.getTime(), to.getTime() - windowMs));
  return { from, to, parts: Math.ceil((to.getTime() - from.getTime()) / windowMs) };
}

async function filterOf({ method, exports }: LoadCheckpoint, ctx: SyncCtx, { part }: ExportPart): Promise<BulkFilter> {
  const { capabilities } = await connectionOf(ctx);
  if (exports?.from && exports.to) {
    const startMs = exports.from.getTime() + part * windowMs;
    // Both ends belong to a window, and Marketo counts whole seconds.
    const endMs = Math.min(exports.to.getTime(), startMs + windowMs - 1000);
    return { kind: 'created-at', from: new Date(startMs), to: new Date(endMs) };
  }
  const list = method === 'static-list' ? capabilities?.staticList : capabilities?.smartList;
  if (list) return { kind: method === 'static-list' ? 'static-list' : 'smart-list', id: list.id };
  const message = 'The list that was to be exported is not known any more.';
  throw new ProviderFault({ provider: 'marketo', kind: 'gone', remoteCode: null, message });
}
