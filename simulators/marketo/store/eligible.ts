/** Who should be in the product and with which 13 fields, worked out from the instance itself so that tests can compare. */
import type { Lead, OpportunityRole, WorldContext } from './state';
import { textOf } from './state';

export type EligiblePerson = {
  marketoId: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  title: string | null;
  company: string | null;
  phone: string | null;
  linkedinUrl: string | null;
  source: string | null;
  sfdcContactId: string | null;
  sfdcLeadId: string | null;
  sfdcAccountId: string | null;
  sfdcOpportunityId: string | null;
};

/** Ordered by Marketo id, one after the other. Contacts whose owner Marketo does not show count as owned. */
export function* eligiblePeople({ state }: WorldContext): Generator<EligiblePerson> {
  for (const lead of state.leads.values())
    if (hasSalesOwner(lead.values)) yield toPerson(lead, state.roles.get(lead.id) ?? []);
}

export function hasSalesOwner(values: Lead['values']): boolean {
  const owner = values.sfdcLeadOwnerId;
  const ownedByQueue = typeof owner === 'string' && owner.slice(0, 3).toUpperCase() === '00G';
  if (values.sfdcContactId) return !ownedByQueue;
  if (values.sfdcLeadId) return owner !== undefined && !ownedByQueue;
  return false;
}

function toPerson(lead: Lead, roles: OpportunityRole[]): EligiblePerson {
  return {
    marketoId: lead.id,
    firstName: textOf(lead, 'firstName'),
    lastName: textOf(lead, 'lastName'),
    email: textOf(lead, 'email'),
    title: textOf(lead, 'title'),
    company: textOf(lead, 'company'),
    phone: textOf(lead, 'phone'),
    linkedinUrl: textOf(lead, 'linkedInProfileURL'),
    source: textOf(lead, 'leadSource'),
    sfdcContactId: textOf(lead, 'sfdcContactId'),
    sfdcLeadId: textOf(lead, 'sfdcLeadId'),
    sfdcAccountId: textOf(lead, 'sfdcAccountId'),
    sfdcOpportunityId: chooseOpportunity(roles),
  };
}

/** A primary role first, then the newest, then the smallest id; a role without a date counts as oldest. */
function chooseOpportunity(roles: OpportunityRole[]): string | null {
  let best: OpportunityRole | null = null;
  for (const role of roles) if (best === null || isBetter(role, best)) best = role;
  return best?.externalOpportunityId ?? null;
}

function isBetter(a: OpportunityRole, b: OpportunityRole): boolean {
  if (a.isPrimary !== b.isPrimary) return a.isPrimary;
  const [aMs, bMs] = [createdMs(a), createdMs(b)];
  if (aMs !== bMs) return aMs > bMs;
  return a.externalOpportunityId < b.externalOpportunityId;
}

function createdMs(role: OpportunityRole): number {
  return role.externalCreatedDate ? Date.parse(role.externalCreatedDate) : Number.NEGATIVE_INFINITY;
}
