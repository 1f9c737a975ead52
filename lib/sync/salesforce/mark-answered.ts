import { selectMailDeliveries } from '@/db/queries/mail-tasks';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { taskChangeFrom } from '@/lib/salesforce/map-tasks';
import type { SyncCtx } from '../engine';
import { changeRecords } from './change-records';
import type { Chosen } from './choose-records';
import { failureOf } from './send-tasks';
import type { Sender } from './senders';

/**
 * Marks the tasks of answered mails, before the answers become tasks of their own: so no kill in between leaves a mark
 * out. Notes by key of the answer's delivery, where a task did not take it.
 */
export async function markAnswered(
  ctx: SyncCtx,
  { client, sender, chosen }: { client: SalesforceClient; sender: Sender; chosen: Chosen[] },
): Promise<Map<string, string>> {
  const fields = taskChangeFrom('email-replied', sender.org.capabilities);
  const answers = Object.keys(fields).length === 0 ? [] : chosen.flatMap(answerOf);
  const mails = await selectMailDeliveries(
    ctx.db,
    answers.map(({ emailId }) => emailId),
  );
  const marks = answers.flatMap(({ key, emailId, marketoId }) => {
    const mail = mails.find((one) => one.emailId === emailId && one.marketoId === marketoId && one.remoteId);
    return mail?.remoteId ? [{ key, id: mail.remoteId }] : [];
  });
  const ids = [...new Set(marks.map(({ id }) => id))];
  const outcomes = await changeRecords(
    client,
    ids.map((id) => ({ object: 'Task', id, fields })),
  );
  return new Map(
    marks.flatMap(({ key, id }) => {
      const outcome = outcomes.get(id);
      if (!outcome || ('ok' in outcome && outcome.ok)) return [];
      return [[key, `The task of the mail was not marked as answered: ${failureOf(outcome).message}`] as const];
    }),
  );
}

function answerOf({ body, due, person }: Chosen) {
  if (body.kind !== 'email-replied') return [];
  const marketoId = person?.marketoId ?? due.activity.marketoId;
  return [{ key: due.delivery.key, emailId: body.payload.emailId, marketoId }];
}
