/** Tasks of deliveries, one for each record that has none yet. Pure. */

import type { DeliveryTarget, SentAs } from '@/lib/deliveries/model';
import { nameBasedUuid } from '@/lib/sales-activities/delivery-key';
import type { TaskFields } from '@/lib/salesforce/map-tasks';
import { keyFieldOf } from '@/lib/salesforce-connections/model';
import { composeTask } from '@/lib/salesforce-logging/compose-task';
import type { Chosen } from './choose-records';
import type { Sender } from './senders';

export type NewTask = { record: string; fields: TaskFields };
/** A delivery with its tasks that are still to be made. */
export type Composed = { of: Chosen; tasks: NewTask[] };

type Given = { sender: Sender; appUrl: string; isAnswered: boolean; now: Date };

/** `appUrl` is where people find the person here; `isAnswered` says of a mail that its answer is known. */
export function composeTasks(chosen: Chosen, { sender, appUrl, isAnswered, now }: Given): Composed {
  const target = { ...chosen.target, sentAs: sentAsFrom(chosen.target, sender, now) };
  const of = { ...chosen, target };
  const { due, body, logging, person, ownerId } = of;
  const { timeZone, org } = sender;
  const common = {
    body,
    logging,
    ownerId,
    timeZone,
    appUrl,
    isAnswered,
    marketoId: person?.marketoId ?? due.activity.marketoId,
    occurredAt: due.activity.occurredAt,
    about: target.about,
    without: target.without ?? [],
  };
  const tasks = target.records
    .filter((record) => !target.made?.[record])
    .map((record) => {
      const key = taskKey(due.delivery.key, target, record);
      return { record, fields: composeTask({ ...common, record, key }, org.capabilities) };
    });
  return { of, tasks };
}

/** All of the org who have tried it so far: another connection may have carried it before. */
function sentAsFrom(
  { sentAs }: Chosen['target'],
  { org: { orgId, capabilities }, sfUserId }: Sender,
  now: Date,
): SentAs {
  const before = sentAs?.orgId === orgId ? sentAs.userIds : [];
  const userIds = [...new Set([...before, sfUserId])];
  return { orgId, userIds, keyField: keyFieldOf(capabilities), at: now.toISOString() };
}

/** One key finds one task: of several records each has its own, the same at every try. */
export function taskKey(
  deliveryKey: string,
  { records, keyedByRecord }: Pick<DeliveryTarget, 'records' | 'keyedByRecord'>,
  record: string,
): string {
  return keyedByRecord || records.length > 1 ? nameBasedUuid(deliveryKey, record) : deliveryKey;
}
