/**
 * `npm run bench:people-list`: latency of the people list at a million people, from the query of a request to the JSON
 * of its answer: searches, filters, sorts, deep pages. Baseline of the same run: a page by primary key.
 * Options: --people N (1,000,000), --plans (writes docs/query-plans.md). BENCH_DATABASE_URL keeps the crowd between runs.
 */
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { people } from '@/db/schema';
import { PeopleQuery } from '@/lib/people/contract';
import { listPeople, listPeopleFilters } from '@/lib/people/service';
import { testCtx } from '@/lib/test/context';
import { benchDatabase, print } from './bench-database';
import { insertCrowd } from './crowd';
import { measuring } from './measure';
import { peopleListCases, slowPeopleListCases } from './people-list-cases';
import { writeQueryPlans } from './query-plans';

const { values } = parseArgs({ options: { people: { type: 'string' }, plans: { type: 'boolean' } } });
const count = Number(values.people ?? 1_000_000);
const { measure, printVerdict } = measuring({ rounds: 40, bar: 100 });

const database = await benchDatabase();
const ctx = testCtx({ database });
await fill();

const baseline = await measure('baseline: 100 rows by primary key', () =>
  database.db
    .select()
    .from(people)
    .where(sql`${people.marketoId} > ${count / 2}`)
    .orderBy(people.marketoId)
    .limit(100),
);
for (const [name, query] of peopleListCases(count)) await measure(name, () => answer(query), baseline);
await measure('filter options', () => listPeopleFilters(ctx), baseline);
await measure(
  'page 200, or half-way',
  await pageAfter({ limit: '200' }, Math.min(200, Math.floor(count / 400))),
  baseline,
);
await measure('last page but a few, by name', await pageAfter({ sort: '-name', limit: '200' }, 3, 'name'), baseline);
printVerdict();
print('known to be slower:');
for (const [name, query] of slowPeopleListCases) await measure(name, () => answer(query), baseline);
if (values.plans) await writeQueryPlans(database.db, count);
await database.close();

/** As the route does it: the query is parsed, the answer is text. A page of 100 is what the screen asks for. */
async function answer(query: Record<string, string>): Promise<number> {
  return JSON.stringify(await listPeople(ctx, PeopleQuery.parse(query))).length;
}

/** The request for the page after `pages` pages of `query`; with `turned`, that position read in the other direction. */
async function pageAfter(query: Record<string, string>, pages: number, turned?: string) {
  let cursor: string | undefined;
  for (let page = 0; page < pages; page++) {
    cursor = (await listPeople(ctx, PeopleQuery.parse({ ...query, cursor }))).nextCursor ?? undefined;
  }
  const position = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
  const there = turned ? Buffer.from(JSON.stringify({ ...position, sort: turned })).toString('base64url') : cursor;
  return () => answer({ ...query, ...(turned && { sort: turned }), cursor: there ?? '' });
}

async function fill(): Promise<void> {
  if ((await database.db.$count(people)) === count) return;
  const start = performance.now();
  await insertCrowd(database.db, count, (stored) => {
    if (stored % 200_000 === 0) print(`${stored.toLocaleString('en')} people stored`);
  });
  await database.db.execute(sql`vacuum analyze people`);
  print(`${count.toLocaleString('en')} people stored in ${Math.round((performance.now() - start) / 1000)} s`);
}
