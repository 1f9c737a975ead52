/** Imports the file of a complete export, a few thousand people at a time. Nothing is used before its checksum is right. */
import { downloadLeadExport, readBulkLeads, removeLeadExport } from '../../marketo/bulk-file';
import type { Step, SyncCtx } from '../engine';
import { goingOn } from '../quiet-step';
import { type LoadCheckpoint, storing } from './load-checkpoint';
import { connectionOf, judgePeople, storePeople } from './read-people';

/** The next people of the file, which is fetched where it is missing. Throws ProviderFault. */
export async function importFile(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const { exports } = checkpoint;
  if (!exports?.file) throw new Error('No file to import');
  const { file } = exports;
  if (file.nextByte === null) return finished(checkpoint, ctx, file.exportId);
  const client = await ctx.marketo('loads');
  const { directory, peopleAtOnce: atMost } = ctx.exports;
  const { path } = await downloadLeadExport({ client, leadExport: file, directory });
  const { leads, nextByte, unreadable } = await readBulkLeads({ path, fromByte: file.nextByte, atMost });
  const open = exports.open.find((part) => part.part === file.part);
  const found = judgePeople(ctx, leads, await connectionOf(ctx), open?.enqueuedAt ?? new Date(0));
  return storing({ ...checkpoint, exports: { ...exports, file: { ...file, nextByte } } }, async (tx) => {
    const counts = await storePeople(tx, found, { source: 'first-load' });
    if (unreadable === 0) return counts;
    return {
      ...counts,
      read: counts.read + unreadable,
      skipped: { ...counts.skipped, 'damaged in the file': unreadable },
    };
  });
}

/** A step of its own, so that the file is there as long as a repeated import may need it. */
async function finished(checkpoint: LoadCheckpoint, ctx: SyncCtx, exportId: string): Promise<Step<LoadCheckpoint>> {
  const { exports } = checkpoint;
  await removeLeadExport({ directory: ctx.exports.directory, exportId });
  const open = exports?.open.filter((part) => part.exportId !== exportId) ?? [];
  const next = {
    ...checkpoint,
    exports: exports && { ...exports, open, file: null, partsDone: exports.partsDone + 1 },
  };
  return goingOn(next);
}
