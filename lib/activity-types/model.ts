/** The words of Marketo's custom activity types, by which sales activities are delivered there, and the types we want. */
import type { SalesActivityKind } from '../sales-activities/model';

/** One type for each kind; or three with an attribute that tells the kind, where an instance has no room for eight. */
export const typeLayouts = ['eight', 'compact'] as const;
export type TypeLayout = (typeof typeLayouts)[number];

export const typeStatuses = ['missing', 'draft', 'approved', 'approved with draft', 'deleted'] as const;
export type TypeStatus = (typeof typeStatuses)[number];

export const attributeTypes = ['string', 'boolean', 'integer', 'link', 'email', 'phone', 'text'] as const;
export type AttributeType = (typeof attributeTypes)[number];
export type TypeAttribute = { apiName: string; name: string; dataType: AttributeType };

/** A type as it is to be. Its filter and its trigger have every attribute as a constraint, the primary one by default. */
export type TypeDefinition = {
  apiName: string;
  /** Letters, digits, blanks and underscores: Marketo takes no others. */
  name: string;
  description: string;
  triggerName: string;
  filterName: string;
  kinds: SalesActivityKind[];
  primaryAttribute: TypeAttribute;
  /** At most 20. */
  attributes: TypeAttribute[];
};

/** Types of an instance, ours and others. */
export const mostTypes = 10;

const a = (apiName: string, name: string, dataType: AttributeType = 'string'): TypeAttribute => ({
  apiName,
  name,
  dataType,
});

/** By this attribute a delivery is found again. A type without it is of no use. */
export const keyAttribute = a('externalActivityId', 'External Activity ID');

const source = a('source', 'Source');
const personId = a('salesPersonId', 'Marketo Sales Person ID');
const sentBy = a('sentBy', 'Sent By', 'email');
const emailSubject = a('emailSubject', 'Email Subject');
const emailId = a('emailId', 'Email ID');
const templateId = a('templateId', 'Template ID');
const template = [templateId, a('templateName', 'Sales Template Name'), a('templateUrl', 'Sales Template URL', 'link')];
const campaignId = a('campaignId', 'Sales Campaign ID');
const campaignName = a('campaignName', 'Sales Campaign Name');
const campaignUrl = a('campaignUrl', 'Sales Campaign URL', 'link');
const campaign = [campaignId, campaignName, campaignUrl];
const mail = [keyAttribute, emailId, sentBy, source, personId, ...template, ...campaign];
const receivedBy = a('receivedBy', 'Received By', 'email');
const device = a('device', 'Device');
const isBot = a('isBot', 'Is Bot', 'boolean');
const link = a('link', 'Link', 'link');
const bounce = [a('email', 'Email', 'email'), a('category', 'Category'), a('details', 'Details', 'text')];
const callStatus = a('callStatus', 'Sales Call Status');
const membership = [keyAttribute, campaignId, campaignUrl, callStatus, sentBy, source];
const reason = a('reason', 'Reason');
const event = a('event', 'Event');

const call: TypeDefinition = {
  apiName: 'salesActionsCall',
  name: 'Sales Actions Call',
  description: 'A seller called the person. The subject is what came of it.',
  triggerName: 'Receives Sales Actions Call',
  filterName: 'Received Sales Actions Call',
  kinds: ['call'],
  primaryAttribute: a('callSubject', 'Sales Call Subject'),
  attributes: [
    keyAttribute,
    a('madeBy', 'Sales Call Made By', 'email'),
    callStatus,
    a('phoneNumber', 'Sales Phone Number Called', 'phone'),
    a('durationSeconds', 'Sales Call Duration', 'integer'),
    a('recordingUrl', 'Sales Call Recording URL', 'link'),
    a('answeredBy', 'Sales Call Answered By'),
    source,
    personId,
    ...campaign,
  ],
};

