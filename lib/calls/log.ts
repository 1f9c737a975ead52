/** Logging a call: a line of the journal, and what is to be delivered of it, at once or not at all. */
import type { Transaction } from '@/db/client';
import { selectCall } from '@/db/queries/calls';
import { type SalesActivityRow, selectSalesActivityByKey } from '@/db/queries/sales-activities';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { isInTheFuture, personProblemSentences, salesActivityPayloads } from '../sales-activities/model';
import { type Recorded, recordSalesActivity } from '../sales-activities/record';
import { wakeDeliveries } from '../sales-activities/wake-deliveries';
import { readCallChoices } from './choices';
import type { CallView, LogCallInput } from './contract';
import { type ChoiceList, choiceWords, hasToBeGiven, type OutcomeType, statusFollowing } from './model';
import { callViewFrom, reporter } from './view';

type Chosen = { outcome: string | null; outcomeType: OutcomeType | null; reason: string | null };

/**
 * Records a call that the caller made. Said again under the same key it is the same call, whatever the admin changed
 * meanwhile. Throws AppError `bad_request` naming the field, and `conflict` where another call has the key.
 */
export async function logCall(ctx: Ctx, input: LogCallInput): Promise<CallView> {
  const { actor } = ctx;
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  const { key: given, marketoId, occurredAt: at, status, ...told } = input;
  const occurredAt = new Date(at);
  const recordedAt = ctx.clock.now();
  if (isInTheFuture(occurredAt, recordedAt)) throw refusal('occurredAt', 'Expected a time that has passed.');
  // One user's key must neither show nor hinder the call of another.
  const key = { reporter, idempotencyKey: `${actor.userId}:${given}` };
  const recorded = await ctx.db.transaction(async (tx) => {
    const before = await selectSalesActivityByKey(tx, key);
    const chosen = before ? chosenBefore(before, input) : await chosenNow(tx, input);
    return recordSalesActivity(tx, {
      kind: 'call',
      payload: { ...told, ...chosen, status: status ?? statusFollowing(chosen.outcomeType), madeBy: actor.email },
      ...key,
      person: { marketoId },
      userId: actor.userId,
      occurredAt,
      recordedAt,
      tokenId: actor.tokenId,
    });
  });
  const { id, deliveries } = successOf(recorded);
  await wakeDeliveries(ctx, deliveries);
  const row = await selectCall(ctx.db, { id, userId: actor.userId });
  if (!row) throw new Error('A call was recorded, and is not there.');
  return callViewFrom(row);
}

/** What the names stand for now, spelled as the admin did. */
async function chosenNow(tx: Transaction, input: LogCallInput): Promise<Chosen> {
  const { outcomes, reasons } = await readCallChoices(tx);
  const outcome = choiceOf('outcomes', outcomes, input.outcome);
  const reason = choiceOf('reasons', reasons, input.reason);
  return { outcome: outcome?.name ?? null, outcomeType: outcome?.type ?? null, reason: reason?.name ?? null };
}

/** The same words mean what they meant when the call was recorded. */
function chosenBefore({ payload }: SalesActivityRow, input: LogCallInput): Chosen {
  const before = salesActivityPayloads.call.parse(payload);
  const again = (name: string | null, said: string | null) => (isSame(name, said) ? name : said);
  return {
    outcome: again(before.outcome, input.outcome),
    outcomeType: before.outcomeType,
    reason: again(before.reason, input.reason),
  };
}

function choiceOf<C extends { name: string }>(
  list: ChoiceList,
  asked: { enabled: boolean; required: boolean; choices: C[] },
  name: string | null,
): C | null {
  const word = choiceWords[list];
  if (name === null) {
    if (hasToBeGiven(asked)) throw refusal(word, `Choose ${list === 'outcomes' ? 'an outcome' : 'a reason'}.`);
    return null;
  }
  const chosen = asked.enabled ? asked.choices.find((choice) => isSame(choice.name, name)) : undefined;
  if (!chosen) throw refusal(word, `The ${word} “${name}” is not offered any more. Choose another.`);
  return chosen;
}

const isSame = (a: string | null, b: string | null) => a?.toLowerCase() === b?.toLowerCase();

function successOf(recorded: Recorded) {
  if (recorded.outcome === 'refused') throw refusal('marketoId', personProblemSentences[recorded.problem]);
  if (recorded.outcome === 'conflict') {
    throw new AppError('conflict', 'This call was logged already, with other details. Save again to log another call.');
  }
  return recorded;
}

function refusal(field: string, sentence: string): AppError {
  return new AppError('bad_request', sentence, { fields: { [field]: sentence } });
}
