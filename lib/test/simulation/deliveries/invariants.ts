/** What must be true of both systems and of the ledger once everything is at rest. */
import { isNull } from 'drizzle-orm';
import type { DeliveryRow, SalesActivityRow } from '@/db/queries/sales-activities';
import { deliveries, deliveryProblems, personMerges, salesActivities } from '@/db/schema';
import { keyInDescription } from '../../../salesforce/map-tasks';
import { writtenActivities } from '../../delivery-world';
import type { DeliveryOrg } from './ground';
import type { DeliveryStage } from './story';

type There = { id: string; key: string; person: string; madeAt: Date };
type Row = { delivery: DeliveryRow; activity: SalesActivityRow };

/** I1, I2, I10, I11 and who it is about: sentences of what is wrong, empty when all is well. */
export async function wrongDeliveries(stage: DeliveryStage): Promise<string[]> {
  const { ctx, org, told } = stage;
  const activities = await ctx.db.select().from(salesActivities);
  const rows = (await ctx.db.select().from(deliveries)).flatMap((delivery): Row[] => {
    const activity = activities.find(({ id }) => id === delivery.salesActivityId);
    return activity ? [{ delivery, activity }] : [];
  });
  const winners = new Map((await ctx.db.select().from(personMerges)).map((one) => [one.loserId, one.winnerId]));
  const standing = (marketoId: number) => winners.get(marketoId) ?? marketoId;
  const tasks = tasksIn(org);
  const inMarketo = writtenActivities(org.marketo).map(({ guid, key, leadId }) => ({
    id: guid,
    key,
    person: String(leadId),
    madeAt: new Date(0),
  }));
  const recordOf = new Map(org.people.map(({ marketoId, record }) => [marketoId, record]));
  const wrong = rows.flatMap((row) => {
    if (row.delivery.destination === 'marketo')
      return wrongOne(row, inMarketo, () => [String(standing(row.activity.marketoId))]);
    if (row.activity.kind === 'email-opened') return wrongEvent(row, org, stage);
    const records = ({ madeAt }: There) =>
      peopleAt(stage, row.activity.marketoId, madeAt).map((id) => recordNow(org, recordOf.get(id) ?? ''));
    return wrongOne(row, tasks, records);
  });
  return [
    ...wrong,
    ...strangers(rows, 'marketo', inMarketo),
    ...strangers(rows, 'salesforce', tasks),
    ...(activities.length === told.length ? [] : [`I1: ${told.length} were told, ${activities.length} are recorded`]),
    ...(await openProblems(stage)),
  ];
}

function wrongOne({ delivery }: Row, there: There[], peopleOf: (there: There) => string[]): string[] {
  const { destination, key, state, remoteId, reason } = delivery;
  const found = there.filter((one) => one.key === key);
  const name = `${destination} ${key}`;
  if (state === 'skipped') {
    if (!reason) return [`I10: ${name} is skipped without a reason`];
    return found.length === 0 ? [] : [`${name} is skipped (${reason}), and there`];
  }
  if (found.length === 0) return [`I1: ${name} is ${state}, and not there`];
  if (found.length > 1) return [`I2: ${name} is there ${found.length} times`];
  const [one] = found as [There];
  if (one.id !== remoteId) return [`${name} is known as ${remoteId}, and is ${one.id}`];
  const people = peopleOf(one);
  return people.includes(one.person) ? [] : [`${name} is with ${one.person} instead of ${people.join(' or ')}`];
}

/** A merge in Marketo moves nothing in Salesforce: what was there before stays with the record of the loser. */
function peopleAt({ merges }: DeliveryStage, marketoId: number, madeAt: Date): number[] {
  let people = [marketoId];
  for (const { loserId, winnerId, at } of merges) {
    if (people.at(-1) !== loserId) continue;
    people = at < madeAt ? [winnerId] : [...people, winnerId];
  }
  return people;
}

/** An opened mail is marked on the mail's task; without the task it says why not. */
function wrongEvent({ delivery }: Row, { salesforce }: DeliveryOrg, { switchedOff }: DeliveryStage): string[] {
  const { key, state, reason, remoteId } = delivery;
  if (state === 'skipped') return reason ? [] : [`I10: event ${key} is skipped without a reason`];
  const task = salesforce.world.record(remoteId ?? '');
  if (task?.MSE_Viewed__c === true || switchedOff.size > 0) return [];
  return [`event ${key} is ${state}, and ${remoteId} is not marked`];
}

function tasksIn({ salesforce }: DeliveryOrg): There[] {
  return salesforce.world.records('Task').map((task) => ({
    id: String(task.Id),
    key:
      typeof task.SalesActions_Key__c === 'string'
        ? task.SalesActions_Key__c
        : (keyInDescription(String(task.Description)) ?? ''),
    person: String(task.WhoId),
    madeAt: new Date(String(task.CreatedDate)),
  }));
}

/** As Salesforce has it now: converted leads are contacts, merged contacts are others. */
function recordNow({ salesforce: { world } }: DeliveryOrg, id: string): string {
  const row = world.record(id);
  if (row?.IsConverted === true)
    return recordNow({ salesforce: { world } } as DeliveryOrg, String(row.ConvertedContactId));
  if (row?.MasterRecordId) return recordNow({ salesforce: { world } } as DeliveryOrg, String(row.MasterRecordId));
  return id;
}

function strangers(rows: Row[], destination: string, there: There[]): string[] {
  const known = new Set(
    rows.filter(({ delivery }) => delivery.destination === destination).map(({ delivery }) => delivery.key),
  );
  return there.filter(({ key }) => !known.has(key)).map(({ id }) => `nobody knows ${destination} ${id}`);
}

async function openProblems({ ctx }: DeliveryStage): Promise<string[]> {
  const open = await ctx.db.select().from(deliveryProblems).where(isNull(deliveryProblems.closedAt));
  return open.map(({ destination, code }) => `a problem is open of which nobody is a case: ${destination} ${code}`);
}
