/** Chooses the records of deliveries that have none yet, or whose records take no activities any more. */
import type { DueDelivery } from '@/db/queries/deliveries';
import type { LoggedPerson } from '@/db/queries/salesforce-senders';
import type { DeliveryTarget } from '@/lib/deliveries/model';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { openOpportunities, recordsByEmail, whatBecameOf } from '@/lib/salesforce/find-records';
import type { TaskBody } from '@/lib/salesforce/map-tasks';
import { objectOf } from '@/lib/salesforce/soql';
import type { LoggingSettings } from '@/lib/salesforce-logging/model';
import { type Choice, chooseByEmail, chooseById } from '@/lib/salesforce-logging/record-choice';
import type { SyncCtx } from '../engine';
import { type Later, makePeople } from './make-people';
import type { Sender } from './senders';

/** A delivery that becomes a task, with all that decides how. */
export type Wanted = {
  due: DueDelivery;
  body: TaskBody;
  logging: LoggingSettings;
  /** Null when nobody with this Marketo ID was ever in the list. */
  person: LoggedPerson | null;
  /** The seller in Salesforce, as far as known. */
  ownerId: string | null;
};

export type Chosen = Wanted & { target: DeliveryTarget };
export type NotChosen = Wanted & { choice: Exclude<Choice, { records: string[] }> | Later };

/** Every delivery with its target, or why it has none. Throws ProviderFault when Salesforce could not be asked. */
export async function chooseRecords(
  ctx: SyncCtx,
  { client, sender }: { client: SalesforceClient; sender: Sender },
  wanted: readonly Wanted[],
): Promise<{ chosen: Chosen[]; not: NotChosen[] }> {
  const settled = wanted.flatMap((one) => keptTarget(one) ?? []);
  const open = wanted.filter((one) => !keptTarget(one));
  const moved = await whatBecameOf(client, open.flatMap(recordsLeftOut));
  const byId = open.map((one) => ({ ...one, choice: chooseById(idsOf(one), moved, { ...one, kind: one.body.kind }) }));
  const without = byId.filter((one) => one.choice === null);
  const byEmail = await choicesByEmail(client, without);
  const choices = byId.map((one) => ({
    ...one,
    choice: one.choice ?? byEmail.get(one.due.delivery.key) ?? nobodyFor(one),
  }));
  const made = await makePeople(ctx, { client, sender }, { wanted: choices.filter(isNobody), moved });
  const chosen: Chosen[] = [];
  const not: NotChosen[] = [];
  for (const { choice: first, ...one } of choices) {
    const choice = made.get(one.due.delivery.key) ?? first;
    if ('records' in choice)
      chosen.push({
        ...one,
        target: { ...choice, about: null, without: leftOut(one), sentAs: one.due.delivery.target?.sentAs },
      });
    else not.push({ ...one, choice });
  }
  return { chosen: [...settled, ...(await withOpportunities(client, chosen))], not };
}

function nobodyFor({ body }: Wanted): Choice {
  const why = body.kind === 'call' ? 'calls are never matched by the e-mail address' : 'and has no e-mail address';
  return { refuse: 'NO_MATCH', message: `The person has no record in Salesforce that Marketo knows of; ${why}.` };
}

/** What was chosen before stays, unless one of the records was refused since, or was that of somebody merged since. */
function keptTarget(one: Wanted): Chosen | null {
  const { target } = one.due.delivery;
  if (!target || target.records.length === 0) return null;
  const records = target.records.filter((id) => !target.without?.includes(id));
  if (records.length === target.records.length) return isOfTheLoser(one, target) ? null : { ...one, target };
  // What was made on the others stays theirs, under the keys it has.
  const isBegun = records.some((id) => target.made?.[id]);
  return isBegun ? { ...one, target: { ...target, records, keyedByRecord: true } } : null;
}

/** What was begun with the loser's record ends there. Of several records each task has a key of its own: these stay. */
function isOfTheLoser({ due, person }: Wanted, { records, made = {} }: DeliveryTarget): boolean {
  const wasMerged = person !== null && person.marketoId !== due.activity.marketoId;
  const [record, another] = records;
  if (!wasMerged || another !== undefined || Object.keys(made).length > 0) return false;
  return record !== person.sfdcContactId && record !== person.sfdcLeadId;
}

function leftOut({ due }: Wanted): string[] {
  return due.delivery.target?.without ?? [];
}

/** Of what was left out, the records. */
function recordsLeftOut(one: Wanted): string[] {
  return leftOut(one).filter((name) => /^(003|00Q)[0-9A-Za-z]{12,15}$/.test(name));
}

function idsOf({ person }: Wanted) {
  return { contactId: person?.sfdcContactId ?? null, leadId: person?.sfdcLeadId ?? null };
}

/** Mails find their record by the address when no id leads there. */
async function choicesByEmail(client: SalesforceClient, wanted: readonly Wanted[]): Promise<Map<string, Choice>> {
  const mails = wanted.filter(({ body, person }) => body.kind !== 'call' && person?.email);
  const found = await recordsByEmail(
    client,
    mails.map(({ person }) => person?.email ?? ''),
  );
  return new Map(
    mails.map((one) => {
      const candidates = found.get(one.person?.email?.toLowerCase() ?? '') ?? [];
      return [one.due.delivery.key, chooseByEmail(candidates, { ...one, kind: one.body.kind })];
    }),
  );
}

const isNobody = <T extends { choice: Choice }>(one: T) => 'refuse' in one.choice && one.choice.refuse === 'NO_MATCH';

/** A contact's only open opportunity; of several none is guessed, and the contact's account takes their place. */
async function withOpportunities(client: SalesforceClient, chosen: readonly Chosen[]): Promise<Chosen[]> {
  const contactOf = ({ target, logging }: Chosen) => {
    const [record = ''] = target.records;
    return logging.objects.opportunity && objectOf(record) === 'Contact' ? record : null;
  };
  const contacts = chosen.flatMap((one) => contactOf(one) ?? []);
  const open = await openOpportunities(client, contacts);
  return chosen.map((one) => {
    const contact = contactOf(one);
    if (!contact || one.target.without?.includes('WhatId')) return one;
    const [opportunity, another] = open.get(contact) ?? [];
    const { target, person } = one;
    if (opportunity && !another)
      return { ...one, target: { ...target, about: opportunity, rule: `${target.rule}; ${theOne}` } };
    const why = opportunity ? several : noneOpen;
    return { ...one, target: { ...target, about: person?.sfdcAccountId ?? null, rule: `${target.rule}; ${why}` } };
  });
}

const theOne = 'related to the only open opportunity in which the contact has a role';
const several = 'related to the account, since the contact has a role in several open opportunities';
const noneOpen = 'related to the account, since the contact has a role in no open opportunity';
