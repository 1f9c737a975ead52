/** One connection's turn: looks for what may have arrived, then takes what is due and sends it. */
import { claimDeliveries, type DueDelivery, selectUnknownDeliveries } from '@/db/queries/deliveries';
import { selectWinners } from '@/db/queries/person-merges';
import { selectLoggedPeople, selectLogging } from '@/db/queries/salesforce-senders';
import { deliveryLeaseMs, type Settlement } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import type { SalesActivityBody, SkipReason } from '@/lib/sales-activities/model';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { isTaskBody } from '@/lib/salesforce/map-tasks';
import { isLogged, isMailEventKind, loggingOf } from '@/lib/salesforce-logging/model';
import { settlementAfter } from '../delivery-policy';
import type { SyncCtx } from '../engine';
import { chooseRecords, type NotChosen, type Wanted } from './choose-records';
import { type Composed, composeTasks } from './compose-tasks';
import { lookFor, underWayUntil } from './look';
import { answeredMails, markAnswered } from './mark-answered';
import { noteMailEvents } from './note-events';
import type { Owners } from './owners';
import { rollUp } from './roll-up';
import { failureOf, type Settled, sendTasks } from './send-tasks';
import type { Sender } from './senders';

type Given = { sender: Sender; limit: number; owners: Owners };

/** Everything that was taken, with what became of it. Faults of Salesforce are outcomes of deliveries. */
export async function deliverBatch(ctx: SyncCtx, { sender, limit, owners }: Given): Promise<Settled[]> {
  const due = { destination: 'salesforce', userIds: sender.sellerIds, now: ctx.clock.now(), limit } as const;
  // Before anything is taken: a connection that does not work leaves everything as it is.
  const client = await ctx.salesforce(sender.connectionId, 'activities');
  const updates = await ctx.salesforce(sender.connectionId, 'updates');
  const looked = await lookFor(ctx, { client, sender, due: await selectUnknownDeliveries(ctx.db, due) });
  const claimed = await claimDeliveries(ctx.db, { ...due, now: ctx.clock.now(), leaseMs: deliveryLeaseMs });
  const events = claimed.filter(({ activity }) => isMailEventKind(activity.kind));
  const { wanted, off } = await wantedOf(ctx, claimed);
  return [
    ...looked,
    ...off.map((one) => skipped(one, 'seller-off')),
    ...(await sendWanted(ctx, { client, updates, sender, owners, wanted })),
    ...(await noteMailEvents(ctx, { client: updates, sender, due: events })),
  ];
}

type Turn = { client: SalesforceClient; sender: Sender };

async function wantedOf(ctx: SyncCtx, claimed: DueDelivery[]) {
  const tasks = claimed.flatMap((due) => {
    const body = bodyOf(due);
    return isTaskBody(body) ? [{ due, body }] : [];
  });
  const { team, own } = await selectLogging(ctx.db, [...new Set(tasks.map(({ due }) => due.delivery.userId))]);
  const winners = await selectWinners(ctx.db, [...new Set(tasks.map(({ due }) => due.activity.marketoId))]);
  const idOf = ({ activity }: DueDelivery) => winners.get(activity.marketoId) ?? activity.marketoId;
  const people = await selectLoggedPeople(ctx.db, [...new Set(tasks.map(({ due }) => idOf(due)))]);
  const wanted: Wanted[] = [];
  const off: DueDelivery[] = [];
  for (const { due, body } of tasks) {
    const logging = loggingOf(team, own.get(due.delivery.userId)?.settings ?? null);
    // What was begun is finished.
    if (!isLogged(body.kind, logging) && !isBegun(due)) off.push(due);
    else wanted.push({ due, body, logging, person: people.get(idOf(due)) ?? null, ownerId: null });
  }
  return { wanted, off };
}

const isBegun = ({ delivery }: DueDelivery) => Object.keys(delivery.target?.made ?? {}).length > 0;
const bodyOf = ({ activity }: DueDelivery) => ({ kind: activity.kind, payload: activity.payload }) as SalesActivityBody;

