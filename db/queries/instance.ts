import type { Tx } from '../client';
import { activities, activityReads, dayTokens, dirtyPeople, freshnessSamples, people, personMerges } from '../schema';

/** Forgets everything that was read from a Marketo instance: in another one the same ids mean other people. */
export async function deleteInstanceData(tx: Tx): Promise<void> {
  for (const table of [people, personMerges, dirtyPeople, freshnessSamples, activities, activityReads, dayTokens]) {
    await tx.delete(table);
  }
}
