/** What the Salesforce sync does to people: owners come and go, leads become contacts, records are deleted. */
import { sfdcId } from '@/simulators/core/salesforce-ids';
import { dropOpportunityRoles } from './relations';
import { existingLead, type Lead, type LeadFields, logNow, textOf, type WorldContext } from './state';

/**
 * Gives the person's Salesforce record another owner (a `005…` user or a `00G…` queue), or none.
 * A Marketo-only person who gains an owner becomes a Salesforce lead. A contact cannot be without an owner in
 * Salesforce, so for a contact `null` means that its Salesforce record is deleted. `silent` leaves no log row.
 */
export function setOwner(context: WorldContext, id: number, ownerId: string | null, silent: boolean): void {
  const lead = existingLead(context, id);
  requireSfdc(context);
  const before = textOf(lead, 'sfdcLeadOwnerId');
  if (ownerId === null && lead.values.sfdcContactId) {
    deleteFromSalesforce(context, id, silent);
    return;
  }
  if (ownerId !== null && !lead.values.sfdcContactId && !lead.values.sfdcLeadId)
    becomeSalesforceLead(context, lead, silent);
  assign(context, lead, { sfdcLeadOwnerId: ownerId, ownerName: ownerNameOf(context, ownerId) });
  if (silent || context.quirks.ownerNews === 'none') return;
  const news: [string, string | null][] = [
    ['New Value', ownerId],
    ['Old Value', before],
  ];
  if (context.quirks.ownerNews === 'activity')
    logNow(context, id, 23, {
      ...(ownerId ? { primaryAttributeValue: context.state.users.get(ownerId) ?? ownerId } : {}),
      attributes: news,
    });
  else logOwnerChange(context, id, news);
}

/** Lead becomes contact: the same person, now with a contact and an account; the lead id stays. */
export function convertLead(context: WorldContext, id: number): void {
  const lead = existingLead(context, id);
  if (!lead.values.sfdcLeadId || lead.values.sfdcContactId) throw new Error(`person ${id} is not a Salesforce lead`);
  const contactId = sfdcId('003', context.state.nextSerial++);
  assign(context, lead, {
    sfdcType: 'Contact',
    sfdcContactId: contactId,
    sfdcAccountId: sfdcId('001', context.state.nextSerial++),
  });
  logNow(context, id, 21, { primaryAttributeValue: contactId, attributes: [] });
}

/** The Salesforce record is gone: ids and owner are empty, the Marketo person stays. */
export function deleteFromSalesforce(context: WorldContext, id: number, silent: boolean): void {
  const lead = existingLead(context, id);
  dropOpportunityRoles(context, id, silent);
  assign(context, lead, {
    sfdcType: null,
    sfdcLeadId: null,
    sfdcContactId: null,
    sfdcAccountId: null,
    sfdcLeadOwnerId: null,
    ownerName: null,
  });
  if (!silent) logNow(context, id, 29, { attributes: [] });
}

/** Null for queues, for users the instance does not know, and for nobody. */
export function ownerNameOf(context: WorldContext, ownerId: string | null): string | null {
  return ownerId ? (context.state.users.get(ownerId) ?? null) : null;
}

function becomeSalesforceLead(context: WorldContext, lead: Lead, silent: boolean): void {
  assign(context, lead, { sfdcType: 'Lead', sfdcLeadId: sfdcId('00Q', context.state.nextSerial++) });
  if (!silent) logNow(context, lead.id, 19, { attributes: [] });
}

/** As an instance does that tracks the owner's id like any other field. */
function logOwnerChange(context: WorldContext, id: number, news: [string, string | null][]): void {
  const field = context.fields.find('sfdcLeadOwnerId');
  logNow(context, id, 13, {
    primaryAttributeValueId: field?.id ?? 0,
    primaryAttributeValue: field?.displayName ?? '',
    attributes: [...news, ['Reason', 'salesforce.com sync'], ['Source', 'salesforce.com']],
  });
}

/** CRM-owned fields: neither `updatedAt` nor activity 13 tells of them. Fields this instance lacks are left out. */
function assign(context: WorldContext, lead: Lead, fields: LeadFields): void {
  const known = Object.entries(fields).filter(([name]) => context.fields.find(name));
  context.state.leads.change(lead.id, { values: Object.fromEntries(known) });
}

function requireSfdc(context: WorldContext): void {
  if (!context.fields.find('sfdcLeadId')) throw new Error('this simulated Marketo is not synced with Salesforce');
}
