import type { Tx } from '@/db/client';
import { selectOrgBudget } from '@/db/queries/salesforce-orgs';
import { type Rest, restOf, usedSince } from './model';

/** Those of the orgs to which activities do not go now, why, and until when it is not worth asking again. */
export async function restingOrgs(db: Tx, orgIds: readonly string[], now: Date): Promise<Map<string, Rest>> {
  const rests = new Map<string, Rest>();
  for (const orgId of new Set(orgIds)) {
    const budget = await selectOrgBudget(db, { orgId, since: usedSince(now) });
    const rest = budget && restOf('activities', budget, now);
    if (rest) rests.set(orgId, rest);
  }
  return rests;
}
