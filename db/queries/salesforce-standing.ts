/** How the way to Salesforce stands: who is connected, and to which orgs. Holds no secret. */
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { salesforceConnections, salesforceOrgs, users } from '../schema';

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
  isDescribed: sql<boolean>`${salesforceOrgs.capabilities} is not null`,
};

export type SalesforceStanding = {
  connections: Pick<
    typeof salesforceConnections.$inferSelect,
    'userId' | 'purpose' | 'orgId' | 'state' | 'instanceUrl'
  >[];
  orgs: (Pick<typeof salesforceOrgs.$inferSelect, 'orgId' | 'instanceUrl'> & { isDescribed: boolean })[];
};

/** The connections of these sellers, as far as they are active, and the one that serves everybody else; every org known. */
export async function selectSalesforceStanding(db: Tx, userIds: string[]): Promise<SalesforceStanding> {
  const integration = sql`${salesforceConnections.purpose} = 'integration'`;
  const theirs = userIds.length > 0 ? inArray(salesforceConnections.userId, userIds) : sql`false`;
  const [connections, orgs] = await Promise.all([
    db
      .select(connection)
      .from(salesforceConnections)
      .innerJoin(users, eq(users.id, salesforceConnections.userId))
      .where(or(integration, and(theirs, users.active))),
    db.select(org).from(salesforceOrgs).orderBy(salesforceOrgs.orgId),
  ]);
  return { connections, orgs };
}
