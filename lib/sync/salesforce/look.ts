/** Looks for tasks that may have been made, in the way in which they were, before they are made again. */
import type { DueDelivery } from '@/db/queries/deliveries';
import { type DeliveryFailure, type DeliveryTarget, deliveryLeaseMs, type Settlement } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { type FoundTask, tasksByKey, tasksByMark } from '@/lib/salesforce/find-tasks';
import { keyFieldOf } from '@/lib/salesforce-connections/model';
import { isMailEventKind } from '@/lib/salesforce-logging/model';
import { lookAgainMs, mostLooks } from '../delivery-policy';
import type { SyncCtx } from '../engine';
import { taskKey } from './compose-tasks';
import { windowsOf } from './look-windows';
import { isKeyTakenCode, isThereAlreadyCode } from './repair';
import { failureOf, type Settled } from './send-tasks';
import type { Sender } from './senders';

/** After the lease nothing begins any more; what had begun then is over after this, and seen. */
const untilSeenMs = deliveryLeaseMs + 2 * 60_000;
const secondLookMs = 30_000;

type Given = { client: SalesforceClient; sender: Sender; due: DueDelivery[] };

/**
 * Deliveries that may have arrived, with what is known of them now; those of long ago come another time. A call that
 * fails leaves them as they are.
 */
export async function lookFor(ctx: SyncCtx, { client, sender, due }: Given): Promise<Settled[]> {
  const now = ctx.clock.now();
  const events = due.filter(isEvent);
  const elsewhere = due.filter((one) => wasSentElsewhere(one, sender));
  const tasks = due.filter((one) => !isEvent(one) && !elsewhere.includes(one));
  // To note an event twice does no harm.
  const again = [
    ...events.map((one) => settled(one, { to: 'queued', dueAt: now, counted: false, failure: null })),
    ...elsewhere.map((one) => settled(one, { to: 'stuck', failure: inAnotherOrg })),
  ];
  for (const { due: sought, quietMs, find } of searchesFor(tasks, { client, sender })) {
    try {
      const found = await find();
      const lookedAt = ctx.clock.now();
      again.push(...sought.map((one) => afterLook(one, found, { now: lookedAt, quietMs })));
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      again.push(...sought.map((one) => lookLater(one, error, now)));
    }
  }
  return again;
}

/** What is not found is absent once it was sent `quietMs` ago; null where nothing can be told from that. */
type Search = { due: DueDelivery[]; quietMs: number | null; find: () => Promise<FoundTask[]> };

/** Each is looked for as it was sent: the org may have got a key field since, or have lost it. */
function searchesFor(due: DueDelivery[], { client, sender }: Omit<Given, 'due'>): Search[] {
  const { capabilities } = sender.org;
  const present = keyFieldOf(capabilities);
  const sentBy = ({ delivery: { target } }: DueDelivery) => {
    const keyField = target?.sentAs?.keyField;
    return keyField === undefined ? present : keyField;
  };
  const isThere = (field: string) => capabilities.objects.Task?.fields.some(({ name }) => name === field);
  return [...new Set(due.map(sentBy))].flatMap((keyField): Search[] => {
    const sent = due.filter((one) => sentBy(one) === keyField);
    const byField = (field: string) => tasksByKey(client, field, sent.flatMap(keysOf));
    if (keyField !== null && isThere(keyField)) {
      // A key that is taken is refused: what is sent again by the same field does no harm if it comes too early.
      return [{ due: sent, quietMs: keyField === present ? 0 : untilSeenMs, find: () => byField(keyField) }];
    }
    // The field may have got another name, with all that was in it.
    if (keyField !== null) return [{ due: sent, quietMs: null, find: async () => (present ? byField(present) : []) }];
    return windowsOf(sent).map(({ due: sought, since, until }) => {
      const userIds = whoMayHave(sought, sender);
      return { due: sought, quietMs: untilSeenMs, find: () => tasksByMark(client, { userIds, since, until }) };
    });
  });
}

/**
 * Until when a task may still be under way that would not stop the one that would be sent `now`, since it has its key
 * elsewhere; null where there is none.
 */
export function underWayUntil({ delivery: { target } }: DueDelivery, { org }: Sender, now: Date): Date | null {
  const { keyField, at } = target?.sentAs ?? {};
  if (at === undefined || keyField === keyFieldOf(org.capabilities)) return null;
  const until = new Date(Date.parse(at) + untilSeenMs);
  return now < until ? until : null;
}

const isEvent = ({ activity }: DueDelivery) => isMailEventKind(activity.kind);

