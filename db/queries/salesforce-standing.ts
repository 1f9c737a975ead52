/** How the way to Salesforce stands: who is connected, and which orgs rest. Holds no secret. */
import { inArray, or, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { salesforceConnections, salesforceOrgs } from '../schema';

const connection = {
  userId: salesforceConnections.userId,
  purpose: salesforceConnections.purpose,
  orgId: salesforceConnections.orgId,
  state: salesforceConnections.state,
  instanceUrl: salesforceConnections.instanceUrl,
};
const org = {
  orgId: salesforceOrgs.orgId,
  instanceUrl: salesforceOrgs.instanceUrl,
  pausedUntil: salesforceOrgs.pausedUntil,
  pausedReason: salesforceOrgs.pausedReason,
};

export type SalesforceStanding = {
  connections: Pick<
    typeof salesforceConnections.$inferSelect,
    'userId' | 'purpose' | 'orgId' | 'state' | 'instanceUrl'
  >[];
  orgs: Pick<typeof salesforceOrgs.$inferSelect, 'orgId' | 'instanceUrl' | 'pausedUntil' | 'pausedReason'>[];
};

/** The connections of these sellers and the one that serves everybody else, with every org known. */
export async function selectSalesforceStanding(db: Tx, userIds: string[]): Promise<SalesforceStanding> {
  const integration = sql`${salesforceConnections.purpose} = 'integration'`;
  const theirs = userIds.length > 0 ? inArray(salesforceConnections.userId, userIds) : undefined;
  const [connections, orgs] = await Promise.all([
    db.select(connection).from(salesforceConnections).where(or(integration, theirs)),
    db.select(org).from(salesforceOrgs).orderBy(salesforceOrgs.orgId),
  ]);
  return { connections, orgs };
}
