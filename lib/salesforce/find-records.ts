/** What Salesforce is asked about records before something is logged on them: few queries for many people. */
import { z } from 'zod';
import type { SalesforceClient } from './client';
import { chunkByBytes, objectOf, type RecordObject, soqlList } from './soql';

/** What became of a record that no longer takes activities. */
export type Moved = { to: string | null; how: 'converted' | 'merged' | 'deleted' };

/** A record that has the person's e-mail address. */
export type Candidate = {
  id: string;
  object: RecordObject;
  ownerId: string | null;
  /** `2026-03-02`; null when there was none. */
  lastActivityDay: string | null;
};

/** `createdAt` is by Salesforce's clock. */
export type FoundRecord = Candidate & { createdAt: Date };

const text = z.string().nullish();
const Person = z.object({
  Id: z.string(),
  Email: text,
  OwnerId: text,
  LastActivityDate: text,
  CreatedDate: z.coerce.date(),
});
const Ended = z.object({
  Id: z.string(),
  IsDeleted: z.boolean(),
  MasterRecordId: text,
  IsConverted: z.boolean().nullish(),
  ConvertedContactId: text,
});
const Role = z.object({ ContactId: z.string(), OpportunityId: z.string() });

/** Records are followed at most so far; nobody converts and merges one more often. */
export const longestWay = 10;

/**
 * What became of records that refuse activities, and of those they became. Records that take some are not in it, nor is
 * what lies beyond `longestWay` steps. Throws ProviderFault.
 */
export async function whatBecameOf(client: SalesforceClient, ids: readonly string[]): Promise<Map<string, Moved>> {
  const moved = new Map<string, Moved>();
  const known = new Set<string>();
  let next = [...new Set(ids)];
  for (let step = 0; step <= longestWay && next.length > 0; step += 1) {
    for (const id of next) known.add(id);
    const moves = await movesOf(client, next);
    for (const [id, move] of moves) moved.set(id, move);
    // Asked once, whoever leads there, also where ways meet or lead back.
    next = [...new Set([...moves.values()].flatMap(({ to }) => (to !== null && !known.has(to) ? [to] : [])))];
  }
  return moved;
}

async function movesOf(client: SalesforceClient, ids: readonly string[]): Promise<Map<string, Moved>> {
  const found = new Map<string, z.infer<typeof Ended>>();
  for (const object of ['Contact', 'Lead'] as const) {
    const ofObject = ids.filter((id) => objectOf(id) === object);
    const more = object === 'Lead' ? ', IsConverted, ConvertedContactId' : '';
    for (const chunk of chunkByBytes(ofObject)) {
      const soql = `SELECT Id, IsDeleted, MasterRecordId${more} FROM ${object} WHERE Id IN ${soqlList(chunk)}`;
      for (const row of await client.queryAll({ soql, row: Ended })) found.set(row.Id, row);
    }
  }
  return new Map(
    ids.flatMap((id) => {
      const move = moveOf(found.get(id));
      return move ? [[id, move] as const] : [];
    }),
  );
}

/** A record that is not shown at all is as good as deleted for whoever asks. */
function moveOf(row: z.infer<typeof Ended> | undefined): Moved | null {
  if (row?.IsConverted) return { to: row.ConvertedContactId ?? null, how: 'converted' };
  if (row?.MasterRecordId) return { to: row.MasterRecordId, how: 'merged' };
  return !row || row.IsDeleted ? { to: null, how: 'deleted' } : null;
}

/** Contacts, and leads that were not converted, by their e-mail address in small letters. */
export async function recordsByEmail(
  client: SalesforceClient,
  emails: readonly string[],
): Promise<Map<string, FoundRecord[]>> {
  const found = new Map<string, FoundRecord[]>();
  const searches: [RecordObject, string][] = [
    ['Contact', ''],
    ['Lead', ' AND IsConverted = false'],
  ];
  for (const chunk of chunkByBytes([...new Set(emails.map((email) => email.toLowerCase()))])) {
    for (const [object, and] of searches) {
      const soql = `SELECT Id, Email, OwnerId, LastActivityDate, CreatedDate FROM ${object} WHERE Email IN ${soqlList(chunk)}${and}`;
      for (const row of await client.query({ soql, row: Person })) {
        const email = row.Email?.toLowerCase() ?? '';
        const candidate = {
          id: row.Id,
          object,
          ownerId: row.OwnerId ?? null,
          lastActivityDay: row.LastActivityDate ?? null,
          createdAt: row.CreatedDate,
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
