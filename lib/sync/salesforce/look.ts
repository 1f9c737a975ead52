/** Looks for tasks that may have been made, before they are made again. */
import { z } from 'zod';
import type { DueDelivery } from '@/db/queries/deliveries';
import { type DeliveryFailure, type DeliveryTarget, deliveryLeaseMs, type Settlement } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { keyInDescription } from '@/lib/salesforce/map-tasks';
import { chunkByBytes, soqlDateTime, soqlList } from '@/lib/salesforce/soql';
import { lookAgainMs, mostLooks } from '../delivery-policy';
import type { SyncCtx } from '../engine';
import { taskKey } from './compose-tasks';
import { mailEventKinds } from './note-events';
import type { Settled } from './send-tasks';
import type { Sender } from './senders';

const Found = z.object({ Id: z.string(), WhoId: z.string().nullish(), Description: z.string().nullish() }).loose();
type FoundTask = { id: string; key: string };

/** After the lease nothing begins any more; what had begun then is over after this, and seen. */
const untilSeenMs = deliveryLeaseMs + 2 * 60_000;
// Their clock may be minutes behind ours.
const skewMs = 30 * 60_000;

type Given = { client: SalesforceClient; sender: Sender; due: DueDelivery[] };

/** Every delivery that may have arrived, with what is known of it now. A call that fails leaves them as they are. */
export async function lookFor(ctx: SyncCtx, { client, sender, due }: Given): Promise<Settled[]> {
  const events = due.filter(isEvent);
  const elsewhere = due.filter((one) => wasSentElsewhere(one, sender));
  const tasks = due.filter((one) => !isEvent(one) && !elsewhere.includes(one));
  const now = ctx.clock.now();
  // To note an event twice does no harm.
  const again = [
    ...events.map((one) => settled(one, { to: 'queued', dueAt: now, counted: false, failure: null })),
    ...elsewhere.map((one) => settled(one, { to: 'stuck', failure: inAnotherOrg })),
  ];
  if (tasks.length === 0) return again;
  try {
    const found = await findTasks(client, sender, tasks);
    const lookedAt = ctx.clock.now();
    // A key that is taken is refused: where there are keys, a try that comes too early does no harm.
    const quietMs = sender.org.capabilities.keyMode === 'external-id' ? 0 : untilSeenMs;
    return [...again, ...tasks.map((one) => afterLook(one, found, { now: lookedAt, quietMs }))];
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return [...again, ...tasks.map((one) => lookLater(one, error, now))];
  }
}

function wasSentElsewhere(one: DueDelivery, { org }: Sender): boolean {
  const sentAs = one.delivery.target?.sentAs;
  return !isEvent(one) && sentAs !== undefined && sentAs.orgId !== org.orgId;
}
const inAnotherOrg: DeliveryFailure = {
  kind: 'unknown',
  code: 'LOOKED_IN_VAIN',
  message: 'It may be in another Salesforce org, to which the seller was connected when it was sent.',
};

const isEvent = ({ activity }: DueDelivery) => mailEventKinds.some((kind) => kind === activity.kind);

async function findTasks(client: SalesforceClient, sender: Sender, due: DueDelivery[]): Promise<FoundTask[]> {
  const { keyMode, keyField } = sender.org.capabilities;
  if (keyMode === 'external-id' && keyField) return byKeyField(client, keyField, due);
  const sentAt = due.map(({ delivery }) => (delivery.sentAt ?? delivery.changedAt).getTime());
  const since = new Date(Math.min(...sentAt) - skewMs);
  // Descriptions cannot be searched; what our users there made since can be.
  const users = new Set([sender.sfUserId, ...due.flatMap(({ delivery }) => delivery.target?.sentAs?.userIds ?? [])]);
  const soql = `SELECT Id, WhoId, Description FROM Task WHERE CreatedById IN ${soqlList([...users])} AND CreatedDate >= ${soqlDateTime(since)}`;
  const rows = await client.queryAll({ soql, row: Found });
  return rows.flatMap(({ Id: id, Description }) => {
    const key = keyInDescription(Description ?? null);
    return key ? [{ id, key }] : [];
  });
}

/** Deleted ones count: what somebody deleted there is not made again. */
async function byKeyField(client: SalesforceClient, keyField: string, due: DueDelivery[]): Promise<FoundTask[]> {
  const found: FoundTask[] = [];
  for (const chunk of chunkByBytes(due.flatMap(keysOf))) {
    const soql = `SELECT Id, ${keyField} FROM Task WHERE ${keyField} IN ${soqlList(chunk)}`;
    for (const row of await client.queryAll({ soql, row: Found }))
      found.push({ id: row.Id, key: String(row[keyField]) });
  }
  return found;
}

function keysOf({ delivery: { key, target } }: DueDelivery): string[] {
  const records = target?.records ?? [];
  return records.length > 1 ? records.map((record) => taskKey(key, records, record)) : [key];
}

function afterLook(due: DueDelivery, found: FoundTask[], { now, quietMs }: { now: Date; quietMs: number }): Settled {
  const { key, target, sentAt, changedAt } = due.delivery;
  const records = target?.records ?? [];
  const made = { ...target?.made };
  for (const task of found) {
    const [record] = records.length > 1 ? records.filter((one) => task.key === taskKey(key, records, one)) : records;
    const isOurs = records.length > 1 ? record !== undefined : task.key === key;
    if (isOurs) made[record ?? 'found'] ??= task.id;
  }
  const known: DeliveryTarget | null = target && { ...target, made };
  const all = records.length > 1 ? records.every((record) => made[record]) : Object.keys(made).length > 0;
  const remoteId = made[records[0] ?? ''] ?? Object.values(made)[0];
  if (all && remoteId) return settled(due, { to: 'confirmed', remoteId }, known);
  const quietSince = (sentAt ?? changedAt).getTime() + quietMs;
  if (now.getTime() < quietSince) {
    return settled(due, { to: 'unknown', dueAt: new Date(quietSince), failure: notThereYet }, known);
  }
  return settled(due, { to: 'queued', dueAt: now, counted: false, failure: null }, known);
}

const notThereYet: DeliveryFailure = {
  kind: 'unknown',
  code: 'NO_ANSWER',
  message: 'Salesforce does not show it yet. It is looked for once more before it is sent again.',
};

function lookLater(due: DueDelivery, fault: ProviderFault, now: Date): Settled {
  const { looks } = due.delivery;
  const failure = { kind: fault.kind, code: fault.remoteCode ?? 'NO_ANSWER', message: fault.message };
  // What rests or waits for its user was not looked for in vain.
  const isPatient = ['throttled', 'quota', 'signed-out'].includes(fault.kind);
  if (!isPatient && looks >= mostLooks) return settled(due, { to: 'stuck', failure: { ...failure, kind: 'unknown' } });
  const waitMs = fault.retryAfterMs ?? lookAgainMs(looks);
  return settled(due, { to: 'unknown', dueAt: new Date(now.getTime() + waitMs), failure, looked: !isPatient });
}

type Move = Settlement extends infer S ? (S extends Settlement ? Omit<S, 'key' | 'claims' | 'from'> : never) : never;

function settled({ delivery }: DueDelivery, move: Move, target = delivery.target): Settled {
  const { key, claims, note } = delivery;
  return { settlement: { key, claims, from: 'unknown', ...move } as Settlement, target, note };
}
