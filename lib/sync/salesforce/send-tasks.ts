/** Sends tasks, and says of every delivery what became of it, from the outcome of each of its records. */
import { updateSentPayloads } from '@/db/queries/deliveries';
import type { DeliveryFailure, DeliveryTarget, Settlement } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import type { NewRecord, RecordResult, SalesforceClient } from '@/lib/salesforce/client';
import { failureOfRecord } from '@/lib/salesforce/errors';
import { to18 } from '@/lib/salesforce/soql';
import { keyFieldOf } from '@/lib/salesforce-connections/model';
import { settlementAfter } from '../delivery-policy';
import type { SyncCtx } from '../engine';
import type { Chosen } from './choose-records';
import type { Composed, NewTask } from './compose-tasks';
import { holderOfKey, isKeyTaken, isThereAlready, type Refused, repairOf } from './repair';
import type { Sender } from './senders';

/** What a delivery comes to, with the target and the note as they are known now. */
export type Settled = {
  settlement: Settlement;
  target: DeliveryTarget | null;
  note: string | null;
  /** Its call was refused as a whole, so fewer have to go at once to find out by whom. */
  splits?: boolean;
};

const mostInOneCall = 200;
/** A call begins so long before its lease ends, or not at all: else others might send the same meanwhile. */
const timeToSendMs = 90_000;

/** Throws nothing of Salesforce's: a call that failed is what became of its deliveries. */
export async function sendTasks(
  ctx: SyncCtx,
  { client, sender, composed }: { client: SalesforceClient; sender: Sender; composed: Composed[] },
): Promise<Settled[]> {
  await keepSent(ctx, composed);
  const tasks = composed.flatMap((one) => one.tasks);
  const outcomes = new Map<NewTask, Outcome>();
  const leases = composed.map(({ of }) => of.due.delivery.leasedUntil?.getTime() ?? 0);
  const sendBy = new Date(Math.min(...leases) - timeToSendMs);
  for (let from = 0; from < tasks.length; from += mostInOneCall) {
    const batch = tasks.slice(from, from + mostInOneCall);
    const sent = ctx.clock.now() <= sendBy ? await sendBatch(client, sender, batch) : 'too late';
    for (const [index, task] of batch.entries()) outcomes.set(task, Array.isArray(sent) ? (sent[index] ?? left) : sent);
  }
  const keyField = keyFieldOf(sender.org.capabilities);
  const mendable = mendableFaults(outcomes, keyField);
  const judge = { now: ctx.clock.now(), keyField, outcomes, mendable, alone: composed.length === 1 };
  return composed.map((one) => settledOf(one, judge));
}

type Failed = Refused | ProviderFault | 'too late';
type Outcome = RecordResult | Exclude<Failed, Refused>;
const left = new ProviderFault({
  provider: 'salesforce',
  kind: 'unknown',
  remoteCode: null,
  message: 'Salesforce left this record out of its answer.',
});

const readOnly = new ProviderFault({
  provider: 'salesforce',
  kind: 'forbidden',
  remoteCode: 'READ_ONLY',
  message: 'The connected user may not create tasks, as Salesforce described it last.',
});

/** By the org's key field a repetition changes what it made before; without one it has to be looked for first. */
async function sendBatch(
  client: SalesforceClient,
  sender: Sender,
  batch: NewTask[],
): Promise<RecordResult[] | ProviderFault> {
  if (sender.org.capabilities.keyMode === 'read-only') return readOnly;
  const keyField = keyFieldOf(sender.org.capabilities);
  const records: NewRecord[] = batch.map(({ fields }) => ({ object: 'Task', fields }));
  try {
    if (keyField) return await client.upsertRecords({ object: 'Task', keyField, records });
    return await client.createRecords(records);
  } catch (error) {
    if (error instanceof ProviderFault) return error;
    throw error;
  }
}

/** Calls that were refused because of something that some of their tasks can leave out: the others are not to blame. */
function mendableFaults(outcomes: Map<NewTask, Outcome>, keyField: string | null): Set<Outcome> {
  const isMendable = ([task, outcome]: [NewTask, Outcome]) =>
    isFault(outcome) && repairOf(refusedOf(outcome), task.fields, keyField) !== null;
  return new Set([...outcomes].filter(isMendable).map(([, outcome]) => outcome));
}

