import type { Tx } from '@/db/client';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { countPeopleByState } from '@/db/queries/people';
import { countDriftOfReason, selectDrift, updateRepaired } from '@/db/queries/reconcile';
import { mostVanished } from '../sync/jobs/sweep-checkpoint';
import { notInMarketo } from './model';

const peopleAtOnce = 5000;

/**
 * Gives everybody a comparison found different to the refresh, which reads them again and writes the truth. People
 * whom Marketo does not show are left out when they are too many to believe. Returns how many were given, once.
 */
export async function repairDrift(tx: Tx, repair: { id: number; by: string; at: Date }): Promise<number> {
  const { id, by, at } = repair;
  const { active = 0 } = await countPeopleByState(tx);
  const inDoubt = (await countDriftOfReason(tx, id, notInMarketo)) > mostVanished(active);
  let repaired = 0;
  for (let afterId = 0; ; ) {
    const found = await selectDrift(tx, { reconciliationId: id, confirmed: true, afterId, limit: peopleAtOnce });
    const last = found.at(-1);
    if (!last) break;
    const believed = found.filter(({ reason }) => !inDoubt || reason !== notInMarketo);
    const hints = believed.map(({ marketoId }) => ({ marketoId, reason: 'reconciled' as const, changedAt: null }));
    await upsertDirtyPeople(tx, hints, at);
    repaired += believed.length;
    afterId = last.marketoId;
  }
  const first = await updateRepaired(tx, id, { repairedAt: at, repairedBy: by, repaired });
  return first ? repaired : 0;
}
