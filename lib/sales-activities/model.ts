import { z } from 'zod';
import { longestChoiceName, outcomeTypes } from '../calls/model';
import type { InitialDeliveryState } from '../deliveries/model';

/** What sellers' systems and our rooms can journal. The names are ours; each destination maps them to its own. */
export const salesActivityKinds = [
  'email-sent',
  'email-opened',
  'email-clicked',
  'email-replied',
  'email-bounced',
  'call',
  'campaign-added',
  'campaign-removed',
] as const;
export type SalesActivityKind = (typeof salesActivityKinds)[number];

export const salesActivityTitles: Record<SalesActivityKind, string> = {
  'email-sent': 'E-mail sent',
  'email-opened': 'E-mail opened',
  'email-clicked': 'Link in an e-mail clicked',
  'email-replied': 'Reply',
  'email-bounced': 'E-mail bounced',
  call: 'Call',
  'campaign-added': 'Added to a sales campaign',
  'campaign-removed': 'Removed from a sales campaign',
};

export const destinations = ['marketo', 'salesforce'] as const;
export type Destination = (typeof destinations)[number];

export const destinationTitles: Record<Destination, string> = { marketo: 'Marketo', salesforce: 'Salesforce' };

/** Salesforce keeps e-mails and calls as tasks; it has no place for being on a sales campaign. */
export function isOffered(destination: Destination, kind: SalesActivityKind): boolean {
  return destination === 'marketo' || !kind.startsWith('campaign-');
}

export const callStatuses = ['completed', 'no answer', 'cancelled', 'failed'] as const;
export type CallStatus = (typeof callStatuses)[number];

/** The same key of the same reporter is the same activity, however often it is told. */
export const ActivityKey = z
  .string('Expected a key')
  .min(1, 'Expected a key')
  .max(200, 'Expected at most 200 characters')
  .regex(/^[\x21-\x7e]+$/, 'Expected printable characters without blanks');

// There is no year 0 in Postgres, and nobody tracked what sellers did before this century.
const expectedTime = 'Expected a time since the year 2000, such as 2026-03-01T12:00:00Z';
/** When an activity happened, as it is told. */
export const OccurredAt = z.iso
  .datetime({ offset: true, error: expectedTime })
  .refine((at) => Date.parse(at) >= Date.UTC(2000, 0), expectedTime);

/** How far the clock of whoever tells may be ahead. */
const aheadMs = 5 * 60_000;
/** Whether something is said to happen later than a clock that goes wrong explains. */
export const isInTheFuture = (occurredAt: Date, now: Date) => occurredAt.getTime() > now.getTime() + aheadMs;

// Postgres can hold neither a NUL nor half a character.
const isStorable = (value: string) => !value.includes('\0') && value.isWellFormed();
const text = (longest: number) => z.string().max(longest).refine(isStorable, 'Expected plain text');
const name = text(255).min(1, 'Expected a text');
const link = z
  .url({ protocol: /^https?$/, error: 'Expected an http or https address' })
  .max(2048)
  .refine(isStorable);
const address = z.email('Expected an e-mail address').max(254);
const addresses = z.array(address).max(200).default([]);
const maybe = <S extends z.ZodType>(schema: S) => schema.nullable().default(null);

const source = z.literal('Sales App').default('Sales App');
/** `emailId` is the same for a mail and whatever happened to it later. */
const mail = { source, emailId: name, emailSubject: text(1000), bodyText: maybe(text(32_000)) };
const template = { templateId: maybe(name), templateName: maybe(name), templateUrl: maybe(link) };
const campaign = { campaignId: maybe(name), campaignName: maybe(name), campaignUrl: maybe(link) };
const step = { campaignDay: maybe(z.int().min(1).max(10_000)), campaignStep: maybe(z.int().min(1).max(10_000)) };
const { bodyText: _, ...mailEvent } = mail;
const sentMail = { sentBy: address, ...template, ...campaign, ...step };
// Marketo's own kinds have a call status here too, and it is always empty.
const membership = { source, sentBy: address, campaignId: name, campaignName: name, campaignUrl: maybe(link) };
const callStatus = z.null().default(null);

/** What is kept of each kind. The person is not repeated here: it is the Marketo ID of the journal's row. */
export const salesActivityPayloads = {
  'email-sent': z.strictObject({ ...mail, ...sentMail, to: addresses, cc: addresses, bcc: addresses }),
  'email-opened': z.strictObject({
    ...mailEvent,
    ...sentMail,
    device: maybe(text(255)),
    isBot: z.boolean().default(false),
  }),
  'email-clicked': z.strictObject({ ...mailEvent, ...sentMail, link, isBot: z.boolean().default(false) }),
  'email-replied': z.strictObject({ ...mail, ...campaign, ...step, receivedBy: address }),
  'email-bounced': z.strictObject({
    ...mailEvent,
    ...sentMail,
    /** The address that bounced, and what its server said. */
    email: address,
    category: maybe(text(255)),
    details: maybe(text(2000)),
  }),
  call: z.strictObject({
    source,
    madeBy: address,
    status: z.enum(callStatuses),
    /** Also the subject of the call in Marketo. */
    outcome: maybe(text(longestChoiceName)),
    /** What the outcome meant when the call was logged; names may come to mean something else. */
    outcomeType: maybe(z.enum(outcomeTypes)),
    reason: maybe(text(longestChoiceName)),
    notes: maybe(text(32_000)),
    phoneNumber: maybe(text(50)),
    durationSeconds: maybe(
      z
        .int()
        .min(0)
        .max(24 * 60 * 60),
    ),
    recordingUrl: maybe(link),
    answeredBy: maybe(text(255)),
    localPresenceId: maybe(text(255)),
    ...campaign,
    ...step,
  }),
  'campaign-added': z.strictObject({ ...membership, callStatus }),
  'campaign-removed': z.strictObject({ ...membership, callStatus, reason: maybe(text(255)) }),
} satisfies Record<SalesActivityKind, z.ZodType>;

