/** Finds tasks that we may have made, by the key that each of them carries. */
import { z } from 'zod';
import type { SalesforceClient } from './client';
import { keyInDescription } from './map-tasks';
import { chunkByBytes, soqlDateTime, soqlList } from './soql';

export type FoundTask = { id: string; key: string };

const Keyed = z.looseObject({ Id: z.string() });
const Marked = z.object({ Id: z.string(), Description: z.string().nullish() });

/**
 * By the field of the org that holds our keys. Deleted ones count: what somebody deleted there is not made again. Throws
 * ProviderFault.
 */
export async function tasksByKey(
  client: SalesforceClient,
  keyField: string,
  keys: readonly string[],
): Promise<FoundTask[]> {
  const found: FoundTask[] = [];
  for (const chunk of chunkByBytes(keys)) {
    const soql = `SELECT Id, ${keyField} FROM Task WHERE ${keyField} IN ${soqlList(chunk)}`;
    for (const row of await client.queryAll({ soql, row: Keyed }))
      found.push({ id: row.Id, key: String(row[keyField]) });
  }
  return found;
}

/**
 * By the mark at the end of their descriptions, which cannot be searched: so among all that these users made between
 * `since` and `until`, by Salesforce's clock. Deleted ones count. Throws ProviderFault.
 */
export async function tasksByMark(
  client: SalesforceClient,
  { userIds, since, until }: { userIds: readonly string[]; since: Date; until: Date },
): Promise<FoundTask[]> {
  const made = `CreatedById IN ${soqlList([...userIds])}`;
  const then = `CreatedDate >= ${soqlDateTime(since)} AND CreatedDate <= ${soqlDateTime(until)}`;
  const rows = await client.queryAll({
    soql: `SELECT Id, Description FROM Task WHERE ${made} AND ${then}`,
    row: Marked,
  });
  return rows.flatMap(({ Id: id, Description }) => {
    const key = keyInDescription(Description ?? null);
    return key ? [{ id, key }] : [];
  });
}
