import { ProviderFault } from '@/lib/provider-fault';
import type { ChangedRecord, RecordResult, SalesforceClient } from '@/lib/salesforce/client';

/** What became of one record, or of the whole call that carried it. */
export type ChangeOutcome = RecordResult | ProviderFault;

const mostInOneCall = 200;

/** Changes records in as few calls as there may be; what became of each, by its id. */
export async function changeRecords(
  client: SalesforceClient,
  records: ChangedRecord[],
): Promise<Map<string, ChangeOutcome>> {
  // Salesforce works on runs of one object, and takes only a few runs in a call.
  const inRuns = records.toSorted((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
  const outcomes = new Map<string, ChangeOutcome>();
  for (let from = 0; from < inRuns.length; from += mostInOneCall) {
    const batch = inRuns.slice(from, from + mostInOneCall);
    const results = await changeBatch(client, batch);
    for (const [index, { id }] of batch.entries()) {
      const outcome = Array.isArray(results) ? results[index] : results;
      if (outcome) outcomes.set(id, outcome);
    }
  }
  return outcomes;
}

async function changeBatch(client: SalesforceClient, batch: ChangedRecord[]): Promise<RecordResult[] | ProviderFault> {
  try {
    return await client.updateRecords(batch);
  } catch (error) {
    if (error instanceof ProviderFault) return error;
    throw error;
  }
}
