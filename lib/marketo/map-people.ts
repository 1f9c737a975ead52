/** Marketo's person records and opportunity roles as people of this product. Pure. */
import type { PersonReading } from '@/lib/people/model';
import type { FieldMapping, MarketoField, OwnerRule } from '@/lib/settings/model';
import type { WireLead, WireOpportunityRole } from './api-types';
import { parseMarketoDate } from './dates';
import { salesforceId, textOf } from './values';

/** The person in `lead` as read at `readAt`. The opportunity id comes from roles, so it is left open here. */
export function personFromLead(lead: WireLead, mapping: FieldMapping, readAt: Date): PersonReading {
  const names = new Map(mapping.map((m) => [m.field, m.marketoName]));
  const value = (field: MarketoField) => lead[names.get(field) ?? ''];
  return {
    marketoId: lead.id,
    firstName: textOf(value('firstName')),
    lastName: textOf(value('lastName')),
    email: textOf(value('email')),
    title: textOf(value('title')),
    company: textOf(value('company')),
    phone: textOf(value('phone')),
    linkedinUrl: textOf(value('linkedinUrl')),
    source: textOf(value('source')),
    sfdcContactId: salesforceId(value('sfdcContactId')),
    sfdcLeadId: salesforceId(value('sfdcLeadId')),
    sfdcAccountId: salesforceId(value('sfdcAccountId')),
    owner: { sfdcId: salesforceId(value('ownerId')), name: textOf(value('ownerName')) },
    marketoCreatedAt: parseMarketoDate(lead.createdAt),
    marketoUpdatedAt: parseMarketoDate(lead.updatedAt),
    readAt,
  };
}

export type Ownership = { owned: boolean; reason: 'owned' | 'Marketo only' | 'queue' | 'no owner' };

/**
 * Whether a person belongs to a seller, and if not, why. Salesforce gives a lead to a user or to a queue (00G…), a
 * contact always to a user; Marketo may leave a contact's owner empty, which `contactsAlwaysOwned` reads as owned.
 */
export function hasSalesOwner(
  person: Pick<PersonReading, 'sfdcContactId' | 'sfdcLeadId' | 'owner'>,
  rule: OwnerRule,
): Ownership {
  if (!person.sfdcContactId && !person.sfdcLeadId) return { owned: false, reason: 'Marketo only' };
  const ownerId = person.owner.sfdcId;
  if (ownerId?.slice(0, 3).toUpperCase() === '00G') return { owned: false, reason: 'queue' };
  if (ownerId || (person.sfdcContactId && rule.contactsAlwaysOwned)) return { owned: true, reason: 'owned' };
  return { owned: false, reason: 'no owner' };
}

/** One opportunity per person: the primary one, else the newest, else the smallest id. */
export function opportunityByLead(roles: WireOpportunityRole[]): Map<number, string> {
  const best = new Map<number, Candidate>();
  for (const role of roles) {
    const id = salesforceId(role.externalOpportunityId);
    if (id === null) continue;
    const createdAt = parseMarketoDate(role.externalCreatedDate)?.getTime() ?? 0;
    const candidate = { id, isPrimary: role.isPrimary === true, createdAt };
    const known = best.get(role.leadId);
    if (!known || isBetter(candidate, known)) best.set(role.leadId, candidate);
  }
  return new Map([...best].map(([leadId, candidate]) => [leadId, candidate.id]));
}

type Candidate = { id: string; isPrimary: boolean; createdAt: number };

function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.isPrimary !== b.isPrimary) return a.isPrimary;
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt;
  return a.id < b.id;
}
