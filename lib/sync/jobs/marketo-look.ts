/** Looks in Marketo for deliveries that may have arrived: by their keys, in the activities of the people they went to. */
import { z } from 'zod';
import { type DueDelivery, selectUnknownDeliveries } from '@/db/queries/deliveries';
import { selectWinners } from '@/db/queries/person-merges';
import type { DeliveryFailure, Settlement } from '../../deliveries/model';
import type { MarketoClient } from '../../marketo/client';
import { notMarketo } from '../../marketo/errors';
import { deliveryKeysFrom } from '../../marketo/map-sales-activities';
import { writeTimeoutMs } from '../../marketo/transport';
import { ProviderFault } from '../../provider-fault';
import { settle } from '../deliver';
import { lookAgainMs, mostLooks } from '../delivery-policy';
import type { Step, SyncCtx } from '../engine';
import { goingOn } from '../quiet-step';
import type { DeliverCheckpoint, LookPosition } from './deliver-checkpoint';
import { failureFrom } from './marketo-answers';
import { sendWithinMs } from './marketo-batch';

/** What was kept of a delivery before it was sent. */
const SentActivity = z.object({ leadId: z.number(), activityDate: z.coerce.date(), activityTypeId: z.number() });
type SentActivity = z.infer<typeof SentActivity>;
type Sought = DueDelivery & { wire: SentActivity };

const mostPeople = 30;
const pagesAtOnce = 20;
const minuteMs = 60_000;
const overlapMs = 5 * minuteMs;
const closeBy = 60 * minuteMs;

/** After this long nothing of a call can be under way any more, and what it wrote has had two minutes to show. */
export const conclusiveAfterMs = sendWithinMs + writeTimeoutMs + 2 * minuteMs;

/** Begins with the longest waiting, together with others whose time is close by. */
export async function beginLook(
  checkpoint: DeliverCheckpoint,
  unknown: DueDelivery[],
  ctx: SyncCtx,
): Promise<Step<DeliverCheckpoint>> {
  const sought = unknown.flatMap((due) => withSent(due));
  const neverSent = unknown.filter(({ delivery }) => !sought.some((one) => one.delivery.key === delivery.key));
  const [first] = sought;
  if (!first)
    return settled(
      checkpoint,
      ctx,
      neverSent.map((due) => sendAgain(due, ctx.clock.now())),
    );
  const client = await ctx.marketo('deliveries');
  const winners = await selectWinners(
    ctx.db,
    sought.map(({ wire }) => wire.leadId),
  );
  // What was written before a merge is the winner's now.
  const idsOf = ({ delivery, wire: { leadId } }: Sought) => [
    leadId,
    winners.get(leadId) ?? leadId,
    ...(delivery.target?.records ?? []).map(Number),
  ];
  const since = sinceOf(first, client);
  const group: Sought[] = [];
  const people = new Set<number>();
  for (const one of sought) {
    const fits = new Set([...people, ...idsOf(one)]).size <= mostPeople;
    if (!fits || sinceOf(one, client) < since - closeBy) continue;
    group.push(one);
    for (const id of idsOf(one)) people.add(id);
  }
  const from = Math.min(...group.map((one) => sinceOf(one, client)));
  const beganAt = ctx.clock.now();
  try {
    const token = await client.getPagingToken({ since: new Date(from) });
    const keys = group.map(({ delivery }) => delivery.key);
    const typeIds = [...new Set(group.map(({ wire }) => wire.activityTypeId))];
    const next = { ...checkpoint, look: { keys, leadIds: [...people], typeIds, token, beganAt } };
    return settled(
      next,
      ctx,
      neverSent.map((due) => sendAgain(due, ctx.clock.now())),
    );
  } catch (error) {
    return afterFault({ ...checkpoint, turn: 'send' }, ctx, group, error);
  }
}

