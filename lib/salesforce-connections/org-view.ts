import { type SalesforceOrg, selectOrgBudget } from '@/db/queries/salesforce-orgs';
import type { Ctx } from '../context';
import { defaultSharePercent, restOf, salesforceLanes, usedSince } from '../salesforce-budget/model';
import type { OrgView } from './contract';
import { type OrgCapabilities, orgObjects } from './model';

/** What is known of an org, its calls as they stand now. */
export async function orgViewFrom(ctx: Ctx, org: SalesforceOrg): Promise<OrgView> {
  const { orgId, instanceUrl, describedAt, capabilities } = org;
  const now = ctx.clock.now();
  const budget = await selectOrgBudget(ctx.db, { orgId, since: usedSince(now) });
  const rests = salesforceLanes.map((lane) => ({ lane, rest: budget && restOf(lane, budget, now) }));
  return {
    orgId,
    instanceUrl,
    describedAt: describedAt?.toISOString() ?? null,
    offers: capabilities && offersFrom(capabilities),
    usage: {
      used: org.usageUsed,
      limit: org.usageLimit,
      at: org.usageAt?.toISOString() ?? null,
      own: budget?.ownCalls ?? 0,
      sharePercent: budget?.sharePercent ?? defaultSharePercent,
    },
    rests: rests.flatMap(({ lane, rest }) => (rest ? [{ lane, why: rest.why }] : [])),
  };
}

function offersFrom({ objects, ...capabilities }: OrgCapabilities): OrgView['offers'] {
  const { keyMode, keyField, keyFields, chosenKeyField, closedStatuses } = capabilities;
  return {
    keyMode,
    keyField,
    keyFields,
    chosenKeyField,
    closedStatuses,
    objects: orgObjects.map((name) => ({
      name,
      visible: name in objects,
      createable: objects[name]?.createable ?? false,
    })),
  };
}