/** Whose tasks are all made keeps what was sent then. */
async function keepSent(ctx: SyncCtx, composed: Composed[]): Promise<void> {
  await updateSentPayloads(
    ctx.db,
    composed
      .filter(({ tasks }) => tasks.length > 0)
      .map(({ of: { due, target }, tasks: [first] }) => {
        const { key, claims, note } = due.delivery;
        return { key, claims, payload: first?.fields ?? null, target, note };
      }),
  );
}

type Judge = {
  now: Date;
  /** Null where tasks are found by marks. */
  keyField: string | null;
  outcomes: Map<NewTask, Outcome>;
  mendable: Set<Outcome>;
  /** Nobody else was in the call. */
  alone: boolean;
};

function settledOf({ of, tasks }: Composed, judge: Judge): Settled {
  const made = { ...of.target.made };
  let failed: { task: NewTask; outcome: Failed } | null = null;
  for (const task of tasks) {
    const outcome = judge.outcomes.get(task) ?? left;
    const id = taskIdOf(outcome, judge.keyField);
    if (id) made[task.record] = id;
    else if (isFault(outcome) || outcome === 'too late' || !outcome.ok) failed ??= { task, outcome };
  }
  const target = { ...of.target, made };
  if (failed) return afterFailure({ ...of, target }, failed, judge);
  const { key, claims, note } = of.due.delivery;
  const remoteId = made[target.records[0] ?? ''] ?? '';
  return { settlement: { key, claims, from: 'sending', to: 'confirmed', remoteId }, target, note };
}

function taskIdOf(outcome: Outcome, keyField: string | null): string | null {
  if (isFault(outcome) || outcome === 'too late') return null;
  if (outcome.ok) return outcome.id;
  const id = isKeyTaken(outcome, keyField) ? holderOfKey(outcome) : null;
  return id && to18(id);
}

function afterFailure(
  of: Chosen,
  { task, outcome }: { task: NewTask; outcome: Failed },
  { now, keyField, mendable, alone }: Judge,
): Settled {
  const { key, claims, note, attempts } = of.due.delivery;
  const { target } = of;
  const claimed = { key, claims, from: 'sending' } as const;
  const again = { ...claimed, to: 'queued', dueAt: now, counted: false, failure: null } as const;
  if (outcome === 'too late') return { settlement: again, target, note };
  if (!isFault(outcome) && keyField && (isThereAlready(outcome) || isKeyTaken(outcome, keyField))) {
    return { settlement: { ...claimed, to: 'unknown', dueAt: now, failure: thereUnseen(outcome) }, target, note };
  }
  const repair = repairOf(refusedOf(outcome), task.fields, keyField);
  if (!repair && mendable.has(outcome)) return { settlement: again, target, note };
  if (!repair && !alone && isFault(outcome) && (outcome.kind === 'rejected' || outcome.kind === 'gone'))
    return { settlement: again, target, note, splits: true };
  const without = [...new Set([...(target.without ?? []), ...(repair?.without ?? [])])];
  // What was left out before and is refused again is no repair.
  if (repair && without.length > (target.without?.length ?? 0)) {
    return { settlement: again, target: { ...target, without }, note: [note, repair.note].filter(Boolean).join(' ') };
  }
  const random = Math.random();
  return { settlement: settlementAfter({ key, claims, attempts }, failureOf(outcome), { now, random }), target, note };
}

function thereUnseen({ code }: Refused): DeliveryFailure {
  const message = 'The task is in Salesforce already, from an earlier try; it is looked for.';
  return { kind: 'unknown', code, message };
}

const isFault = (outcome: Outcome | Failed) => outcome instanceof ProviderFault;

/** A refusal of the whole call is one of each of its records. */
function refusedOf(outcome: Refused | ProviderFault): Refused {
  if ('ok' in outcome) return outcome;
  return { ok: false, code: outcome.remoteCode ?? '', message: outcome.message, fields: [] };
}

/** The failure of a call or of a record, as it is told and judged. */
export function failureOf(outcome: Refused | ProviderFault): DeliveryFailure & { retryAfterMs?: number } {
  if ('ok' in outcome) return failureOfRecord(outcome);
  const { kind, remoteCode, message, retryAfterMs } = outcome;
  return { kind, code: remoteCode ?? 'NO_ANSWER', message, retryAfterMs };
}
