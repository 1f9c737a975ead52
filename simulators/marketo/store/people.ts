/** Changes to people, each leaving in the log what a real instance would leave there. */
import { toSeconds } from '@/simulators/marketo/dates';
import type { FieldDef } from '@/simulators/marketo/fields';
import type { AttributeValue } from './activity-log';
import { existingLead, fullName, type Lead, type LeadFields, type LeadValue, logNow, type WorldContext } from './state';
import { hasUnsubscribed, othersAtAddress, rememberAnswer } from './unsubscribe';

export type Origin = { source: string; reason: string };

const byApi: Origin = { source: 'Web service API', reason: 'Web service API' };
const byAddress: Origin = { source: 'Durable unsubscribe', reason: 'Another person of this address' };
const systemNames = new Set(['id', 'createdAt', 'updatedAt']);
const scoreFieldName = 'leadScore';

/** Adds a person and logs New Lead; answers the new id. */
export function createLead(context: WorldContext, fields: LeadFields, origin: Origin = byApi): number {
  const { state, clock } = context;
  for (const name of Object.keys(fields)) writableField(context, name);
  const given = Object.entries(fields).filter((entry): entry is [string, LeadValue] => entry[1] !== null);
  const values: Record<string, LeadValue> = Object.fromEntries(given);
  if (hasUnsubscribed(context, values.email)) values.unsubscribed = true;
  const id = state.nextLeadId++;
  const nowMs = clock.nowMs();
  state.leads.create({ id, createdAtMs: nowMs, updatedAtMs: nowMs, values });
  const attributes: [string, AttributeValue][] = [
    ['Created Date', new Date(toSeconds(nowMs) * 1000).toISOString().slice(0, 10)],
    ['Source Type', origin.source],
  ];
  if (values.leadSource) attributes.push(['Lead Source', values.leadSource]);
  if (values.sfdcType) attributes.push(['SFDC Type', values.sfdcType]);
  const lead = existingLead(context, id);
  logNow(context, id, 12, { primaryAttributeValueId: id, primaryAttributeValue: fullName(lead), attributes });
  if (values.unsubscribed === true) spreadAnswer(context, lead);
  return id;
}

/** Sets fields (null empties one); answers the names that really changed. CRM-owned fields change without a log row. */
export function updateLead(context: WorldContext, id: number, fields: LeadFields, origin: Origin = byApi): string[] {
  const names = setFields(context, id, fields, origin);
  const lead = existingLead(context, id);
  if (names.includes('unsubscribed')) spreadAnswer(context, lead);
  else if (names.includes('email') && hasUnsubscribed(context, lead.values.email))
    setFields(context, id, { unsubscribed: true }, byAddress);
  return names;
}

function setFields(context: WorldContext, id: number, fields: LeadFields, origin: Origin): string[] {
  const { state, clock } = context;
  const lead = existingLead(context, id);
  for (const name of Object.keys(fields)) writableField(context, name);
  const changed = Object.entries(fields).filter(([name, value]) => (lead.values[name] ?? null) !== value);
  if (changed.length === 0) return [];
  const tracked = changed.map(([name]) => writableField(context, name)).filter((field) => field.tracked);
  const moves = tracked.some((field) => !field.custom);
  const values = Object.fromEntries(changed);
  state.leads.change(id, { values, ...(moves ? { updatedAtMs: clock.nowMs() } : {}) });
  for (const field of tracked) {
    const [before, after] = [lead.values[field.name] ?? null, values[field.name] ?? null];
    if (field.name === scoreFieldName) logScore(context, lead, field, before, after, origin);
    else logChange(context, lead, field, before, after, origin);
  }
  return changed.map(([name]) => name);
}

function spreadAnswer(context: WorldContext, lead: Lead): void {
  rememberAnswer(context, lead.values);
  const unsubscribed = lead.values.unsubscribed === true;
  for (const other of othersAtAddress(context, lead)) setFields(context, other, { unsubscribed }, byAddress);
}

/** Removes the person and logs Delete Lead, unless `silent`; its older activities are no longer served. */
export function deleteLead(context: WorldContext, id: number, silent = false): void {
  const lead = existingLead(context, id);
  if (lead.values.unsubscribed === true) rememberAnswer(context, lead.values);
  forgetLead(context, id);
  if (silent) return;
  logNow(context, id, 37, {
    // As in the documented sample, not the person's id: that is in `leadId` alone.
    primaryAttributeValueId: context.state.nextSerial++,
    primaryAttributeValue: fullName(lead),
    attributes: [],
  });
}

/** Takes the person out of the instance without a log row, as for the loser of a merge. */
export function forgetLead({ state }: WorldContext, id: number): void {
  state.leads.remove(id);
  for (const list of state.lists.values()) list.leadIds.delete(id);
}

function writableField(context: WorldContext, name: string): FieldDef {
  const field = context.fields.find(name);
  if (!field || systemNames.has(name)) throw new Error(`the simulated Marketo has no person field ${name} to write`);
  return field;
}

function logChange(
  context: WorldContext,
  lead: Lead,
  field: FieldDef,
  before: LeadValue | null,
  after: LeadValue | null,
  origin: Origin,
): void {
  logNow(context, lead.id, 13, {
    primaryAttributeValueId: field.id,
    primaryAttributeValue: field.displayName,
    attributes: [
      ['New Value', loggedValue(after)],
      ['Old Value', loggedValue(before)],
      ['Reason', origin.reason],
      ['Source', origin.source],
    ],
  });
}

function logScore(
  context: WorldContext,
  lead: Lead,
  field: FieldDef,
  before: LeadValue | null,
  after: LeadValue | null,
  origin: Origin,
): void {
  const change = Number(after ?? 0) - Number(before ?? 0);
  logNow(context, lead.id, 22, {
    primaryAttributeValueId: field.id,
    primaryAttributeValue: field.displayName,
    attributes: [
      ['Change Value', change >= 0 ? `+${change}` : String(change)],
      ['New Value', Number(after ?? 0)],
      ['Old Value', before === null ? null : Number(before)],
      ['Reason', origin.reason],
    ],
  });
}

/** The log spells booleans `True` and `False`. */
function loggedValue(value: LeadValue | null): string | null {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? null : String(value);
}
