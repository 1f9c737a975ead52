/** What happens to people in Salesforce: leads are converted, duplicates merged, and their activities move along. */
import { nextStamp, type Org, recycleBinMs, type Writer } from './org';
import type { Row } from './store';
import { changed, createRow, markDeleted } from './write';

export type Converted = { contactId: string; accountId: string; opportunityId: string | null };

/** The lead becomes a contact; everything that moves gets a new stamp. */
export function convertLead(
  org: Org,
  writer: Writer,
  leadId: string,
  options: { accountId?: string; contactId?: string; opportunity?: boolean } = {},
): Converted {
  const lead = existing(org, 'Lead', leadId);
  if (lead.IsConverted === true || lead.IsDeleted === true)
    throw new Error(`lead ${leadId} is converted or deleted already`);
  const make = (object: string, input: Row) => createRow(org, writer, schemaOf(org, object, writer), input);
  const accountId = options.accountId ?? make('Account', { Name: lead.Company ?? '' });
  const { FirstName = null, LastName = null, Email = null, Phone = null, Title = null } = lead;
  const optOuts = { HasOptedOutOfEmail: lead.HasOptedOutOfEmail ?? false, DoNotCall: lead.DoNotCall ?? false };
  const contact = { FirstName, LastName, Email, Phone, Title, ...optOuts, AccountId: accountId };
  const contactId = options.contactId ?? make('Contact', contact);
  const day = org.clock.now().toISOString().slice(0, 10);
  const deal = { Name: `${lead.Company}`, AccountId: accountId, StageName: 'Prospecting', CloseDate: day };
  const opportunityId = options.opportunity ? make('Opportunity', deal) : null;
  if (opportunityId)
    make('OpportunityContactRole', { OpportunityId: opportunityId, ContactId: contactId, IsPrimary: true });
  const stamp = nextStamp(org);
  org.store.put('Lead', {
    ...lead,
    ...changed(stamp, writer.userId),
    Status: 'Closed - Converted',
    IsConverted: true,
    ConvertedDate: day,
    ConvertedContactId: contactId,
    ConvertedAccountId: accountId,
    ConvertedOpportunityId: opportunityId,
  });
  moveTasks(org, writer, leadId, { WhoId: contactId, WhatId: opportunityId ?? accountId, AccountId: accountId });
  return { contactId, accountId, opportunityId };
}

/** The losers go to the recycle bin and name the winner; their activities and roles become the winner's. */
export function mergeRecords(org: Org, writer: Writer, winnerId: string, loserIds: string[]): void {
  const object = org.store.get(winnerId)?.object ?? '';
  for (const loserId of loserIds) {
    existing(org, object, loserId);
    moveTasks(org, writer, loserId, { WhoId: winnerId });
    for (const role of org.store.lookUp('OpportunityContactRole', 'ContactId', loserId, true))
      org.store.put('OpportunityContactRole', {
        ...role,
        ContactId: winnerId,
        ...changed(nextStamp(org), writer.userId),
      });
    const loser = { ...existing(org, object, loserId), MasterRecordId: winnerId };
    markDeleted(org, object, loser, nextStamp(org), writer.userId);
  }
  const winner = existing(org, object, winnerId);
  org.store.put(object, { ...winner, ...changed(nextStamp(org), writer.userId) });
}

/** Out of the recycle bin, with the activities that went there with it. */
export function undelete(org: Org, writer: Writer, id: string): void {
  const found = org.store.get(id);
  const stampMs = Date.parse(String(found?.row.SystemModstamp));
  if (found?.row.IsDeleted !== true || org.clock.nowMs() - stampMs > recycleBinMs)
    throw new Error(`${id} is not in the recycle bin`);
  const deletedAt = found.row.SystemModstamp;
  const restored = changed(nextStamp(org), writer.userId);
  org.store.put(found.object, { ...found.row, IsDeleted: false, ...restored });
  for (const task of org.store.lookUp('Task', 'WhoId', id, true))
    if (task.IsDeleted === true && task.SystemModstamp === deletedAt)
      org.store.put('Task', { ...task, IsDeleted: false, ...restored });
}

function moveTasks(org: Org, writer: Writer, fromId: string, to: Row): void {
  for (const task of org.store.lookUp('Task', 'WhoId', fromId, true))
    org.store.put('Task', {
      ...task,
      ...to,
      WhatId: task.WhatId ?? to.WhatId ?? null,
      ...changed(nextStamp(org), writer.userId),
    });
}

function existing(org: Org, object: string, id: string): Row {
  const found = org.store.get(id);
  if (found?.object !== object) throw new Error(`there is no ${object} ${id} in the simulated org`);
  return found.row;
}

function schemaOf(org: Org, object: string, writer: Writer) {
  const schema = org.book.object(object, writer.userId);
  if (!schema) throw new Error(`there is no object ${object}`);
  return schema;
}
