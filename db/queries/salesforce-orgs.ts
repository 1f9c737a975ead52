/** What is known of Salesforce orgs: what they offer, how many API calls are used, and whether calls rest. */
import { and, asc, eq, lt, sql } from 'drizzle-orm';
import type { SalesforceLane } from '@/lib/salesforce-budget/model';
import type { OrgCapabilities } from '@/lib/salesforce-connections/model';
import type { Tx } from '../client';
import { salesforceConnections, salesforceOrgs, salesforceUsage, users } from '../schema';
import { isInUse } from './salesforce-connections';

export type SalesforceOrg = typeof salesforceOrgs.$inferSelect;

/** One org; null when nobody ever connected to it. */
export async function selectSalesforceOrg(db: Tx, orgId: string): Promise<SalesforceOrg | null> {
  const [row] = await db.select().from(salesforceOrgs).where(eq(salesforceOrgs.orgId, orgId));
  return row ?? null;
}

/** The orgs that somebody is connected to. */
export async function selectConnectedOrgs(db: Tx): Promise<SalesforceOrg[]> {
  const isConnected = sql`exists (select 1 from ${salesforceConnections} c where c.org_id = ${salesforceOrgs.orgId})`;
  return db.select().from(salesforceOrgs).where(isConnected).orderBy(asc(salesforceOrgs.orgId));
}

/** Notes that somebody is connected to an org at this address. */
export async function upsertSalesforceOrg(db: Tx, org: { orgId: string; instanceUrl: string }): Promise<void> {
  await db
    .insert(salesforceOrgs)
    .values(org)
    .onConflictDoUpdate({ target: salesforceOrgs.orgId, set: { instanceUrl: org.instanceUrl } });
}

/** Stores what an org offers. */
export async function updateOrgCapabilities(
  db: Tx,
  { orgId, capabilities, describedAt }: { orgId: string; capabilities: OrgCapabilities; describedAt: Date },
): Promise<void> {
  await db.update(salesforceOrgs).set({ capabilities, describedAt }).where(eq(salesforceOrgs.orgId, orgId));
}

/** Everything that decides whether a lane may call an org now; null when the org is not known. */
export async function selectOrgBudget(db: Tx, { orgId, since }: { orgId: string; since: Date }) {
  // In raw names: drizzle leaves the table out where it selects from one, and then each would compare itself.
  const ownCalls = sql<number>`(select coalesce(sum(u.calls), 0)::int from salesforce_usage u
    where u.org_id = salesforce_orgs.org_id and u.hour > ${since.toISOString()}::timestamptz)`;
  const sharePercent = sql<number | null>`(select (l.settings ->> 'apiSharePercent')::float from salesforce_logging l
    where l.owner = 'team')`;
  const [row] = await db
    .select({
      used: salesforceOrgs.usageUsed,
      limit: salesforceOrgs.usageLimit,
      usageAt: salesforceOrgs.usageAt,
      pausedUntil: salesforceOrgs.pausedUntil,
      pausedReason: salesforceOrgs.pausedReason,
      ownCalls,
      sharePercent,
    })
    .from(salesforceOrgs)
    .where(eq(salesforceOrgs.orgId, orgId));
  return row ?? null;
}

/** Counts one call of ours. */
export async function insertSalesforceCall(
  db: Tx,
  call: { orgId: string; hour: Date; lane: SalesforceLane },
): Promise<void> {
  await db
    .insert(salesforceUsage)
    .values({ ...call, calls: 1 })
    .onConflictDoUpdate({
      target: [salesforceUsage.orgId, salesforceUsage.hour, salesforceUsage.lane],
      set: { calls: sql`${salesforceUsage.calls} + 1` },
    });
}

/** Stores what an org said of its usage. With room again (`hasRoom`) a pause of its calls is over. */
export async function updateOrgUsage(
  db: Tx,
  { orgId, used, limit, at, hasRoom }: { orgId: string; used: number; limit: number; at: Date; hasRoom: boolean },
): Promise<void> {
  const resumed = hasRoom ? { pausedUntil: null, pausedReason: null } : {};
  await db
    .update(salesforceOrgs)
    .set({ usageUsed: used, usageLimit: limit, usageAt: at, ...resumed })
    .where(eq(salesforceOrgs.orgId, orgId));
}

/** Lets all calls to an org rest until it is asked again, at `until`. */
export async function pauseOrg(db: Tx, pause: { orgId: string; until: Date; reason: string }): Promise<void> {
  await db
    .update(salesforceOrgs)
    .set({ pausedUntil: pause.until, pausedReason: pause.reason })
    .where(eq(salesforceOrgs.orgId, pause.orgId));
}

/** Our own calls to each org since `since`, by lane. */
export async function selectSalesforceUsage(
  db: Tx,
  since: Date,
): Promise<{ orgId: string; lane: SalesforceLane; calls: number }[]> {
  return db
    .select({ orgId: salesforceUsage.orgId, lane: salesforceUsage.lane, calls: sql<number>`sum(calls)::int` })
    .from(salesforceUsage)
    .where(sql`${salesforceUsage.hour} > ${since.toISOString()}::timestamptz`)
    .groupBy(salesforceUsage.orgId, salesforceUsage.lane)
    .orderBy(asc(salesforceUsage.orgId), asc(salesforceUsage.lane));
}

/** Forgets counts that no rule asks for any more. */
export async function deleteSalesforceUsageBefore(db: Tx, before: Date): Promise<void> {
  await db.delete(salesforceUsage).where(lt(salesforceUsage.hour, before));
}

/** A working connection of each org, the integration user's before sellers', the oldest first. */
export async function selectOrgSpokesmen(db: Tx): Promise<{ orgId: string; connectionId: string }[]> {
  const rows = await db
    .selectDistinctOn([salesforceConnections.orgId], {
      orgId: salesforceConnections.orgId,
      connectionId: salesforceConnections.id,
    })
    .from(salesforceConnections)
    .innerJoin(users, eq(users.id, salesforceConnections.userId))
    .where(and(isInUse, eq(salesforceConnections.state, 'active')))
    .orderBy(
      asc(salesforceConnections.orgId),
      asc(salesforceConnections.purpose),
      asc(salesforceConnections.connectedAt),
      asc(salesforceConnections.id),
    );
  return rows;
}
