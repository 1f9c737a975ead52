import { countSalesforceConnections } from '@/db/queries/salesforce-connections';
import { selectConnectedOrgs, selectSalesforceUsage } from '@/db/queries/salesforce-orgs';
import type { Ctx } from '../context';
import { usedSince } from '../salesforce-budget/model';
import { connectionStates } from '../salesforce-connections/model';
import { gauge, type Metric } from './model';

/** Who is connected to Salesforce, and how far the calls of its orgs are used. */
export async function salesforceMetrics({ db, clock }: Ctx): Promise<Metric[]> {
  const [states, orgs, own] = await Promise.all([
    countSalesforceConnections(db),
    selectConnectedOrgs(db),
    selectSalesforceUsage(db, usedSince(clock.now())),
  ]);
  const ofOrgs = (value: (org: (typeof orgs)[number]) => number | null) =>
    orgs.map((org) => ({ labels: { org: org.orgId }, value: value(org) }));
  return [
    {
      ...gauge('salesforce_connections', 'Connections by state; all but active ones wait for their users.'),
      samples: connectionStates.map((state) => ({
        labels: { state },
        value: states.find((row) => row.state === state)?.connections ?? 0,
      })),
    },
    {
      ...gauge('salesforce_calls_last_day', 'Our API calls of the last 24 hours, to the hour.'),
      samples: own.map(({ orgId, lane, calls: value }) => ({ labels: { org: orgId, lane }, value })),
    },
    {
      ...gauge('salesforce_org_calls_last_day', "Everybody's API calls of the last 24 hours, as the org told last."),
      samples: ofOrgs(({ usageUsed }) => usageUsed),
    },
    {
      ...gauge('salesforce_org_calls_limit', 'What the org allows of them.'),
      samples: ofOrgs((org) => org.usageLimit),
    },
    {
      ...gauge('salesforce_org_paused', '1 while calls to the org rest because none are left.'),
      samples: ofOrgs(({ pausedUntil }) => (pausedUntil ? 1 : 0)),
    },
  ];
}
