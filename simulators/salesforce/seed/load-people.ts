/** Puts people of a Marketo world into the org: leads, contacts with their accounts, opportunities with their roles. */

import { stages } from '@/simulators/salesforce/schema/standard-objects';
import { closeOpportunity } from '@/simulators/salesforce/store/derived';
import type { Org } from '@/simulators/salesforce/store/org';
import type { Row } from '@/simulators/salesforce/store/store';
import type { CrmPerson } from './crm-people';

/** How many people were loaded. Somebody already there is replaced. */
export function loadPeople(org: Org, people: Iterable<CrmPerson>, fallbackOwnerId: string): number {
  let count = 0;
  for (const person of people) {
    const common = commonFields(person, fallbackOwnerId);
    if (person.contactId) putContact(org, person, common);
    if (person.leadId) putLead(org, person, common);
    count++;
  }
  return count;
}

function commonFields(person: CrmPerson, fallbackOwnerId: string): Row {
  const { fields, createdAtMs, optedOut, doNotCall } = person;
  const stamp = new Date(createdAtMs).toISOString();
  const ownerId = person.ownerId ?? fallbackOwnerId;
  return {
    FirstName: fields.firstName,
    LastName: fields.lastName,
    Name: [fields.firstName, fields.lastName].filter(Boolean).join(' '),
    Email: fields.email,
    Phone: fields.phone,
    Title: fields.title,
    HasOptedOutOfEmail: optedOut,
    DoNotCall: doNotCall,
    mkto_sales_opt_out__c: optedOut,
    OwnerId: ownerId,
    MasterRecordId: null,
    ...stamps(stamp, ownerId.startsWith('005') ? ownerId : fallbackOwnerId),
  };
}

function putContact(org: Org, person: CrmPerson, common: Row): void {
  const userId = String(common.CreatedById);
  const created = stamps(String(common.CreatedDate), userId);
  const owner = { ...created, OwnerId: userId };
  if (person.accountId)
    org.store.put('Account', { ...owner, Id: person.accountId, Name: person.company, MasterRecordId: null });
  const { contactId, accountId } = person;
  org.store.put('Contact', { ...common, Id: contactId, OwnerId: userId, AccountId: accountId, IsEmailBounced: false });
  for (const [place, { opportunityId, role, isPrimary }] of person.roles.entries()) {
    const name = `${person.company.slice(0, 100)} ${place + 1}`;
    const StageName = stages[opportunityId.charCodeAt(14) % stages.length] ?? 'Prospecting';
    const CloseDate = new Date(person.createdAtMs + 200 * 86_400_000).toISOString().slice(0, 10);
    const row = { ...owner, Id: opportunityId, Name: name, AccountId: accountId, StageName, CloseDate, Amount: 25_000 };
    const schema = org.book.object('Opportunity', userId);
    org.store.put('Opportunity', schema ? closeOpportunity(schema, row) : row);
    const link = { OpportunityId: opportunityId, ContactId: contactId, Role: role, IsPrimary: isPrimary };
    org.store.put('OpportunityContactRole', { ...created, Id: `00K${opportunityId.slice(3)}`, ...link });
  }
}

/** A lead beside a contact is the one that was converted into it. */
function putLead(org: Org, person: CrmPerson, common: Row): void {
  const converted = person.contactId !== null;
  org.store.put('Lead', {
    ...common,
    Id: person.leadId,
    Company: person.company,
    Status: converted ? 'Closed - Converted' : 'Open - Not Contacted',
    IsConverted: converted,
    ConvertedDate: converted ? String(common.CreatedDate).slice(0, 10) : null,
    ConvertedContactId: person.contactId,
    ConvertedAccountId: converted ? person.accountId : null,
    ConvertedOpportunityId: null,
  });
}

function stamps(stamp: string, userId: string): Row {
  return {
    IsDeleted: false,
    CreatedDate: stamp,
    CreatedById: userId,
    LastModifiedDate: stamp,
    LastModifiedById: userId,
    SystemModstamp: stamp,
  };
}
