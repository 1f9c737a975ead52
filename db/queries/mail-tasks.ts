/** What the journal knows of mails and of people's latest activities: what Salesforce is told later refers to it. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { type DeliveryState, deliveryStates } from '@/lib/deliveries/model';
import type { SalesActivityKind } from '@/lib/sales-activities/model';
import { mailEventKinds } from '@/lib/salesforce-logging/model';
import type { Tx } from '../client';
import { deliveries, personMerges, salesActivities } from '../schema';
import type { DeliveryRow } from './sales-activities';

/** The delivery of a mail to Salesforce. */
export type MailDelivery = Pick<
  DeliveryRow,
  'key' | 'userId' | 'state' | 'remoteId' | 'target' | 'payload' | 'dueAt' | 'leasedUntil' | 'changedAt'
> & {
  emailId: string;
  /** Whom the mail went to, as the record lives on. */
  marketoId: number;
};

const emailId = sql<string>`(${salesActivities.payload} ->> 'emailId')`;
const standingId = sql<number>`coalesce(${personMerges.winnerId}, ${salesActivities.marketoId})`.mapWith(Number);
const toSalesforce = and(eq(deliveries.salesActivityId, salesActivities.id), eq(deliveries.destination, 'salesforce'));

/** The deliveries of these mails, in no order; a mail to several people has one for each. */
export async function selectMailDeliveries(db: Tx, emailIds: readonly string[]): Promise<MailDelivery[]> {
  if (emailIds.length === 0) return [];
  const { key, userId, state, remoteId, target, payload, dueAt, leasedUntil, changedAt } = deliveries;
  const columns = { key, userId, state, remoteId, target, payload, dueAt, leasedUntil, changedAt };
  return db
    .select({ ...columns, emailId, marketoId: standingId })
    .from(salesActivities)
    .innerJoin(deliveries, toSalesforce)
    .leftJoin(personMerges, eq(personMerges.loserId, salesActivities.marketoId))
    .where(and(eq(salesActivities.kind, 'email-sent'), inArray(emailId, [...emailIds])));
}

export type MailEvent = { emailId: string; marketoId: number; kind: SalesActivityKind };
/** Mails, and everybody they went to, also by records that were merged since. */
type OfMails = { emailIds: readonly string[]; marketoIds: readonly number[] };

/** Which events of these mails are noted in Salesforce already, each once, however often it happened. */
export async function selectNotedMailEvents(db: Tx, of: OfMails): Promise<MailEvent[]> {
  return selectMailEvents(db, {
    ...of,
    kinds: mailEventKinds,
    states: ['confirmed'],
  });
}

/** Which of these mails were answered, as far as answers are wanted in Salesforce. */
export async function selectAnsweredMails(db: Tx, of: OfMails): Promise<MailEvent[]> {
  const states = deliveryStates.filter((state) => state !== 'skipped');
  return selectMailEvents(db, { ...of, kinds: ['email-replied'], states });
}

async function selectMailEvents(
  db: Tx,
  { emailIds, marketoIds, kinds, states }: OfMails & { kinds: readonly SalesActivityKind[]; states: DeliveryState[] },
): Promise<MailEvent[]> {
  if (emailIds.length === 0 || marketoIds.length === 0) return [];
  const ofMails = and(inArray(salesActivities.marketoId, [...marketoIds]), inArray(emailId, [...emailIds]));
  return db
    .selectDistinct({ emailId, marketoId: standingId, kind: salesActivities.kind })
    .from(salesActivities)
    .innerJoin(deliveries, and(toSalesforce, inArray(deliveries.state, states)))
    .leftJoin(personMerges, eq(personMerges.loserId, salesActivities.marketoId))
    .where(and(ofMails, inArray(salesActivities.kind, [...kinds])));
}

/** Lets go what waits for the mails among these deliveries: they are settled. */
export async function wakeMailEvents(tx: Tx, keys: readonly string[], at: Date): Promise<void> {
  if (keys.length === 0) return;
  await tx.execute(sql`
    update deliveries d set due_at = ${at.toISOString()}::timestamptz
    from deliveries m join sales_activities mail on mail.id = m.sales_activity_id
      join sales_activities event on event.marketo_id = mail.marketo_id
        and event.payload ->> 'emailId' = mail.payload ->> 'emailId'
    where m.key in (${list(keys)}) and mail.kind = 'email-sent'
      and event.kind in (${list([...mailEventKinds, 'email-replied'])})
      and d.sales_activity_id = event.id and d.destination = 'salesforce' and d.state = 'queued' and d.problem_id is null
      and d.due_at > ${at.toISOString()}::timestamptz`);
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

const list = (values: readonly string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
