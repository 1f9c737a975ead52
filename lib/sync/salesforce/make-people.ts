/** Makes a lead or contact for people whom nobody in Salesforce stands for, where an admin chose so: one for each. */
import {
  claimMaking,
  type MadePerson,
  type MakingClaim,
  releaseMaking,
  selectMadePeople,
  updateMadePerson,
} from '@/db/queries/salesforce-made-people';
import { deliveryLeaseMs } from '@/lib/deliveries/model';
import { ProviderFault } from '@/lib/provider-fault';
import type { NewRecord, RecordResult, SalesforceClient } from '@/lib/salesforce/client';
import { failureOfRecord } from '@/lib/salesforce/errors';
import { type FoundRecord, type Moved, recordsByEmail } from '@/lib/salesforce/find-records';
import { type Choice, chooseById } from '@/lib/salesforce-logging/record-choice';
import type { SyncCtx } from '../engine';
import type { Wanted } from './choose-records';
import type { Sender } from './senders';

/** Nobody yet: another process is about to make this person, or Salesforce could not be asked. */
export type Later = { later: 'being-made' | ProviderFault };

type Turn = { client: SalesforceClient; sender: Sender };
type Outcomes = Map<string, Choice | Later>;

/** A call begins so soon after the claim, or not at all; what it wrote shows before the claim ends. */
const timeToBeginMs = 90_000;
const makingMs = deliveryLeaseMs + 2 * 60_000;
/** Their clock may be minutes behind or ahead of ours. */
const skewMs = 30 * 60_000;

/**
 * Choices by key of the delivery: whoever was made for the person before, or is made now where the settings want it and
 * there is an address. The right to make somebody is taken first; who has it after a process that did not say what came
 * of it looks by the address.
 */
export async function makePeople(
  ctx: SyncCtx,
  turn: Turn,
  { wanted, moved }: { wanted: readonly Wanted[]; moved: ReadonlyMap<string, Moved> },
): Promise<Outcomes> {
  const before = await selectMadePeople(ctx.db, turn.sender.org.orgId, {
    emails: wanted.map(emailOf).filter((email) => email !== ''),
    marketoIds: wanted.flatMap(({ person }) => (person ? [person.marketoId] : [])),
  });
  const outcomes: Outcomes = new Map();
  const asked: Wanted[] = [];
  for (const one of wanted) {
    const made = madeFor(one, before);
    if (made) outcomes.set(one.due.delivery.key, choiceOfMade(one, made, moved));
    else if (one.logging.onNoMatch !== 'skip' && emailOf(one) !== '') asked.push(one);
  }
  const byEmail = await makeEach(ctx, turn, new Map(asked.map((one) => [emailOf(one), one])));
  for (const one of asked) {
    const outcome = byEmail.get(emailOf(one));
    if (outcome) outcomes.set(one.due.delivery.key, outcome);
  }
  return outcomes;
}

const emailOf = ({ person }: Wanted) => person?.email?.toLowerCase() ?? '';

function madeFor(one: Wanted, before: MadePerson[]): string | null {
  const made = before.find(({ email }) => email === emailOf(one));
  return (made ?? before.find(({ marketoId }) => marketoId === one.person?.marketoId))?.recordId ?? null;
}

function choiceOfMade({ body, logging }: Wanted, record: string, moved: ReadonlyMap<string, Moved>): Choice {
  const why = () => `${record} was made for this person before`;
  const choice = chooseById({ contactId: record, leadId: null }, moved, { kind: body.kind, logging, why });
  const message = `${record}, which was made for this person, is no longer in Salesforce; no other is made.`;
  return choice ?? { refuse: 'NO_MATCH', message };
}

/** What came of each address. Faults of Salesforce are outcomes of those whom they kept from being made. */
async function makeEach(ctx: SyncCtx, { client, sender }: Turn, asked: Map<string, Wanted>): Promise<Outcomes> {
  const { orgId } = sender.org;
  const now = ctx.clock.now();
  const until = new Date(now.getTime() + makingMs);
  const people = [...asked].flatMap(([email, { person }]) => (person ? [{ email, marketoId: person.marketoId }] : []));
  const claims = await claimMaking(ctx.db, { orgId, people, now, until });
  const outcomes: Outcomes = new Map([...asked.keys()].map((email) => [email, { later: 'being-made' }]));
  const mine = new Set(claims.map(({ email }) => email));
  let mayBeMade = false;
  const settle = async (email: string, choice: Choice) => {
    const [recordId] = 'records' in choice ? choice.records : [];
    if (recordId) await updateMadePerson(ctx.db, { orgId, email, recordId });
    outcomes.set(email, choice);
    mine.delete(email);
  };
  try {
    const there = await recordsByEmail(client, [...mine]);
    for (const claim of claims) {
      const choice = choiceOfThere(there.get(claim.email) ?? [], claim, now);
      if (choice) await settle(claim.email, choice);
    }
    const isLate = ctx.clock.now().getTime() - now.getTime() > timeToBeginMs;
    const making = isLate ? [] : [...asked].filter(([email]) => mine.has(email));
    const records = making.map(([, one]) => recordOf(one));
    const results = await client.createRecords(records);
    for (const [index, [email]] of making.entries())
      await settle(email, choiceOfResult(results[index], records[index]?.object));
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error;
    for (const email of mine) outcomes.set(email, { later: error });
    mayBeMade = error.kind === 'unknown';
  }
  // Whoever may have been made is looked for once the claim is over.
  const free = claims.map(({ email }) => email).filter((email) => !(mayBeMade && mine.has(email)));
  await releaseMaking(ctx.db, { orgId, emails: free, until });
  return outcomes;
}

function choiceOfThere(there: FoundRecord[], claim: MakingClaim, now: Date): Choice | null {
  const made = claim.begunAt < now ? madeSince(there, claim) : null;
  if (made) return { records: [made.id], rule: ruleOf(made.object) };
  const [known] = there;
  return known ? { refuse: 'NO_MATCH', message: isThere(known) } : null;
}

/** Somebody began before: what is younger than that was made by it, or makes another needless. */
function madeSince(found: FoundRecord[], { begunAt }: MakingClaim): FoundRecord | null {
  const young = found.filter(({ createdAt }) => createdAt.getTime() >= begunAt.getTime() - skewMs);
  return young.toSorted((a, b) => +a.createdAt - +b.createdAt)[0] ?? null;
}

function isThere({ id }: FoundRecord): string {
  return `${id} in Salesforce has the person's e-mail address, but Marketo does not know it as the person's; no second one is made.`;
}

function recordOf({ person, logging, ownerId }: Wanted): NewRecord {
  const email = person?.email ?? '';
  const common = {
    Email: email,
    FirstName: person?.firstName ?? null,
    // Both have to have one.
    LastName: person?.lastName ?? email.split('@')[0] ?? email,
    ...(ownerId && { OwnerId: ownerId }),
  };
  if (logging.onNoMatch === 'create-contact') return { object: 'Contact', fields: common };
  return { object: 'Lead', fields: { ...common, Company: person?.company ?? '[not known]' } };
}

const ruleOf = (object: string) =>
  `a new ${object.toLowerCase()}: nobody in Salesforce had the IDs or the e-mail address of this person`;

function choiceOfResult(result: RecordResult | undefined, object = 'record'): Choice {
  if (result?.ok) return { records: [result.id], rule: ruleOf(object) };
  const why = result ? failureOfRecord(result).message : 'Salesforce left it out of its answer.';
  return { refuse: 'NO_MATCH', message: `No record has the person's address, and none could be made. ${why}` };
}
