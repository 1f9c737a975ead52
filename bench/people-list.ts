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
import { benchDatabase, percentile, print } from './bench-database';
import { insertCrowd } from './crowd';
import { peopleListCases } from './people-list-cases';
import { writeQueryPlans } from './query-plans';

const { values } = parseArgs({ options: { people: { type: 'string' }, plans: { type: 'boolean' } } });
const count = Number(values.people ?? 1_000_000);
const rounds = 40;
const bar = 100;

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
const slow: string[] = [];
for (const [name, query] of peopleListCases(count)) await measure(name, () => answer(query), baseline);
await measure('filter options', () => listPeopleFilters(ctx), baseline);
await measure(
  'page 200, or half-way',
  await pageAfter({ limit: '200' }, Math.min(200, Math.floor(count / 400))),
  baseline,
);
await measure('last page but a few, by name', await pageAfter({ sort: '-name', limit: '200' }, 3, 'name'), baseline);
print(slow.length === 0 ? `every p95 is at or below ${bar} ms` : `above ${bar} ms: ${slow.join('; ')}`);
if (values.plans) await writeQueryPlans(database.db, count);
await database.close();

/** As the route does it: the query is parsed, the answer is text. */
async function answer(query: Record<string, string>): Promise<number> {
  return JSON.stringify(await listPeople(ctx, PeopleQuery.parse(query))).length;
}

async function measure(name: string, run: () => Promise<unknown>, against?: number): Promise<number> {
  for (let i = 0; i < 3; i++) await run();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  if (p95 > bar) slow.push(name);
  const ratio = against ? `  ${(p95 / against).toFixed(1)} × baseline` : '';
  print(`${name.padEnd(44)} p50 ${p50.toFixed(1).padStart(6)} ms  p95 ${p95.toFixed(1).padStart(6)} ms${ratio}`);
  return p95;
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
