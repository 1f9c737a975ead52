import type { Tx } from '../client';
import {
  absentPeople,
  activities,
  activityReads,
  callBudgets,
  dayTokens,
  dirtyPeople,
  freshnessSamples,
  people,
  peopleCounts,
  peopleFilterCounts,
  personEvents,
  personMerges,
} from '../schema';

/** Forgets everything that was read from a Marketo instance: in another one the same ids mean other people. */
export async function deleteInstanceData(tx: Tx): Promise<void> {
  const tables = [
    people,
    peopleCounts,
    peopleFilterCounts,
    personEvents,
    absentPeople,
    personMerges,
    dirtyPeople,
    freshnessSamples,
    activities,
    activityReads,
    dayTokens,
    callBudgets,
  ];
  for (const table of tables) await tx.delete(table);
}
