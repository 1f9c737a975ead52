/** Lists are read along an index that has their order. Postgres is kept from sorting here, so a sort in a plan is one it needs. */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { personSorts } from '@/lib/people/model';
import type { Db } from '../client';
import * as schema from '../schema';
import { testDatabase } from '../test/database';
import { selectActivities } from './activities';
import { selectCalls } from './calls';
import { selectPeopleFilters } from './people';
import { selectPeople } from './people-list';
import { selectLatestRuns } from './sync';
import { selectRunsPage } from './sync-runs';

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: postgres.Sql;
beforeAll(async () => {
  database = await testDatabase();
  client = postgres(database.url, { max: 1 });
});
afterAll(async () => {
  await client.end();
  await database.close();
});

const after = { key: 'event', marketoId: 5 };
const pages = {
  'the runs, newest first': ['sync_runs_started', (db) => selectRunsPage(db, { selection: {}, limit: 20 })],
  'the newest run of each job': ['sync_runs_latest', selectLatestRuns],
  'the activities of a person': ['activities_newest', (db) => selectActivities(db, { marketoId: 1 }, 50)],
  'the calls of everybody': ['sales_activities_calls', (db) => selectCalls(db, { selection: {}, limit: 51 })],
  'the calls of a seller': [
    'sales_activities_calls_of_user',
    (db) =>
      selectCalls(db, {
        selection: { userId: randomUUID() },
        before: { occurredAt: new Date(), id: randomUUID() },
        limit: 51,
      }),
  ],
  'the values most people share': ['people_filter_counts_most', (db) => selectPeopleFilters(db, 200)],
  'people of a source by source': [
    'people_of_source',
    (db) => selectPeople(db, { selection: { source: 'Event' }, sort: 'source', descending: true, after, limit: 101 }),
  ],
  'people of a company by company': [
    'people_of_company',
    (db) => selectPeople(db, { selection: { company: 'Globex' }, sort: 'company', descending: false, limit: 101 }),
  ],
} satisfies Record<string, [string, (db: Db) => Promise<unknown>]>;

const sorts = personSorts.map((sort): [string, [string, (db: Db) => Promise<unknown>]] => {
  const position = { key: sort === 'updatedAt' ? '2026-01-01 00:00:00+00' : 'b', marketoId: 5 };
  const page = { selection: { search: 'zhang' }, sort, descending: true, after: position, limit: 101 };
  const index = sort === 'updatedAt' ? 'people_by_updated' : `people_by_${sort}`;
  return [`people with a word, by ${sort}, after a position,`, [index, (db) => selectPeople(db, page)]];
});

for (const [name, [index, read]] of [...Object.entries(pages), ...sorts]) {
  it(`${name} are read along ${index}`, async () => {
    const ways = (await plansOf(read)).flatMap((plan) => waysTo(index, plan));
    expect(ways).not.toEqual([]);
    for (const way of ways) {
      // A join by nested loops keeps the order of the rows that it begins with.
      const kinds = way.slice(way.lastIndexOf('Limit')).filter((kind) => kind !== 'Nested Loop');
      expect(kinds).toEqual(['Limit', expect.stringMatching(/^Index/)]);
    }
  });
}

type Plan = { 'Node Type': string; 'Index Name'?: string; Plans?: Plan[] };

/** The plan of each statement that `read` makes. */
async function plansOf(read: (db: Db) => Promise<unknown>): Promise<Plan[]> {
  const asked: { query: string; params: unknown[] }[] = [];
  const logger: Logger = { logQuery: (query, params) => asked.push({ query, params }) };
  await read(drizzle(client, { schema, logger }));
  await client.unsafe('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off');
  const answers = await Promise.all(
    asked
      .filter(isReading)
      .map(({ query, params }) => client.unsafe(`explain (format json) ${query}`, params as string[])),
  );
  return answers.map(([row]) => row?.['QUERY PLAN'][0].Plan);
}

// A transaction says first what it is to be.
const isReading = ({ query }: { query: string }) => !query.startsWith('set transaction');

/** The kinds of node from the root down to each scan of `index`. */
function waysTo(index: string, plan: Plan): string[][] {
  const here = plan['Node Type'];
  if (plan['Index Name'] === index) return [[here]];
  return (plan.Plans ?? []).flatMap((below) => waysTo(index, below).map((way) => [here, ...way]));
}