/** Reads on from where the search is, to the end or for a bounded number of pages. */
export async function goOnLooking(
  checkpoint: DeliverCheckpoint,
  look: LookPosition,
  ctx: SyncCtx,
): Promise<Step<DeliverCheckpoint>> {
  const done: DeliverCheckpoint = { ...checkpoint, look: null, turn: 'send' };
  const due = { destination: 'marketo', now: ctx.clock.now(), limit: look.keys.length } as const;
  const rows = await selectUnknownDeliveries(ctx.db, { ...due, keys: look.keys });
  if (rows.length === 0) return goingOn(done);
  try {
    const read = await readPages(await ctx.marketo('deliveries'), look);
    const found = rows.flatMap((row) => confirmed(row, read.found));
    const absent = rows.filter(({ delivery }) => !read.found.has(delivery.key));
    if (read.end === 'further') {
      const keys = absent.map(({ delivery }) => delivery.key);
      const further = isEndless(look, ctx) ? done : { ...done, look: { ...look, keys, token: read.token } };
      const inVain = further.look ? [] : failedLook(absent, endless, ctx.clock.now());
      return settled(further, ctx, [...found, ...inVain]);
    }
    if (read.end === 'circle') return settled(done, ctx, [...found, ...failedLook(absent, circle, ctx.clock.now())]);
    return settled(done, ctx, [...found, ...absent.map((row) => afterAbsence(row, look.beganAt, ctx.clock.now()))]);
  } catch (error) {
    if (isEndless(look, ctx)) return afterLongFault(done, ctx, rows, error);
    return afterFault(isRefusal(error) ? done : { ...done, look }, ctx, rows, error);
  }
}

/** What passes is for the engine; the search goes on after what can be sent. */
function afterFault(
  next: DeliverCheckpoint,
  ctx: SyncCtx,
  rows: DueDelivery[],
  error: unknown,
): Step<DeliverCheckpoint> {
  if (!(error instanceof ProviderFault)) throw error;
  if (!isRefusal(error)) return { ...goingOn(next), fault: error };
  return settled(next, ctx, failedLook(rows, error, ctx.clock.now()));
}

/** What failed for so long is begun anew after whatever else is to be looked for. */
function afterLongFault(done: DeliverCheckpoint, ctx: SyncCtx, rows: DueDelivery[], error: unknown) {
  const step = afterFault(done, ctx, rows, error);
  if (!step.fault) return step;
  const later = putOff(rows, step.fault, new Date(ctx.clock.now().getTime() + lookAgainMs(0)));
  return { ...settled(done, ctx, later), fault: step.fault };
}

const isRefusal = (error: unknown) =>
  error instanceof ProviderFault && (error.kind === 'rejected' || error.kind === 'forbidden' || error.kind === 'gone');
const longestLookMs = 15 * minuteMs;
const isEndless = ({ beganAt }: LookPosition, ctx: SyncCtx) =>
  ctx.clock.now().getTime() - beganAt.getTime() > longestLookMs;

type Read = {
  /** Marketo's id of the activity, by the keys found. */
  found: Map<string, string>;
  token: string;
  end: 'covered' | 'further' | 'circle';
};

async function readPages(client: MarketoClient, { token, leadIds, typeIds, keys }: LookPosition): Promise<Read> {
  const wanted = new Set(keys);
  const read: Read = { found: new Map(), token, end: 'further' };
  for (let page = 0; page < pagesAtOnce && read.end === 'further'; page += 1) {
    const answer = await client.getActivities({ nextPageToken: read.token, activityTypeIds: typeIds, leadIds });
    for (const activity of answer.activities) {
      for (const key of deliveryKeysFrom(activity)) if (wanted.has(key)) read.found.set(key, activity.marketoGUID);
    }
    if (!answer.moreResult) read.end = 'covered';
    else if (answer.nextPageToken === read.token) read.end = 'circle';
    read.token = answer.nextPageToken;
  }
  return read;
}

function withSent(due: DueDelivery): Sought[] {
  const sent = SentActivity.safeParse(due.delivery.payload);
  return sent.success ? [{ ...due, wire: sent.data }] : [];
}

