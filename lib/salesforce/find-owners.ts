/** Who a seller is in Salesforce, for records that the integration user makes in their names. */
import { z } from 'zod';
import type { SalesforceClient } from './client';
import { chunkByBytes, soqlList } from './soql';

const WireUser = z.looseObject({ Id: z.string(), Email: z.string() });

/**
 * The ids of active Salesforce users by their e-mail addresses in small letters. An address of several users is nobody's:
 * to guess would log under a wrong name.
 */
export async function findOwners(client: SalesforceClient, emails: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string[]>();
  for (const chunk of chunkByBytes([...new Set(emails.map((email) => email.toLowerCase()))])) {
    const soql = `SELECT Id, Email FROM User WHERE IsActive = true AND UserType = 'Standard' AND Email IN ${soqlList(chunk)}`;
    for (const { Id, Email } of await client.query({ soql, row: WireUser })) {
      const email = Email.toLowerCase();
      found.set(email, [...(found.get(email) ?? []), Id]);
    }
  }
  return new Map([...found].flatMap(([email, ids]) => (ids.length === 1 && ids[0] ? [[email, ids[0]] as const] : [])));
}