async function sendWanted(
  ctx: SyncCtx,
  { client, updates, sender, owners, wanted }: Turn & { updates: SalesforceClient; owners: Owners; wanted: Wanted[] },
): Promise<Settled[]> {
  if (wanted.length === 0) return [];
  let records: Awaited<ReturnType<typeof chooseRecords>>;
  try {
    records = await chooseRecords(ctx, { client, sender }, await owners.named(ctx, { client, sender }, wanted));
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    return wanted.map((one) => notSent(ctx, one.due, error));
  }
  const now = ctx.clock.now();
  const ready = records.chosen.filter(({ due }) => !underWayUntil(due, sender, now));
  const waiting = records.chosen.flatMap(({ due }) => {
    const until = underWayUntil(due, sender, now);
    return until ? [laterOn(due, until)] : [];
  });
  const answered = await answeredMails(ctx, ready);
  const { appUrl } = ctx;
  const composed = ready
    .map((one) => composeTasks(one, { sender, appUrl, now, isAnswered: answered.has(one.due.delivery.key) }))
    .sort(byParent);
  const sent = await sendTasks(ctx, { client, sender, composed });
  const logged = composed.filter(({ of }) => isConfirmed(sent, of.due));
  const rolledUp = await rollUp(ctx, { client: updates, sender, logged });
  const marked = await markAnswered(ctx, { client: updates, sender, composed, sent });
  const withNotes = marked.map((one) => ({ ...one, note: joined(one.note, rolledUp.get(one.settlement.key)) }));
  return [...withNotes, ...waiting, ...records.not.map((one) => withoutRecord(ctx, one))];
}

function laterOn({ delivery: { key, claims, target, note } }: DueDelivery, dueAt: Date): Settled {
  const settlement = { key, claims, from: 'sending', to: 'queued', dueAt, counted: false, failure: null } as const;
  return { settlement, target, note };
}

/** What Salesforce locks together goes side by side. */
function byParent(a: Composed, b: Composed): number {
  const parent = ({ of: { person, target } }: Composed) => `${person?.sfdcAccountId ?? ''} ${target.records[0]}`;
  return parent(a) < parent(b) ? -1 : 1;
}

function isConfirmed(sent: Settled[], { delivery }: DueDelivery): boolean {
  return sent.some(({ settlement }) => settlement.key === delivery.key && settlement.to === 'confirmed');
}

/** Nothing was written yet: whatever failed, the deliveries only wait. */
function notSent(ctx: SyncCtx, { delivery }: DueDelivery, fault: ProviderFault): Settled {
  const failure = failureOf(fault);
  const kind = failure.kind === 'unknown' ? 'unavailable' : failure.kind;
  const given = { now: ctx.clock.now(), random: Math.random() };
  return {
    settlement: settlementAfter(delivery, { ...failure, kind }, given),
    target: delivery.target,
    note: delivery.note,
  };
}

/** Somebody who is just being made is there, or free again, after so long. */
const beingMadeMs = 20_000;

function withoutRecord(ctx: SyncCtx, { due, choice }: NotChosen): Settled {
  if ('skip' in choice) return skipped(due, choice.skip);
  const { key, claims, target, note } = due.delivery;
  if ('later' in choice) {
    if (choice.later !== 'being-made') return notSent(ctx, due, choice.later);
    return laterOn(due, new Date(ctx.clock.now().getTime() + beingMadeMs));
  }
  const failure = { kind: 'rejected', code: choice.refuse, message: choice.message } as const;
  return { settlement: { key, claims, from: 'sending', to: 'rejected', failure }, target, note };
}

function skipped({ delivery }: DueDelivery, reason: SkipReason): Settled {
  const { key, claims, target, note } = delivery;
  const settlement: Settlement = { key, claims, from: 'sending', to: 'skipped', reason };
  return { settlement, target, note };
}

const joined = (...notes: (string | null | undefined)[]) => notes.filter(Boolean).join(' ') || null;