/** The attribute that names the seller, by e-mail address. */
export const sellerAttributes = {
  'email-sent': 'sentBy',
  'email-opened': 'sentBy',
  'email-clicked': 'sentBy',
  'email-replied': 'receivedBy',
  'email-bounced': 'sentBy',
  call: 'madeBy',
  'campaign-added': 'sentBy',
  'campaign-removed': 'sentBy',
} as const satisfies Record<SalesActivityKind, string>;

type Payloads = typeof salesActivityPayloads;
/** A kind with the payload that belongs to it. */
export type SalesActivityBody = {
  [K in SalesActivityKind]: { kind: K; payload: z.infer<Payloads[K]> };
}[SalesActivityKind];
/** The same as it is written down, with what is not known left out. */
export type NewSalesActivityBody = {
  [K in SalesActivityKind]: { kind: K; payload: z.input<Payloads[K]> };
}[SalesActivityKind];

export type SalesActivityPayload = SalesActivityBody['payload'];

/** Why a delivery is not wanted. */
export const skipReasons = [
  'not-offered',
  'switched-off',
  'before-switched-on',
  'another-instance',
  'seller-off',
  'object-off',
  'no-task',
  'no-field',
  'task-gone',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Whether a stored reason is one that is known. */
export const isSkipReason = (reason: string | null): reason is SkipReason => skipReasons.some((one) => one === reason);

/** The reason in words. */
export function skipSentence(reason: SkipReason, destination: Destination, kind: SalesActivityKind): string {
  const [what, where] = [salesActivityTitles[kind], destinationTitles[destination]];
  const sentences: Record<SkipReason, string> = {
    'not-offered': `${where} has no place for “${what}”.`,
    'switched-off': `An admin has not switched “${what}” on for ${where}.`,
    'before-switched-on': `It happened before an admin switched “${what}” on for ${where}; nothing old is sent.`,
    'another-instance': `It was recorded before this instance of ${where} was connected.`,
    'seller-off': `The seller has chosen not to log “${what}” to ${where}.`,
    'object-off': 'The person has only a record of a kind on which an admin wants no e-mails logged.',
    'no-task': `The e-mail itself is not in ${where}, so there is nothing to note this on.`,
    'no-field': `${where} has no field for it that the connected user may write.`,
    'task-gone': `Somebody has deleted the task of the e-mail in ${where}.`,
  };
  return sentences[reason];
}

/** Since when a destination takes a kind; null while it does not. */
export type DeliverySwitch = { destination: Destination; onSince: Date | null };
/** One name for a kind at a destination. */
export const switchKey = ({ destination, kind }: { destination: Destination; kind: SalesActivityKind }) =>
  `${destination} ${kind}`;
export type PlannedDelivery = { destination: Destination; state: InitialDeliveryState; reason: SkipReason | null };

/** What becomes of an activity at every destination, as the admin chose. What is not switched on is off. */
export function planDeliveries(
  { kind, occurredAt }: { kind: SalesActivityKind; occurredAt: Date },
  switches: DeliverySwitch[],
): PlannedDelivery[] {
  return destinations.map((destination) => {
    const onSince = switches.find((one) => one.destination === destination)?.onSince ?? null;
    const reason = skipReasonOf({ isOffered: isOffered(destination, kind), occurredAt, onSince });
    return { destination, state: reason === null ? 'queued' : 'skipped', reason };
  });
}

type Wish = { isOffered: boolean; occurredAt: Date; onSince: Date | null };

function skipReasonOf(wish: Wish): SkipReason | null {
  if (!wish.isOffered) return 'not-offered';
  if (wish.onSince === null) return 'switched-off';
  return wish.occurredAt < wish.onSince ? 'before-switched-on' : null;
}

/** Why there is nobody to record an activity for. */
export const personProblems = ['unknown-person', 'deleted-person', 'missing-person', 'ambiguous-email'] as const;
export type PersonProblem = (typeof personProblems)[number];

export const personProblemSentences: Record<PersonProblem, string> = {
  'unknown-person': 'Nobody with this Marketo ID or e-mail address is in the list.',
  'deleted-person': 'This person was deleted in Marketo.',
  'missing-person': 'Marketo no longer shows this person.',
  'ambiguous-email': 'Several people have this e-mail address; send the Marketo ID.',
};

/** Known by the Marketo ID; by the e-mail address only where no ID is given. */
export type PersonReference = { marketoId?: number; email?: string };
