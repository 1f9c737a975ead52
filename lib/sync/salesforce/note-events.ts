/** Notes what happened to mails on their tasks: one change for each task, however often the mail was opened. */
import type { DueDelivery } from '@/db/queries/deliveries';
import { type MailDelivery, selectMailDeliveries, selectNotedMailEvents } from '@/db/queries/mail-tasks';
import { selectWinners } from '@/db/queries/person-merges';
import type { ChangedRecord, SalesforceClient } from '@/lib/salesforce/client';
import { type MailEventBody, type TaskFields, taskChangeFrom } from '@/lib/salesforce/map-tasks';
import { settlementAfter } from '../delivery-policy';
import type { SyncCtx } from '../engine';
import { type ChangeOutcome, changeRecords } from './change-records';
import { gaveUpWaiting, mailOf, tasksOf, waitFor, withoutWaiting } from './mail-tasks';
import { repairOf } from './repair';
import { failureOf, type Settled } from './send-tasks';
import type { Sender } from './senders';

type MailEvent = { due: DueDelivery; kind: MailEventBody['kind']; emailId: string; marketoId: number };
type Change = { event: MailEvent; tasks: string[]; fields: TaskFields };

/** Every delivery of an event with what became of it. */
export async function noteMailEvents(
  ctx: SyncCtx,
  { client, sender, due }: { client: SalesforceClient; sender: Sender; due: DueDelivery[] },
): Promise<Settled[]> {
  if (due.length === 0) return [];
  const winners = await selectWinners(ctx.db, [...new Set(due.map(({ activity }) => activity.marketoId))]);
  const events = due.map((one) => eventOf(one, winners));
  const mails = await selectMailDeliveries(ctx.db, [...new Set(events.map(({ emailId }) => emailId))]);
  const noted = await selectNotedMailEvents(ctx.db, {
    emailIds: [...new Set(events.map(({ emailId }) => emailId))],
    marketoIds: [...new Set(events.flatMap((event) => [event.marketoId, event.due.activity.marketoId]))],
  });
  const isNoted = (event: MailEvent) =>
    noted.some((one) => one.kind === event.kind && one.emailId === event.emailId && one.marketoId === event.marketoId);
  const settled: Settled[] = [];
  const changes: Change[] = [];
  for (const event of events) {
    const mail = mailOf({ ...event, userId: event.due.activity.userId }, mails);
    const step = nextFor(event, mail, { ctx, sender, isNoted: isNoted(event) });
    if ('tasks' in step) changes.push(step);
    else settled.push(step);
  }
  return [...settled, ...(await sendChanges(ctx, client, changes))];
}

function eventOf(due: DueDelivery, winners: Map<number, number>): MailEvent {
  const { kind, payload, marketoId } = due.activity;
  const { emailId } = payload as MailEventBody['payload'];
  return { due, kind: kind as MailEventBody['kind'], emailId, marketoId: winners.get(marketoId) ?? marketoId };
}

type About = { ctx: SyncCtx; sender: Sender; isNoted: boolean };

function nextFor(event: MailEvent, mail: MailDelivery | null, { ctx, sender, isNoted }: About): Settled | Change {
  const { key, claims, target, createdAt } = event.due.delivery;
  const note = withoutWaiting(event.due.delivery.note);
  const claimed = { key, claims, from: 'sending' } as const;
  if (!mail || mail.state === 'skipped')
    return { settlement: { ...claimed, to: 'skipped', reason: 'no-task' }, target, note };
  if (mail.state !== 'confirmed') {
    const wait = waitFor(mail, { since: createdAt, now: ctx.clock.now() });
    if (!wait) return { settlement: { ...claimed, to: 'skipped', reason: 'no-task' }, target, note: gaveUpWaiting };
    const settlement = { ...claimed, to: 'queued', dueAt: wait.dueAt, counted: false, failure: null } as const;
    return { settlement, target, note: wait.note ?? note };
  }
  const fields = taskChangeFrom(event.kind, sender.org.capabilities);
  for (const name of target?.without ?? []) delete fields[name];
  if (Object.keys(fields).length === 0)
    return { settlement: { ...claimed, to: 'skipped', reason: 'no-field' }, target, note };
  const tasks = tasksOf(mail);
  if (isNoted)
    return {
      settlement: { ...claimed, to: 'confirmed', remoteId: tasks[0] ?? '', note: 'The task says so already.' },
      target,
      note,
    };
  return { event, tasks, fields };
}

async function sendChanges(ctx: SyncCtx, client: SalesforceClient, changes: Change[]): Promise<Settled[]> {
  if (changes.length === 0) return [];
  const merged = new Map<string, TaskFields>();
  for (const { tasks, fields } of changes) for (const id of tasks) merged.set(id, { ...merged.get(id), ...fields });
  const records = [...merged].map(([id, fields]): ChangedRecord => ({ object: 'Task', id, fields }));
  const results = await changeRecords(client, records);
  return changes.map((change) => settledChange(change, results, ctx.clock.now()));
}

function settledChange({ event, tasks, fields }: Change, results: Map<string, ChangeOutcome>, now: Date): Settled {
  const { key, claims, attempts, target } = event.due.delivery;
  const note = withoutWaiting(event.due.delivery.note);
  const claimed = { key, claims, from: 'sending' } as const;
  const failed = tasks.map((id) => results.get(id)).find((outcome) => !(outcome && 'ok' in outcome && outcome.ok));
  if (!failed) return { settlement: { ...claimed, to: 'confirmed', remoteId: tasks[0] ?? '' }, target, note };
  if ('ok' in failed && !failed.ok) {
    if (failed.code === 'ENTITY_IS_DELETED')
      return { settlement: { ...claimed, to: 'skipped', reason: 'task-gone' }, target, note };
    const repair = repairOf(failed, fields);
    const kept = target ?? { records: tasks, about: null, rule: 'the task of the mail' };
    if (repair) {
      const without = [...(kept.without ?? []), ...repair.without];
      const again = { ...claimed, to: 'queued', dueAt: now, counted: false, failure: null } as const;
      return { settlement: again, target: { ...kept, without }, note: [note, repair.note].filter(Boolean).join(' ') };
    }
  }
  const failure = failureOf(failed as Exclude<ChangeOutcome, { ok: true }>);
  // To say once more that a mail was opened does no harm: what may have arrived is simply sent again.
  const kind = failure.kind === 'unknown' ? 'unavailable' : failure.kind;
  const settlement = settlementAfter({ key, claims, attempts }, { ...failure, kind }, { now, random: Math.random() });
  return { settlement, target, note };
}
