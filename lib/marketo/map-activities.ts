/** Marketo's activities as rows of the grid. Types are told by their names: ids above 48 differ per instance. Pure. */
import {
  type Activity,
  type ActivityKind,
  compactEmailTypeName,
  salesActivityTypeNames,
} from '@/lib/activity-grid/model';
import type { WireActivity } from './api-types';
import { parseMarketoDate } from './dates';
import { textOf } from './values';

/** `primaryAttribute` is the name of the value Marketo sends apart from the others; instances of old may lack it. */
export type ActivityTypeName = { id: number; name: string; primaryAttribute?: string | null };

// Newer and older instances name the same sales activities differently: each spelling seen is listed.
const marketingEmail = [
  'Send Email',
  'Email Delivered',
  'Open Email',
  'Click Email',
  'Email Bounced',
  'Email Bounced Soft',
  'Unsubscribe Email',
];
const salesEmail = [
  'Send Sales Email',
  'Open Sales Email',
  'Click Sales Email',
  'Receive Sales Email',
  'Replied to Sales Email',
  'Sales Email Bounced',
];
const calls = ['Received Sales Call', 'Receive Sales Call', 'Sales Call Received', 'SFDC Activity'];
// Custom types, which deliver what the journal has.
const { call: ourCall, ...ourEmails } = salesActivityTypeNames;
const salesActions = [...Object.values(ourEmails), compactEmailTypeName, ourCall];
const web = ['Visit Webpage', 'Fill Out Form', 'Click Link'];
const interestingMoment = ['Interesting Moment'];
const score = ['Change Score'];

const kinds = new Map<string, ActivityKind>([
  ...[...marketingEmail, ...salesEmail, ...salesActions].map((name) => [plain(name), 'email'] as const),
  ...[...calls, ourCall].map((name) => [plain(name), 'call'] as const),
  ...web.map((name) => [plain(name), 'web'] as const),
  ...interestingMoment.map((name) => [plain(name), 'interesting-moment'] as const),
  ...score.map((name) => [plain(name), 'score'] as const),
]);

/** The tab an activity type belongs to; null for types the grid does not show. */
export function kindOfActivityType(name: string): ActivityKind | null {
  return kinds.get(plain(name)) ?? null;
}

/** The activity ready to show; null when its type is not shown, unknown in `types`, or its date cannot be read. */
export function activityFromWire(
  wire: WireActivity,
  types: readonly ActivityTypeName[],
): (Activity & { typeId: number }) | null {
  const found = types.find((t) => t.id === wire.activityTypeId);
  const type = found?.name;
  const kind = type ? kindOfActivityType(type) : null;
  const occurredAt = parseMarketoDate(wire.activityDate);
  if (!type || !kind || !occurredAt) return null;
  const attributes = attributesOf(wire, found?.primaryAttribute);
  return {
    marketoGuid: wire.marketoGUID,
    marketoId: wire.leadId,
    typeId: wire.activityTypeId,
    kind,
    type,
    occurredAt,
    title: titleOf(kind, textOf(wire.primaryAttributeValue), attributes) ?? type,
    attributes,
  };
}

/** Activity reads take at most ten types, so the grid asks for groups. A group without types is left out. */
export function gridTypeGroups(types: readonly ActivityTypeName[]): { name: string; typeIds: number[] }[] {
  const groups = [
    { name: 'email', typeIds: idsOf([...marketingEmail, ...interestingMoment, ...score], types) },
    { name: 'web-and-sales', typeIds: idsOf([...web, ...salesEmail, ...calls], types) },
    { name: 'sales-actions', typeIds: idsOf(salesActions, types) },
  ];
  return groups.map((g) => ({ ...g, typeIds: g.typeIds.slice(0, 10) })).filter((g) => g.typeIds.length > 0);
}

/** The types after which a person may have appeared, gone, or changed in what the change feed does not report. */
export function feedTypeIds(types: readonly ActivityTypeName[]): number[] {
  return idsOf(
    [
      'New Lead',
      'Convert Lead',
      'Change Owner',
      'Delete Lead from SFDC',
      'SFDC Merge Leads',
      'Merge Leads',
      'Add to Opportunity',
      'Remove from Opportunity',
    ],
    types,
  );
}

/** Who won a merge and who went into it; null when the activity is no merge. Sent as a list, as JSON or as "[1,2]". */
export function mergeFromActivity(activity: WireActivity): { winnerId: number; loserIds: number[] } | null {
  const merged = activity.attributes?.find((a) => /^merge[ _-]?ids$/i.test(a.name));
  if (!merged) return null;
  const ids = (textOf(merged.value) ?? '').match(/\d+/g) ?? [];
  const loserIds = [...new Set(ids.map(Number))].filter((id) => id !== activity.leadId);
  return { winnerId: activity.leadId, loserIds };
}

function titleOf(kind: ActivityKind, primary: string | null, attributes: Record<string, string>): string | null {
  const first = (...names: string[]) => names.map((name) => attributes[name]).find(Boolean) ?? null;
  switch (kind) {
    case 'email':
      return first('Email Subject', 'Subject', 'Sales Template Name') ?? primary;
    case 'call':
      return first('Sales Call Subject', 'Call Subject', 'Subject') ?? primary;
    case 'web':
      return primary ?? first('Webpage URL');
    case 'interesting-moment':
      return first('Description') ?? primary;
    case 'score':
      return [primary, signed(first('Change Value'))].filter(Boolean).join(' ') || null;
  }
}

/** Every attribute with a value, as text, the primary one among them. Raw form contents are left out: they are serialised PHP, and may hold secrets. */
function attributesOf(wire: WireActivity, primary?: string | null): Record<string, string> {
  const named = primary ? [{ name: primary, value: wire.primaryAttributeValue }] : [];
  const shown = [...named, ...(wire.attributes ?? [])].filter((a) => a.name !== 'Form Fields');
  return Object.fromEntries(
    shown.map((a) => [titleOfAttribute(a.name), attributeText(a.value)] as const).filter(hasText),
  );
}

/** Attributes of custom types come by their title or by their API name, which is then spelled out: `recordingUrl`. */
function titleOfAttribute(name: string): string {
  const text = textOf(name) ?? '';
  if (!/^[a-z]+([A-Z][a-z0-9]*)*$/.test(text)) return text;
  const words = text.split(/(?=[A-Z])/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.map((word) => (word === 'Id' || word === 'Url' ? word.toUpperCase() : word)).join(' ');
}

/** Booleans arrive as JSON or as `True`/`False`; here always `true`/`false`, so that `Is Bot Activity` can be tested. */
function attributeText(value: unknown): string | null {
  const text = textOf(value);
  return text && /^(true|false)$/i.test(text) ? text.toLowerCase() : text;
}

function idsOf(names: string[], types: readonly ActivityTypeName[]): number[] {
  const wanted = names.map(plain);
  return types
    .filter((t) => wanted.includes(plain(t.name)))
    .sort((a, b) => wanted.indexOf(plain(a.name)) - wanted.indexOf(plain(b.name)))
    .map((t) => t.id);
}

const hasText = (entry: readonly [string, string | null]): entry is [string, string] => entry[1] !== null;

function signed(change: string | null): string | null {
  return change && /^\d/.test(change) ? `+${change}` : change;
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
