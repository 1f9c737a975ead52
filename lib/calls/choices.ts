/** What an admin lets sellers say of a call: two lists of at most 15 names, and whether each is asked for. */
import type { Transaction, Tx } from '@/db/client';
import {
  countChoices,
  deleteChoice,
  insertChoice,
  lockCallChoices,
  selectCallOutcomes,
  selectCallReasons,
  selectCallSettings,
  selectChoiceNameTaken,
  updateChoice,
  updateChoiceOrder,
  upsertCallSettings,
} from '@/db/queries/call-choices';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import type { CallChoices, CallSettingsInput, ChoiceInput, ChoiceOrder } from './contract';
import { type ChoiceList, choiceWords, mostChoices } from './model';

/** What sellers are asked about a call. Nothing, until an admin chose. */
export async function readCallChoices(db: Tx): Promise<CallChoices> {
  const [settings, outcomes, reasons] = await Promise.all([
    selectCallSettings(db),
    selectCallOutcomes(db),
    selectCallReasons(db),
  ]);
  return {
    outcomes: {
      enabled: settings?.outcomesEnabled ?? false,
      required: settings?.outcomeRequired ?? false,
      choices: outcomes,
    },
    reasons: {
      enabled: settings?.reasonsEnabled ?? false,
      required: settings?.reasonRequired ?? false,
      choices: reasons,
    },
  };
}

/** Says whether outcomes and reasons are asked for, and whether they have to be given. */
export async function changeCallSettings(ctx: Ctx, { outcomes, reasons }: CallSettingsInput): Promise<CallChoices> {
  await upsertCallSettings(ctx.db, {
    outcomesEnabled: outcomes.enabled,
    outcomeRequired: outcomes.required,
    reasonsEnabled: reasons.enabled,
    reasonRequired: reasons.required,
    changedAt: ctx.clock.now(),
  });
  return readCallChoices(ctx.db);
}

/** Adds a choice at the end. Throws AppError `conflict` for a name that is there, and for one too many. */
export async function addChoice(ctx: Ctx, list: ChoiceList, input: ChoiceInput): Promise<CallChoices> {
  return changing(ctx, async (tx) => {
    if ((await countChoices(tx, list)) >= mostChoices) {
      throw new AppError('conflict', `There are ${mostChoices} ${list} already; more cannot be added.`);
    }
    await refuseTakenName(tx, list, { name: input.name });
    await insertChoice(tx, { ...typed(list, input), at: ctx.clock.now() });
  });
}

/** Renames a choice; calls keep the name they were logged with. Throws AppError `not_found`, and `conflict` for a name that is there. */
export async function changeChoice(
  ctx: Ctx,
  { list, id }: { list: ChoiceList; id: string },
  input: ChoiceInput,
): Promise<CallChoices> {
  return changing(ctx, async (tx) => {
    await refuseTakenName(tx, list, { name: input.name, exceptId: id });
    if (!(await updateChoice(tx, { ...typed(list, input), id }))) throw notFound(list);
  });
}

/** Takes a choice off its list; calls keep its name. Throws AppError `not_found`. */
export async function removeChoice(ctx: Ctx, { list, id }: { list: ChoiceList; id: string }): Promise<CallChoices> {
  return changing(ctx, async (tx) => {
    if (!(await deleteChoice(tx, list, id))) throw notFound(list);
  });
}

/** Orders a list. Throws AppError `conflict` when the list is no longer what was ordered. */
export async function orderChoices(ctx: Ctx, list: ChoiceList, { ids }: ChoiceOrder): Promise<CallChoices> {
  return changing(ctx, async (tx) => {
    const { choices } = (await readCallChoices(tx))[list];
    const isSame = choices.length === ids.length && choices.every(({ id }) => ids.includes(id));
    if (!isSame)
      throw new AppError('conflict', `The ${list} were changed meanwhile. Look at them again, then move one.`);
    await updateChoiceOrder(tx, list, ids);
  });
}

/** One change at a time, so that what it was decided upon is still so. */
async function changing(ctx: Ctx, change: (tx: Transaction) => Promise<void>): Promise<CallChoices> {
  return ctx.db.transaction(async (tx) => {
    await lockCallChoices(tx);
    await change(tx);
    return readCallChoices(tx);
  });
}

async function refuseTakenName(tx: Tx, list: ChoiceList, wanted: { name: string; exceptId?: string }): Promise<void> {
  if (!(await selectChoiceNameTaken(tx, list, wanted))) return;
  const message = `There is ${list === 'outcomes' ? 'an outcome' : 'a reason'} of this name already.`;
  throw new AppError('conflict', message, { fields: { name: message } });
}

function typed(list: ChoiceList, { name, type }: ChoiceInput) {
  if (list === 'reasons') {
    if (type !== undefined) throw badType('Expected no type: a reason has none.');
    return { list, name };
  }
  if (type === undefined) throw badType('Expected whether somebody answered.');
  return { list, name, type };
}

const badType = (expected: string) => new AppError('bad_request', expected, { fields: { type: expected } });
const notFound = (list: ChoiceList) =>
  new AppError('not_found', `This ${choiceWords[list]} is no longer there. Look at the list again.`);
