/** What Salesforce is asked about records before something is logged on them: few queries for many people. */
import { z } from 'zod';
import type { SalesforceClient } from '@/lib/salesforce/client';
import { chunkByBytes, soqlList } from '@/lib/salesforce/soql';
import type { Candidate, Moved, RecordObject } from '@/lib/salesforce-logging/record-choice';
import { objectOf } from '@/lib/salesforce-logging/record-choice';

const text = z.string().nullish();
const Person = z.object({ Id: z.string(), Email: text, OwnerId: text, LastActivityDate: text });
const Ended = z.object({
  Id: z.string(),
  IsDeleted: z.boolean(),
  MasterRecordId: text,
  IsConverted: z.boolean().nullish(),
  ConvertedContactId: text,
});
const Role = z.object({ ContactId: z.string(), OpportunityId: z.string() });

/** What became of records that refuse activities, and of those they became. Records that take some are not in it. */
export async function whatBecameOf(client: SalesforceClient, ids: readonly string[]): Promise<Map<string, Moved>> {
  const moved = new Map<string, Moved>();
  for (let asked = [...new Set(ids)]; asked.length > 0; ) {
    const found = new Map<string, z.infer<typeof Ended>>();
    for (const object of ['Contact', 'Lead'] as const) {
      const ofObject = asked.filter((id) => objectOf(id) === object);
      const more = object === 'Lead' ? ', IsConverted, ConvertedContactId' : '';
      for (const chunk of chunkByBytes(ofObject)) {
        const soql = `SELECT Id, IsDeleted, MasterRecordId${more} FROM ${object} WHERE Id IN ${soqlList(chunk)}`;
        for (const row of await client.queryAll({ soql, row: Ended })) found.set(row.Id, row);
      }
    }
    for (const id of asked) noteMove(moved, id, found.get(id));
    asked = [...moved.values()].flatMap(({ to }) => (to !== null && !moved.has(to) && !found.has(to) ? [to] : []));
    asked = [...new Set(asked)];
  }
  return moved;
}

/** A record that is not shown at all is as good as deleted for whoever asks. */
function noteMove(moved: Map<string, Moved>, id: string, row: z.infer<typeof Ended> | undefined): void {
  if (row?.IsConverted) moved.set(id, { to: row.ConvertedContactId ?? null, how: 'converted' });
  else if (row?.MasterRecordId) moved.set(id, { to: row.MasterRecordId, how: 'merged' });
  else if (!row || row.IsDeleted) moved.set(id, { to: null, how: 'deleted' });
}

/** Contacts, and leads that were not converted, by their e-mail address in small letters. */
export async function recordsByEmail(
  client: SalesforceClient,
  emails: readonly string[],
): Promise<Map<string, Candidate[]>> {
  const found = new Map<string, Candidate[]>();
  const searches: [RecordObject, string][] = [
    ['Contact', ''],
    ['Lead', ' AND IsConverted = false'],
  ];
  for (const chunk of chunkByBytes([...new Set(emails.map((email) => email.toLowerCase()))])) {
    for (const [object, and] of searches) {
      const soql = `SELECT Id, Email, OwnerId, LastActivityDate FROM ${object} WHERE Email IN ${soqlList(chunk)}${and}`;
      for (const row of await client.query({ soql, row: Person })) {
        const email = row.Email?.toLowerCase() ?? '';
        const candidate = {
          id: row.Id,
          object,
          ownerId: row.OwnerId ?? null,
          lastActivityDay: row.LastActivityDate ?? null,
        };
        found.set(email, [...(found.get(email) ?? []), candidate]);
      }
    }
  }
  return found;
}

/** The open opportunities in which contacts have a role. */
export async function openOpportunities(
  client: SalesforceClient,
  contactIds: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const chunk of chunkByBytes([...new Set(contactIds)])) {
    const soql = `SELECT ContactId, OpportunityId FROM OpportunityContactRole WHERE Opportunity.IsClosed = false AND ContactId IN ${soqlList(chunk)}`;
    for (const { ContactId, OpportunityId } of await client.query({ soql, row: Role })) {
      const known = found.get(ContactId) ?? [];
      if (!known.includes(OpportunityId)) found.set(ContactId, [...known, OpportunityId]);
    }
  }
  return found;
}
