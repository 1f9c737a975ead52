/** Changes to people, each leaving in the log what a real instance would leave there. */
import { toSeconds } from '@/simulators/marketo/dates';
import type { FieldDef } from '@/simulators/marketo/fields';
import type { AttributeValue } from './activity-log';
import { existingLead, fullName, type Lead, type LeadFields, type LeadValue, logNow, type WorldContext } from './state';

export type Origin = { source: string; reason: string };

const byApi: Origin = { source: 'Web service API', reason: 'Web service API' };
const systemNames = new Set(['id', 'createdAt', 'updatedAt']);
const scoreFieldName = 'leadScore';

/** Adds a person and logs New Lead; answers the new id. */
export function createLead(context: WorldContext, fields: LeadFields, origin: Origin = byApi): number {
  const { state, clock } = context;
  const id = state.nextLeadId++;
  const nowMs = clock.nowMs();
  const lead: Lead = { id, createdAtMs: nowMs, updatedAtMs: nowMs, values: {} };
  for (const [name, value] of Object.entries(fields)) {
    writableField(context, name);
    if (value !== null) lead.values[name] = value;
  }
  state.leads.set(id, lead);
  const attributes: [string, AttributeValue][] = [
    ['Created Date', new Date(toSeconds(nowMs) * 1000).toISOString().slice(0, 10)],
    ['Source Type', origin.source],
  ];
  if (lead.values.leadSource) attributes.push(['Lead Source', lead.values.leadSource]);
  if (lead.values.sfdcType) attributes.push(['SFDC Type', lead.values.sfdcType]);
  logNow(context, id, 12, { primaryAttributeValueId: id, primaryAttributeValue: fullName(lead), attributes });
  return id;
}

/** Sets fields (null empties one); answers the names that really changed. CRM-owned fields change without a log row. */
export function updateLead(context: WorldContext, id: number, fields: LeadFields, origin: Origin = byApi): string[] {
  const lead = existingLead(context, id);
  const changed: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const field = writableField(context, name);
    const before = lead.values[name] ?? null;
    if (before === value) continue;
    if (value === null) delete lead.values[name];
    else lead.values[name] = value;
    changed.push(name);
    if (!field.tracked) continue;
    if (!field.custom) lead.updatedAtMs = context.clock.nowMs();
    if (name === scoreFieldName) logScore(context, lead, field, before, value, origin);
    else logChange(context, lead, field, before, value, origin);
  }
  return changed;
}

/** Removes the person and logs Delete Lead; its older activities are no longer served. */
export function deleteLead(context: WorldContext, id: number): void {
  const lead = existingLead(context, id);
  forgetLead(context, id);
  logNow(context, id, 37, {
    // As in the documented sample, not the person's id: that is in `leadId` alone.
    primaryAttributeValueId: context.state.nextSerial++,
    primaryAttributeValue: fullName(lead),
    attributes: [],
  });
}

/** Takes the person out of the instance without a log row, as for the loser of a merge. */
export function forgetLead({ state }: WorldContext, id: number): void {
  state.leads.delete(id);
  state.roles.delete(id);
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