const eight: TypeDefinition[] = [
  {
    apiName: 'salesActionsSendSalesEmail',
    name: 'Sales Actions Send Sales Email',
    description: 'A seller sent the person an e-mail.',
    triggerName: 'Is Sent Sales Actions Email',
    filterName: 'Was Sent Sales Actions Email',
    kinds: ['email-sent'],
    primaryAttribute: emailSubject,
    attributes: mail,
  },
  {
    apiName: 'salesActionsOpenSalesEmail',
    name: 'Sales Actions Open Sales Email',
    description: 'The person opened an e-mail that a seller had sent.',
    triggerName: 'Opens Sales Actions Email',
    filterName: 'Opened Sales Actions Email',
    kinds: ['email-opened'],
    primaryAttribute: emailSubject,
    attributes: [...mail, device, isBot],
  },
  {
    apiName: 'salesActionsClickSalesEmail',
    name: 'Sales Actions Click Sales Email',
    description: 'The person clicked a link in an e-mail that a seller had sent.',
    triggerName: 'Clicks Link in Sales Actions Email',
    filterName: 'Clicked Link in Sales Actions Email',
    kinds: ['email-clicked'],
    primaryAttribute: emailSubject,
    attributes: [...mail, link, isBot],
  },
  {
    apiName: 'salesActionsReplySalesEmail',
    name: 'Sales Actions Reply Sales Email',
    description: 'The person answered an e-mail that a seller had sent.',
    triggerName: 'Replies to Sales Actions Email',
    filterName: 'Replied to Sales Actions Email',
    kinds: ['email-replied'],
    primaryAttribute: emailSubject,
    attributes: [keyAttribute, emailId, receivedBy, source, personId, ...campaign],
  },
  {
    apiName: 'salesActionsBounceSalesEmail',
    name: 'Sales Actions Bounce Sales Email',
    description: 'An e-mail that a seller had sent could not be delivered.',
    triggerName: 'Sales Actions Email Bounces',
    filterName: 'Sales Actions Email Bounced',
    kinds: ['email-bounced'],
    primaryAttribute: emailSubject,
    attributes: [...mail, ...bounce],
  },
  call,
  {
    apiName: 'salesActionsAddToSalesCampaign',
    name: 'Sales Actions Add to Sales Campaign',
    description: 'A seller added the person to a sales campaign.',
    triggerName: 'Is Added to Sales Actions Campaign',
    filterName: 'Was Added to Sales Actions Campaign',
    kinds: ['campaign-added'],
    primaryAttribute: campaignName,
    attributes: membership,
  },
  {
    apiName: 'salesActionsRemoveFromSalesCampaign',
    name: 'Sales Actions Remove from Sales Campaign',
    description: 'The person left a sales campaign, or was taken off it.',
    triggerName: 'Is Removed from Sales Actions Campaign',
    filterName: 'Was Removed from Sales Actions Campaign',
    kinds: ['campaign-removed'],
    primaryAttribute: campaignName,
    attributes: [...membership, reason],
  },
];

const compact: TypeDefinition[] = [
  {
    apiName: 'salesActionsEmailActivity',
    name: 'Sales Actions Email Activity',
    description: 'A seller sent the person an e-mail, or something happened to it. The event says what.',
    triggerName: 'Has Sales Actions Email Activity',
    filterName: 'Had Sales Actions Email Activity',
    kinds: ['email-sent', 'email-opened', 'email-clicked', 'email-replied', 'email-bounced'],
    primaryAttribute: event,
    attributes: [...mail, emailSubject, receivedBy, device, isBot, link, ...bounce],
  },
  call,
  {
    apiName: 'salesActionsCampaignMembership',
    name: 'Sales Actions Campaign Membership',
    description: 'A seller added the person to a sales campaign, or the person left it. The event says what.',
    triggerName: 'Changes Sales Actions Campaign Membership',
    filterName: 'Changed Sales Actions Campaign Membership',
    kinds: ['campaign-added', 'campaign-removed'],
    primaryAttribute: campaignName,
    attributes: [...membership, event, reason],
  },
];

export const wantedTypes: Record<TypeLayout, TypeDefinition[]> = { eight, compact };

/** What `event` says of each kind that shares its type with others. */
export const eventNames: Record<Exclude<SalesActivityKind, 'call'>, string> = {
  'email-sent': 'Sent',
  'email-opened': 'Opened',
  'email-clicked': 'Clicked',
  'email-replied': 'Replied',
  'email-bounced': 'Bounced',
  'campaign-added': 'Added',
  'campaign-removed': 'Removed',
};

/** How one of our types stands in the instance. */
export type StandingType = {
  apiName: string;
  /** Marketo's number of it; null until it is approved. */
  id: number | null;
  status: TypeStatus;
  /** API names of attributes that it lacks. */
  missingAttributes: string[];
};

/** What was found in the instance when it was looked at last. */
export type StandingTypes = {
  layout: TypeLayout;
  /** Why this layout, in a sentence. */
  why: string;
  /** Every type of both layouts. */
  types: StandingType[];
  /** How many types the instance has room for; null where the API role may not see that. */
  freeSlots: number | null;
  checkedAt: string;
  /** False when the API role may not make types; then an admin of Marketo makes them by hand. */
  mayMake: boolean;
};

/** The type by which a kind is delivered. */
export function definitionOf(layout: TypeLayout, kind: SalesActivityKind): TypeDefinition {
  const found = wantedTypes[layout].find(({ kinds }) => kinds.includes(kind));
  if (!found) throw new Error(`No type of the layout "${layout}" is for "${kind}".`);
  return found;
}

/** Whether activities of this type can be delivered: it is approved, and they can be found again. */
export function isUsable(type: StandingType | undefined): type is StandingType & { id: number } {
  return type !== undefined && type.id !== null && !type.missingAttributes.includes(keyAttribute.apiName);
}

/** Whether nothing is left to do for this type. */
export function isComplete(type: StandingType | undefined): boolean {
  return isUsable(type) && type.status === 'approved' && type.missingAttributes.length === 0;
}

/** The kinds that can be delivered as the types stand. */
export function deliverableKinds({ layout, types }: StandingTypes): SalesActivityKind[] {
  return wantedTypes[layout].flatMap(({ apiName, kinds }) =>
    isUsable(types.find((type) => type.apiName === apiName)) ? kinds : [],
  );
}