/** The feed is read by the date of the activity, and perhaps by when it was written: both lie behind this moment. */
function sinceOf({ delivery, wire }: Sought, client: MarketoClient): number {
  const behindMs = Math.max(0, -(client.clockAheadMs() ?? 0));
  const sentAtMs = (delivery.sentAt ?? delivery.createdAt).getTime() - behindMs;
  return Math.min(wire.activityDate.getTime(), sentAtMs) - overlapMs;
}

function confirmed({ delivery: { key, claims } }: DueDelivery, found: Map<string, string>): Settlement[] {
  const remoteId = found.get(key);
  return remoteId ? [{ key, claims, from: 'unknown', to: 'confirmed', remoteId }] : [];
}

/** Absent too early proves nothing. */
function afterAbsence(row: DueDelivery, lookedAt: Date, now: Date): Settlement {
  const { key, claims, sentAt, createdAt } = row.delivery;
  const conclusiveAt = new Date((sentAt ?? createdAt).getTime() + conclusiveAfterMs);
  if (lookedAt >= conclusiveAt) return sendAgain(row, now);
  return { key, claims, from: 'unknown', to: 'unknown', dueAt: conclusiveAt, failure: notThereYet };
}
const notThereYet: DeliveryFailure = {
  kind: 'unknown',
  code: 'NO_ANSWER',
  message: 'Marketo does not show it yet. It is looked for once more before it is sent again.',
};

/** The more often it got lost, the longer it waits: then it is not by chance. */
function sendAgain({ delivery: { key, claims, attempts } }: DueDelivery, now: Date): Settlement {
  const waitMs = attempts < 3 ? 0 : Math.min(60 * minuteMs, minuteMs * 2 ** attempts);
  const dueAt = new Date(now.getTime() + waitMs);
  return { key, claims, from: 'unknown', to: 'queued', dueAt, counted: true, failure: null };
}

/** A search that Marketo refuses is tried a dozen times, then a person has to look. A gateway's is not Marketo's. */
function failedLook(rows: DueDelivery[], error: ProviderFault, now: Date): Settlement[] {
  if (error.remoteCode === notMarketo) return putOff(rows, error, new Date(now.getTime() + awayMs));
  const { kind, code, message } = failureFrom(error);
  return rows.map(({ delivery: { key, claims, looks } }) => {
    const from = { key, claims, from: 'unknown' } as const;
    if (looks + 1 < mostLooks) {
      const dueAt = new Date(now.getTime() + lookAgainMs(looks));
      return { ...from, to: 'unknown', dueAt, failure: { kind, code, message }, looked: true };
    }
    const lost = `It may be in Marketo, and could not be looked for. ${message}`;
    return { ...from, to: 'stuck', failure: { kind, code: 'LOOKED_IN_VAIN', message: lost } };
  });
}
const awayMs = 15 * minuteMs;

/** It could not be looked for, through no fault of its own: that does not count as in vain. */
function putOff(rows: DueDelivery[], error: ProviderFault, dueAt: Date): Settlement[] {
  const { kind, code, message } = failureFrom(error);
  return rows.map(({ delivery: { key, claims } }) => {
    return { key, claims, from: 'unknown', to: 'unknown', dueAt, failure: { kind, code, message } };
  });
}

const circle = new ProviderFault({
  provider: 'marketo',
  kind: 'rejected',
  remoteCode: null,
  message: 'Marketo hands out the same page of activities again and again.',
});

const endless = new ProviderFault({
  provider: 'marketo',
  kind: 'rejected',
  remoteCode: null,
  message: 'The activities of these people came to no end in a quarter of an hour.',
});

function settled(next: DeliverCheckpoint, ctx: SyncCtx, settlements: Settlement[]): Step<DeliverCheckpoint> {
  const at = ctx.clock.now();
  return { next, done: false, commit: (tx) => settle(tx, { destination: 'marketo', settlements, at }) };
}
