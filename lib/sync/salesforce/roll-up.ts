/** Notes the most recent activity on the records themselves, where an admin wants it; the tasks are made by then. */
import { selectLatestActivities } from '@/db/queries/mail-tasks';
import type { ChangedRecord, SalesforceClient } from '@/lib/salesforce/client';
import { rollUpFrom } from '@/lib/salesforce/map-roll-ups';
import { objectOf } from '@/lib/salesforce/soql';
import type { RollUpObject } from '@/lib/salesforce-logging/model';
import type { SyncCtx } from '../engine';
import { changeRecords } from './change-records';
import type { Composed } from './compose-tasks';
import { failureOf } from './send-tasks';
import type { Sender } from './senders';

/** Notes by key of the delivery, where a record did not take it: the activity itself is logged all the same. */
export async function rollUp(
  ctx: SyncCtx,
  { client, sender, logged }: { client: SalesforceClient; sender: Sender; logged: Composed[] },
): Promise<Map<string, string>> {
  const wanting = logged.filter(({ of }) => Object.values(of.logging.rollUp).includes(true));
  if (wanting.length === 0) return new Map();
  const latest = await selectLatestActivities(ctx.db, [...new Set(wanting.map(({ of }) => of.due.activity.marketoId))]);
  const isLatest = ({ of }: Composed) =>
    latest.get(of.due.activity.marketoId)?.getTime() === of.due.activity.occurredAt.getTime();
  const changes = new Map<string, ChangedRecord & { keys: string[] }>();
  for (const composed of wanting.filter(isLatest))
    for (const change of changesOf(composed, sender)) {
      const known = changes.get(change.id);
      const keys = [...(known?.keys ?? []), composed.of.due.delivery.key];
      changes.set(change.id, { ...change, fields: { ...known?.fields, ...change.fields }, keys });
    }
  const outcomes = await changeRecords(
    client,
    [...changes.values()].map(({ keys: _, ...record }) => record),
  );
  const notes = new Map<string, string>();
  for (const { id, object, keys } of changes.values()) {
    const outcome = outcomes.get(id);
    if (!outcome || ('ok' in outcome && outcome.ok)) continue;
    for (const key of keys) notes.set(key, `Not noted on the ${object.toLowerCase()}: ${failureOf(outcome).message}`);
  }
  return notes;
}

function changesOf({ of, tasks }: Composed, sender: Sender): ChangedRecord[] {
  const { kind, payload } = of.body;
  const subject = String(tasks[0]?.fields.Subject ?? '');
  const day = String(tasks[0]?.fields.ActivityDate ?? '');
  const { occurredAt } = of.due.activity;
  const activity = { kind, subject, campaignName: payload.campaignName, occurredAt, day };
  return recordsOf(of).flatMap(({ id, object }) => {
    if (!of.logging.rollUp[object]) return [];
    const fields = rollUpFrom(activity, object, sender.org.capabilities);
    return Object.keys(fields).length > 0 ? [{ id, object, fields }] : [];
  });
}

function recordsOf({ target, person }: Composed['of']): { id: string; object: RollUpObject }[] {
  const people = target.records.map((id) => ({ id, object: objectOf(id) }));
  const isContact = people.some(({ object }) => object === 'Contact');
  const account = target.about?.startsWith('001') ? target.about : isContact ? person?.sfdcAccountId : null;
  const opportunity = target.about?.startsWith('006') ? target.about : null;
  return [
    ...people,
    ...(account ? [{ id: account, object: 'Account' as const }] : []),
    ...(opportunity ? [{ id: opportunity, object: 'Opportunity' as const }] : []),
  ];
}
