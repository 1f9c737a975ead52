/** Takes deliveries and makes of them what is sent to Marketo, in one short transaction. */
import type { Transaction } from '@/db/client';
import { claimDeliveries, type DueDelivery, updateSentPayloads } from '@/db/queries/deliveries';
import { selectWinners } from '@/db/queries/person-merges';
import type { StandingTypes } from '../../activity-types/model';
import { deliveryLeaseMs, type Settlement } from '../../deliveries/model';
import type { WireNewActivity } from '../../marketo/api-types';
import { mostBodyBytes } from '../../marketo/custom-activity-client';
import { activityFromSalesActivity } from '../../marketo/map-sales-activities';
import type { SalesActivityBody, SalesActivityKind } from '../../sales-activities/model';
import { isAboutPerson } from './marketo-answers';

/** A delivery that is sent, as it is sent. */
export type Sent = DueDelivery & { wire: WireNewActivity };

export type Batch = {
  sent: Sent[];
  /** What is not sent with these, and why. */
  settled: Settlement[];
  /** The call may not begin later: by the end of the lease it must be over. */
  sendBy: Date;
};

export type Post = { standing: StandingTypes; kinds: SalesActivityKind[]; connectedAt: Date };

/** From the claim to the beginning of the call; together with the time of a call it must stay below the lease. */
export const sendWithinMs = 60_000;

// Marketo forgets activities after 25 months. Some weeks before that, one that got lost could not be looked for any more.
const keptMs = 750 * 24 * 3600_000;

/** The longest waiting that fit into one call, taken for this process and kept as they will be sent. */
export async function takeBatch(
  tx: Transaction,
  { now, limit, standing, kinds, connectedAt }: Post & { now: Date; limit: number },
): Promise<Batch> {
  const claimed = await claimDeliveries(tx, { destination: 'marketo', now, limit, kinds, leaseMs: deliveryLeaseMs });
  const winners = await selectWinners(
    tx,
    claimed.map(({ activity }) => activity.marketoId),
  );
  const batch: Batch = { sent: [], settled: [], sendBy: new Date(now.getTime() + sendWithinMs) };
  const kept: Kept[] = [];
  let bytes = 0;
  for (const due of claimed) {
    const leadId = winners.get(due.activity.marketoId) ?? due.activity.marketoId;
    const instead = whyNot(due, { now, connectedAt }) ?? whetherThere(due, leadId, now);
    const mapped = instead ? null : map(due, leadId, standing);
    const size = mapped ? Buffer.byteLength(JSON.stringify(mapped.activity)) : 0;
    if (mapped && bytes + size <= mostBodyBytes) {
      bytes += size;
      batch.sent.push({ ...due, wire: mapped.activity });
      kept.push(keptOf(due, leadId, mapped));
    } else {
      batch.settled.push(instead ?? backInLine(due, now));
      if (instead?.to === 'unknown') kept.push(keptOf(due, leadId, { activity: due.delivery.payload, note: null }));
    }
  }
  await updateSentPayloads(tx, kept);
  return batch;
}

type Kept = Parameters<typeof updateSentPayloads>[1][number];

/** What is never to be sent, or not to these people. */
function whyNot(
  { delivery: { key, claims }, activity }: DueDelivery,
  { now, connectedAt }: { now: Date; connectedAt: Date },
): Settlement | null {
  const taken = { key, claims, from: 'sending' } as const;
  // Ids of people mean somebody else in another instance.
  if (activity.recordedAt < connectedAt) return { ...taken, to: 'skipped', reason: 'another-instance' };
  if (now.getTime() - activity.occurredAt.getTime() < keptMs) return null;
  const message = 'It is about two years old, and Marketo keeps activities for 25 months only.';
  return { ...taken, to: 'rejected', failure: { kind: 'rejected', code: 'TOO_OLD', message } };
}

/**
 * What went to a person who was merged since may be the winner's now: it is looked for there before it goes there. After
 * one try that Marketo refused there is nothing to look for.
 */
function whetherThere({ delivery }: DueDelivery, leadId: number, now: Date): Settlement | null {
  const { key, claims, target, faultCode } = delivery;
  const [before] = target?.records ?? [];
  if (before === undefined || before === String(leadId)) return null;
  if (claims === 2 && isAboutPerson(faultCode)) return null;
  return { key, claims, from: 'sending', to: 'unknown', dueAt: now, failure: null };
}

function map({ delivery, activity }: DueDelivery, leadId: number, standing: StandingTypes) {
  // The journal keeps a kind with the payload that belongs to it; apart they are no pair to the compiler.
  const body = { kind: activity.kind, payload: activity.payload } as SalesActivityBody;
  return activityFromSalesActivity({ key: delivery.key, leadId, occurredAt: activity.occurredAt, body }, standing);
}

/** It goes with a later call, and keeps its place: that it did not go with this one is not its fault. */
export function backInLine({ delivery: { key, claims, dueAt } }: DueDelivery, now: Date): Settlement {
  return {
    key,
    claims,
    from: 'sending',
    to: 'queued',
    dueAt: dueAt < now ? dueAt : now,
    counted: false,
    failure: null,
  };
}

function keptOf(
  { delivery: { key, claims }, activity: { marketoId } }: DueDelivery,
  leadId: number,
  { activity: payload, note }: { activity: Kept['payload']; note: string | null },
): Kept {
  const records = [String(leadId)];
  if (leadId === marketoId) {
    return { key, claims, payload, target: { records, about: null, rule: 'The person it was recorded for.' }, note };
  }
  const rule = 'The person into whom the one it was recorded for was merged.';
  const moved = `Sent to ${leadId}, into whom ${marketoId} was merged.`;
  return {
    key,
    claims,
    payload,
    target: { records, about: null, rule },
    note: [moved, note].filter(Boolean).join(' '),
  };
}
