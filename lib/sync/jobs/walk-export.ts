/** The way of a bulk export from nothing to a file: one call at a time, so that any of them may be the last of a run. */
import type { BulkClient } from '../../marketo/bulk-client';
import type { CompleteExport } from '../../marketo/bulk-file';

type Place = { exportId: string | null; isEnqueued: boolean };
type Walked =
  | { now: 'made'; exportId: string }
  | { now: 'enqueued' }
  /** Marketo works on it. */
  | { now: 'under-way'; status: string }
  | { now: 'complete'; file: CompleteExport }
  /** A failure is Marketo's word, in a sentence. */
  | { now: 'failed'; why: string };

/** Makes, enqueues or looks at one export, whichever is next. Throws ProviderFault. */
export async function walkExport(
  client: Pick<BulkClient, 'enqueueLeadExport' | 'getLeadExport'>,
  { exportId, isEnqueued }: Place,
  make: () => Promise<string>,
): Promise<Walked> {
  if (!exportId) return { now: 'made', exportId: await make() };
  if (!isEnqueued) {
    await client.enqueueLeadExport(exportId);
    return { now: 'enqueued' };
  }
  const { status, errorMessage, numberOfRecords, fileSizeBytes, checksum } = await client.getLeadExport(exportId);
  switch (status) {
    case 'Completed':
      return { now: 'complete', file: { exportId, numberOfRecords, fileSizeBytes, checksum } };
    case 'Failed':
    case 'Cancelled': {
      const reason = errorMessage ? `: ${errorMessage.replace(/\.$/, '')}.` : '.';
      return { now: 'failed', why: `An export in Marketo was ${status.toLowerCase()}${reason}` };
    }
    default:
      return { now: 'under-way', status };
  }
}
