/** How the way to Salesforce stands: who is connected, and to which orgs. Holds no secret. */
import { and, eq, inArray, not, or, sql } from 'drizzle-orm';
import type { Tx } from '../client';
import { salesforceConnections, salesforceOrgs, users } from '../schema';
import { isInUse } from './salesforce-connections';

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
  /** Those of the sellers who were deactivated here: a connection of theirs is not used. */
  deactivated: string[];
};

/** The connections in use of these sellers and the one that serves everybody else; every org known. */
export async function selectSalesforceStanding(db: Tx, userIds: string[]): Promise<SalesforceStanding> {
  const of = inArray(salesforceConnections.userId, userIds);
  const isIntegration = eq(salesforceConnections.purpose, 'integration');
  const [connections, orgs, deactivated] = await Promise.all([
    db
      .select(connection)
      .from(salesforceConnections)
      .innerJoin(users, eq(users.id, salesforceConnections.userId))
      .where(and(isInUse, or(isIntegration, of))),
    db.select(org).from(salesforceOrgs).orderBy(salesforceOrgs.orgId),
    db
      .select({ id: users.id })
      .from(users)
      .where(and(inArray(users.id, userIds), not(users.active))),
  ]);
  return { connections, orgs, deactivated: deactivated.map(({ id }) => id) };
}
