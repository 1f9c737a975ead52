/** Through which connections sales activities can go to Salesforce, and how sellers want them logged. */
import { desc, eq, inArray, isNotNull } from 'drizzle-orm';
import type { ConnectionPurpose, ConnectionState, OrgCapabilities } from '@/lib/salesforce-connections/model';
import type { LoggingSettings } from '@/lib/salesforce-logging/model';
import type { Tx } from '../client';
import { people, salesforceConnections, salesforceLogging, salesforceOrgs, users } from '../schema';
import { isInUse } from './salesforce-connections';

const connectionColumns = {
  connectionId: salesforceConnections.id,
  purpose: salesforceConnections.purpose,
  userId: salesforceConnections.userId,
  state: salesforceConnections.state,
  sfUserId: salesforceConnections.sfUserId,
  timeZone: salesforceConnections.timeZone,
};

/** A connection that may carry activities, with what is known of its org. */
export type Carrier = {
  connectionId: string;
  purpose: ConnectionPurpose;
  userId: string;
  state: ConnectionState;
  sfUserId: string;
  timeZone: string;
  org: { orgId: string; capabilities: OrgCapabilities | null; usageUsed: number | null; usageLimit: number | null };
};

/** Every connection there is, working or not, without those of sellers who were deactivated. */
export async function selectCarriers(db: Tx): Promise<Carrier[]> {
  const { orgId, capabilities, usageUsed, usageLimit } = salesforceOrgs;
  return db
    .select({ ...connectionColumns, org: { orgId, capabilities, usageUsed, usageLimit } })
    .from(salesforceConnections)
    .innerJoin(salesforceOrgs, eq(salesforceOrgs.orgId, salesforceConnections.orgId))
    .innerJoin(users, eq(users.id, salesforceConnections.userId))
    .where(isInUse);
}

/** What the org offers that was described last; null before anybody connected. */
export async function selectTeamCapabilities(db: Tx): Promise<OrgCapabilities | null> {
  const [row] = await db
    .select({ capabilities: salesforceOrgs.capabilities })
    .from(salesforceOrgs)
    .where(isNotNull(salesforceOrgs.capabilities))
    .orderBy(desc(salesforceOrgs.describedAt))
    .limit(1);
  return row?.capabilities ?? null;
}

type Stored = { settings: LoggingSettings; changedAt: Date };

/** The team's settings, null before an admin saved any, and those of members who have their own. */
export async function selectLogging(
  db: Tx,
  userIds: readonly string[],
): Promise<{ team: (Stored & { teamWide: boolean }) | null; own: Map<string, Stored> }> {
  const rows = await db
    .select()
    .from(salesforceLogging)
    .where(inArray(salesforceLogging.owner, [teamOwner, ...userIds]));
  const team = rows.find((row) => row.owner === teamOwner) ?? null;
  return { team, own: new Map(rows.filter((row) => row.owner !== teamOwner).map((row) => [row.owner, row])) };
}

export const teamOwner = 'team';

/** Stores the settings of the team, or of one user. */
export async function upsertLogging(db: Tx, row: typeof salesforceLogging.$inferInsert): Promise<void> {
  await db.insert(salesforceLogging).values(row).onConflictDoUpdate({ target: salesforceLogging.owner, set: row });
}

export type LoggedPerson = Pick<
  typeof people.$inferSelect,
  'marketoId' | 'email' | 'firstName' | 'lastName' | 'company' | 'sfdcContactId' | 'sfdcLeadId' | 'sfdcAccountId'
>;

/** What logging needs to know of people, whatever their state. */
export async function selectLoggedPeople(db: Tx, marketoIds: readonly number[]): Promise<Map<number, LoggedPerson>> {
  if (marketoIds.length === 0) return new Map();
  const { marketoId, email, firstName, lastName, company, sfdcContactId, sfdcLeadId, sfdcAccountId } = people;
  const rows = await db
    .select({ marketoId, email, firstName, lastName, company, sfdcContactId, sfdcLeadId, sfdcAccountId })
    .from(people)
    .where(inArray(people.marketoId, [...marketoIds]));
  return new Map(rows.map((row) => [row.marketoId, row]));
}
