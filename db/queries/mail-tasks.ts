/** What the journal knows of mails and of people's latest activities: what Salesforce is told later refers to it. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DeliveryState, DeliveryTarget } from '@/lib/deliveries/model';
import type { SalesActivityKind } from '@/lib/sales-activities/model';
import type { Tx } from '../client';
import { deliveries, personMerges, salesActivities } from '../schema';

/** The delivery of a mail to Salesforce. */
export type MailDelivery = {
  emailId: string;
  /** Whom the mail went to, as the record lives on. */
  marketoId: number;
  userId: string;
  state: DeliveryState;
  remoteId: string | null;
  target: DeliveryTarget | null;
};

const emailId = sql<string>`(${salesActivities.payload} ->> 'emailId')`;
const standingId = sql<number>`coalesce(${personMerges.winnerId}, ${salesActivities.marketoId})`.mapWith(Number);

/** The deliveries of these mails, in no order; a mail to several people has one for each. */
export async function selectMailDeliveries(db: Tx, emailIds: readonly string[]): Promise<MailDelivery[]> {
  if (emailIds.length === 0) return [];
  const { userId, state, remoteId, target } = deliveries;
  return db
    .select({ emailId, marketoId: standingId, userId, state, remoteId, target })
    .from(salesActivities)
    .innerJoin(
      deliveries,
      and(eq(deliveries.salesActivityId, salesActivities.id), eq(deliveries.destination, 'salesforce')),
    )
    .leftJoin(personMerges, eq(personMerges.loserId, salesActivities.marketoId))
    .where(and(eq(salesActivities.kind, 'email-sent'), inArray(emailId, [...emailIds])));
}

export type MailEvent = { emailId: string; marketoId: number; kind: SalesActivityKind };

/** Which events of these mails are noted in Salesforce already. */
export async function selectNotedMailEvents(db: Tx, marketoIds: readonly number[]): Promise<MailEvent[]> {
  if (marketoIds.length === 0) return [];
  return db
    .select({ emailId, marketoId: salesActivities.marketoId, kind: salesActivities.kind })
    .from(salesActivities)
    .innerJoin(
      deliveries,
      and(
        eq(deliveries.salesActivityId, salesActivities.id),
        eq(deliveries.destination, 'salesforce'),
        eq(deliveries.state, 'confirmed'),
      ),
    )
    .where(
      and(
        inArray(salesActivities.marketoId, [...marketoIds]),
        inArray(salesActivities.kind, ['email-opened', 'email-clicked', 'email-bounced']),
      ),
    );
}

/** When the newest sent mail, answer or call of each person happened. */
export async function selectLatestActivities(db: Tx, marketoIds: readonly number[]): Promise<Map<number, Date>> {
  if (marketoIds.length === 0) return new Map();
  const rows = await db
    .select({ marketoId: salesActivities.marketoId, latest: sql<string>`max(${salesActivities.occurredAt})` })
    .from(salesActivities)
    .where(
      and(
        inArray(salesActivities.marketoId, [...marketoIds]),
        inArray(salesActivities.kind, ['email-sent', 'email-replied', 'call']),
      ),
    )
    .groupBy(salesActivities.marketoId);
  return new Map(rows.map((row) => [row.marketoId, new Date(row.latest)]));
}
