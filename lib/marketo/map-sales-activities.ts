/** Sales activities as custom activities of Marketo, and how they are known again there. Pure. */
import {
  type AttributeType,
  definitionOf,
  eventNames,
  isUsable,
  type StandingTypes,
  type TypeAttribute,
} from '@/lib/activity-types/model';
import type { SalesActivityBody, SalesActivityKind } from '@/lib/sales-activities/model';
import type { WireActivity, WireNewActivity } from './api-types';
import { wholeSeconds } from './dates';
import { textOf } from './values';

type Given = { key: string; leadId: number; occurredAt: Date; body: SalesActivityBody };
type Value = string | number | boolean | null;
/** By the API names of attributes; the primary one among them. */
type Values = Record<string, Value>;
type PayloadOf<K extends SalesActivityKind> = Extract<SalesActivityBody, { kind: K }>['payload'];

/**
 * The activity as Marketo takes it, and in words what had to be cut or left out; null while its type cannot be used.
 * `key` goes along, so that it can be found again.
 */
export function activityFromSalesActivity(
  { key, leadId, occurredAt, body }: Given,
  { layout, types }: StandingTypes,
): { activity: WireNewActivity; note: string | null } | null {
  const definition = definitionOf(layout, body.kind);
  const type = types.find(({ apiName }) => apiName === definition.apiName);
  if (!isUsable(type)) return null;
  const values: Values = { ...valuesOf(body), externalActivityId: key, salesPersonId: String(leadId) };
  const notes: string[] = [];
  const known = definition.attributes.filter(({ apiName }) => !type.missingAttributes.includes(apiName));
  const attributes = known.flatMap((attribute) => {
    const value = fitting(attribute, values[attribute.apiName], notes);
    return value === null ? [] : [{ apiName: attribute.apiName, value }];
  });
  const lacking = definition.attributes.filter((one) => !known.includes(one) && hasValue(values[one.apiName]));
  if (lacking.length > 0) notes.push(`Sent without ${namesOf(lacking)}, which the type in Marketo lacks.`);
  const { primaryAttribute } = definition;
  const primary = fitting(primaryAttribute, values[primaryAttribute.apiName], notes) ?? nothingSaid;
  const activity: WireNewActivity = {
    leadId,
    activityDate: wholeSeconds(occurredAt),
    activityTypeId: type.id,
    primaryAttributeValue: String(primary),
    attributes,
  };
  return { activity, note: notes.join(' ') || null };
}

/** The keys of deliveries that an activity of Marketo may be of: an admin may have named the attribute otherwise. */
export function deliveryKeysFrom({ attributes }: WireActivity): string[] {
  return (attributes ?? []).flatMap(({ value }) => (typeof value === 'string' ? value.trim().toLowerCase() : []));
}

// Marketo demands a primary value, and a mail may have no subject.
const nothingSaid = '(none)';

function valuesOf(body: SalesActivityBody): Values {
  switch (body.kind) {
    case 'email-sent':
      return mail(body.kind, body.payload);
    case 'email-opened':
      return { ...mail(body.kind, body.payload), device: body.payload.device, isBot: body.payload.isBot };
    case 'email-clicked':
      return { ...mail(body.kind, body.payload), link: body.payload.link, isBot: body.payload.isBot };
    case 'email-replied':
      return reply(body.payload);
    case 'email-bounced': {
      const { email, category, details } = body.payload;
      return { ...mail(body.kind, body.payload), email, category, details };
    }
    case 'call':
      return call(body.payload);
    case 'campaign-added':
      return membership(body.kind, body.payload);
    case 'campaign-removed':
      return { ...membership(body.kind, body.payload), reason: body.payload.reason };
  }
}

type MailKind = Exclude<Extract<SalesActivityKind, `email-${string}`>, 'email-replied'>;

function mail(kind: MailKind, payload: PayloadOf<MailKind>): Values {
  const { emailSubject, emailId, sentBy, source, templateId, templateName, templateUrl } = payload;
  const event = eventNames[kind];
  return { event, emailSubject, emailId, sentBy, source, templateId, templateName, templateUrl, ...campaign(payload) };
}

function reply(payload: PayloadOf<'email-replied'>): Values {
  const { emailSubject, emailId, receivedBy, source } = payload;
  return { event: eventNames['email-replied'], emailSubject, emailId, receivedBy, source, ...campaign(payload) };
}

/** The subject of a call is what came of it; where nobody said, how it ended. */
function call(payload: PayloadOf<'call'>): Values {
  const { madeBy, status, outcome, phoneNumber, durationSeconds, recordingUrl, answeredBy, source } = payload;
  const said = { madeBy, callStatus: status, callSubject: outcome ?? status, source, ...campaign(payload) };
  return { ...said, phoneNumber, durationSeconds, recordingUrl, answeredBy };
}

function membership(
  kind: 'campaign-added' | 'campaign-removed',
  payload: PayloadOf<'campaign-added' | 'campaign-removed'>,
): Values {
  const { sentBy, source, callStatus } = payload;
  return { event: eventNames[kind], sentBy, source, callStatus, ...campaign(payload) };
}

function campaign({
  campaignId,
  campaignName,
  campaignUrl,
}: Record<'campaignId' | 'campaignName' | 'campaignUrl', string | null>): Values {
  return { campaignId, campaignName, campaignUrl };
}

/** Adobe's limits: 255 characters of a string, 30,000 bytes of a text. Of addresses a part would lead nowhere. */
const mostCharacters: Partial<Record<AttributeType, number>> = { string: 255, phone: 255 };
const mostBytes: Partial<Record<AttributeType, number>> = { text: 30_000 };

function fitting({ name, dataType }: TypeAttribute, value: Value | undefined, notes: string[]) {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const text = textOf(value);
  if (text === null) return null;
  const characters = mostCharacters[dataType] ?? Number.POSITIVE_INFINITY;
  const bytes = mostBytes[dataType] ?? Number.POSITIVE_INFINITY;
  const cut = cutToBytes(text.slice(0, characters), bytes);
  if (cut.length === text.length) return text;
  notes.push(`${name} was cut to ${Number.isFinite(bytes) ? `${bytes} bytes` : `${characters} characters`}.`);
  // Half of a character that needs two is none.
  return cut.toWellFormed().replace(/\ufffd$/, '');
}

function cutToBytes(text: string, bytes: number): string {
  if (!Number.isFinite(bytes) || Buffer.byteLength(text) <= bytes) return text;
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes));
}

const hasValue = (value: Value | undefined) =>
  typeof value === 'number' || typeof value === 'boolean' || textOf(value) !== null;
const namesOf = (attributes: TypeAttribute[]) => attributes.map(({ name }) => name).join(', ');
