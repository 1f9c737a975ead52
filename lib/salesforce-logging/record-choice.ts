/** Which Salesforce records an activity is logged on, and why. Pure; what Salesforce says of records is given. */
import type { SalesActivityKind } from '../sales-activities/model';
import { type Candidate, longestWay, type Moved } from '../salesforce/find-records';
import { objectOf, type RecordObject } from '../salesforce/soql';
import type { LoggingSettings } from './model';

/** What Marketo knows of the person's records. */
export type KnownIds = { contactId: string | null; leadId: string | null };

/** Records with the reason in words; or why there is none: not wanted there, or a person has to decide. */
export type Choice =
  | { records: string[]; rule: string }
  | { skip: 'object-off' }
  | { refuse: 'NO_MATCH' | 'AMBIGUOUS_MATCH'; message: string };

/** Mails go where the settings say; calls to whoever was called. */
export function takesObject(object: RecordObject, kind: SalesActivityKind, { objects }: LoggingSettings): boolean {
  return kind === 'call' || (object === 'Contact' ? objects.contact : objects.lead);
}

/**
 * By the ids that Marketo has, a contact before a lead; a record that was converted or merged is followed. Null when no
 * id leads anywhere.
 */
export function chooseById(
  { contactId, leadId }: KnownIds,
  moved: ReadonlyMap<string, Moved>,
  {
    kind,
    logging,
    why = byIdRule,
  }: { kind: SalesActivityKind; logging: LoggingSettings; why?: (id: string) => string },
): Choice | null {
  const known = [contactId, leadId].flatMap((id) => (id ? [follow(id, moved)] : []));
  const alive = known.flatMap((one) => (one ? [one] : []));
  const first = alive.find(({ id }) => takesObject(objectOf(id), kind, logging));
  if (!first) return alive.length > 0 ? { skip: 'object-off' } : null;
  return { records: [first.id], rule: [why(first.id), ...first.steps].join('; ') };
}

function follow(id: string, moved: ReadonlyMap<string, Moved>): { id: string; steps: string[] } | null {
  const steps: string[] = [];
  for (let at = id; steps.length < longestWay; ) {
    const next = moved.get(at);
    if (!next) return { id: at, steps };
    if (next.to === null) return null;
    steps.push(`${at} was ${next.how === 'converted' ? 'converted to' : 'merged into'} ${next.to}`);
    at = next.to;
  }
  return null;
}

const byIdRule = (id: string) =>
  objectOf(id) === 'Contact' ? "the person's contact, as Marketo knows it" : "the person's lead, as Marketo knows it";

const mostRecords = 10;

/**
 * By the e-mail address, for mails only. Of several the most recently active, the seller's own before others, a contact
 * before a lead, the oldest id last of all; or all of them, or none, as an admin chose.
 */
export function chooseByEmail(
  candidates: readonly Candidate[],
  { kind, logging, ownerId }: { kind: SalesActivityKind; logging: LoggingSettings; ownerId: string | null },
): Choice {
  const taken = candidates.filter(({ object }) => takesObject(object, kind, logging));
  if (candidates.length === 0) return { refuse: 'NO_MATCH', message: nobody };
  const inOrder = taken.toSorted((a, b) => compare(rank(a, ownerId), rank(b, ownerId)));
  const [first, ...others] = inOrder;
  if (!first) return { skip: 'object-off' };
  if (others.length === 0)
    return { records: [first.id], rule: `the only ${first.object.toLowerCase()} with this e-mail address` };
  if (logging.onDuplicate === 'none') return { refuse: 'AMBIGUOUS_MATCH', message: several(inOrder.length) };
  if (logging.onDuplicate === 'all') {
    const records = inOrder.slice(0, mostRecords).map(({ id }) => id);
    return { records, rule: `all ${records.length} records with this e-mail address` };
  }
  return {
    records: [first.id],
    rule: `of ${inOrder.length} records with this e-mail address ${whyFirst(first, ownerId)}`,
  };
}

const nobody = 'Nobody in Salesforce has the IDs or the e-mail address of this person.';
const several = (count: number) =>
  `${count} records in Salesforce have the e-mail address of this person, and the settings say not to choose one.`;

/** Less is better, part by part. */
function rank({ id, object, ownerId, lastActivityDay }: Candidate, seller: string | null): string[] {
  return [
    object === 'Contact' ? '0' : '1',
    seller !== null && ownerId === seller ? '0' : '1',
    lastActivityDay === null ? '~' : inverted(lastActivityDay),
    id,
  ];
}

// Later days before earlier ones.
const inverted = (day: string) =>
  [...day].map((digit) => (/\d/.test(digit) ? String(9 - Number(digit)) : digit)).join('');

function compare(a: string[], b: string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return 0;
  return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}

function whyFirst({ object, ownerId, lastActivityDay }: Candidate, seller: string | null): string {
  const reasons = [
    object === 'Contact' ? 'a contact' : 'a lead',
    seller !== null && ownerId === seller ? "the seller's own" : null,
    lastActivityDay ? `last active on ${lastActivityDay}` : null,
  ];
  return `the one chosen is ${reasons.filter(Boolean).join(', ')}`;
}