function wasSentElsewhere(one: DueDelivery, { org }: Sender): boolean {
  const sentAs = one.delivery.target?.sentAs;
  return !isEvent(one) && sentAs !== undefined && sentAs.orgId !== org.orgId;
}
const inAnotherOrg: DeliveryFailure = {
  kind: 'unknown',
  code: 'LOOKED_IN_VAIN',
  message: 'It may be in another Salesforce org, to which the seller was connected when it was sent.',
};

function whoMayHave(due: DueDelivery[], { sfUserId }: Sender): string[] {
  return [...new Set([sfUserId, ...due.flatMap(({ delivery }) => delivery.target?.sentAs?.userIds ?? [])])];
}

function keysOf({ delivery: { key, target } }: DueDelivery): string[] {
  return target ? target.records.map((record) => taskKey(key, target, record)) : [key];
}

type Look = { now: Date; quietMs: Search['quietMs'] };

function afterLook(due: DueDelivery, found: FoundTask[], { now, quietMs }: Look): Settled {
  const { key, target, sentAt, changedAt } = due.delivery;
  const made = { ...target?.made };
  for (const record of target?.records ?? []) {
    const task = target && found.find((one) => one.key === taskKey(key, target, record));
    if (task) made[record] ??= task.id;
  }
  const known: DeliveryTarget | null = target && { ...target, made };
  const records = target?.records ?? [];
  const remoteId = made[records[0] ?? ''];
  if (remoteId && records.every((record) => made[record])) {
    // An answer also marks its mail: that is done by whoever takes it again.
    if (due.activity.kind === 'email-replied')
      return settled(due, { to: 'queued', dueAt: now, counted: false, failure: null }, known);
    return settled(due, { to: 'confirmed', remoteId }, known);
  }
  if (quietMs === null) return settled(due, { to: 'stuck', failure: keyFieldGone }, known);
  const quietSince = (sentAt ?? changedAt).getTime() + quietMs;
  if (now.getTime() < quietSince) {
    return settled(due, { to: 'unknown', dueAt: new Date(quietSince), failure: notThereYet }, known);
  }
  return notThere(due, known, now);
}

/** Absent for sure: sent again, unless Salesforce itself said that it is there. */
function notThere(due: DueDelivery, known: DeliveryTarget | null, now: Date): Settled {
  const { faultCode, faultKind, message, looks, note } = due.delivery;
  const again = { to: 'queued', dueAt: now, failure: null } as const;
  if (isKeyTakenCode(faultCode)) {
    const failure = { kind: faultKind ?? 'rejected', code: faultCode, message: message ?? faultCode } as const;
    // What was made a moment ago may not be seen yet.
    const later = { to: 'unknown', dueAt: new Date(now.getTime() + secondLookMs), failure, looked: true } as const;
    return settled(due, looks === 0 ? later : { to: 'stuck', failure }, known);
  }
  // It is not there, so the field was refused for its own sake, and stays out.
  if (isThereAlreadyCode(faultCode) && known) {
    const without = [...new Set([...(known.without ?? []), 'TaskSubtype'])];
    const said = [note, 'Salesforce did not take TaskSubtype.'].filter(Boolean).join(' ');
    return { ...settled(due, { ...again, counted: true }, { ...known, without }), note: said };
  }
  return settled(due, { ...again, counted: false }, known);
}

const keyFieldGone: DeliveryFailure = {
  kind: 'unknown',
  code: 'LOOKED_IN_VAIN',
  message: 'It was sent with its key in a field that the org does not show any more, so it cannot be found.',
};

const notThereYet: DeliveryFailure = {
  kind: 'unknown',
  code: 'NO_ANSWER',
  message: 'Salesforce does not show it yet. It is looked for once more before it is sent again.',
};

/** What rests, waits for its user or passes was not looked for in vain. */
function lookLater(due: DueDelivery, fault: ProviderFault, now: Date): Settled {
  const { looks } = due.delivery;
  const { retryAfterMs, ...failure } = failureOf(fault);
  const inVain = ['rejected', 'forbidden', 'gone'].includes(fault.kind);
  if (inVain && looks + 1 >= mostLooks) return settled(due, { to: 'stuck', failure });
  const dueAt = new Date(now.getTime() + (retryAfterMs ?? lookAgainMs(looks)));
  return settled(due, { to: 'unknown', dueAt, failure, looked: inVain });
}

type Move = Settlement extends infer S ? (S extends Settlement ? Omit<S, 'key' | 'claims' | 'from'> : never) : never;

function settled({ delivery }: DueDelivery, move: Move, target = delivery.target): Settled {
  const { key, claims, note } = delivery;
  return { settlement: { key, claims, from: 'unknown', ...move } as Settlement, target, note };
}
