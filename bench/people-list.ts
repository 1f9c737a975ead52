/**
 * `npm run bench:people-list`: latency of the people list service at 100,000 people: first page, search, filters,
 * sorts, deep pages. Baseline of the same run: the same number of rows by primary key. Option: --people N.
 */
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { upsertPeople } from '@/db/queries/people-sync';
import { people } from '@/db/schema';
import { PeopleQuery } from '@/lib/people/contract';
import { listPeople } from '@/lib/people/service';
import { aReading } from '@/lib/test/builders';
import { testCtx } from '@/lib/test/context';
import { benchDatabase, percentile, print } from './bench-database';

const { values } = parseArgs({ options: { people: { type: 'string' } } });
const count = Number(values.people ?? 100_000);
const rounds = 40;

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
const cases: [string, Partial<Record<string, string>>][] = [
  ['first page', {}],
  ['search, common word', { search: 'ma' }],
  ['search, two words', { search: 'maria berg' }],
  ['search, one hit', { search: `person${count - 7}@` }],
  ['search, no hit', { search: 'zzzzzz' }],
  ['filter by owner', { owner: owner(3) }],
  ['filter by source', { source: 'Event' }],
  ['filter by company', { company: 'Company 41' }],
  ...['email', 'company', '-title', 'source', '-updatedAt'].map((sort): [string, { sort: string }] => [
    `sort ${sort}`,
    { sort },
  ]),
];
for (const [name, query] of cases) {
  await measure(name, () => listPeople(ctx, PeopleQuery.parse(query)), baseline);
}
const deep = await cursorAtPage(200);
await measure('page 200 of 200', () => listPeople(ctx, PeopleQuery.parse({ cursor: deep, limit: 200 })), baseline);
await database.close();

async function measure(name: string, run: () => Promise<unknown>, against?: number): Promise<number> {
  for (let i = 0; i < 3; i++) await run();
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)];
  const ratio = against ? `  ${(p95 / against).toFixed(1)} × baseline` : '';
  print(`${name.padEnd(36)} p50 ${p50.toFixed(1).padStart(6)} ms  p95 ${p95.toFixed(1).padStart(6)} ms${ratio}`);
  return p95;
}

async function cursorAtPage(pages: number): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 1; page < pages; page++) {
    const answer = await listPeople(ctx, PeopleQuery.parse({ cursor, limit: 200 }));
    if (!answer.nextCursor) break;
    cursor = answer.nextCursor;
  }
  return cursor;
}

async function fill(): Promise<void> {
  const first = ['Maria', 'Jonas', 'Ana', 'Kenji', 'Fatima', 'Olaf', 'Priya', 'Tomás', 'Li', 'Grace'];
  const last = ['Berg', 'Okafor', 'Silva', 'Tanaka', 'Haddad', 'Novak', 'Patel', 'Moreau', 'Chen', 'Walsh'];
  for (let from = 1; from <= count; from += 1000) {
    const readings = Array.from({ length: Math.min(1000, count - from + 1) }, (_, i) => from + i).map((id) =>
      aReading({
        marketoId: id,
        firstName: first[id % 10] ?? null,
        lastName: `${last[Math.floor(id / 10) % 10]}${id % 997}`,
        email: `person${id}@example.com`,
        company: `Company ${id % 5000}`,
        title: id % 5 === 0 ? null : `Title ${id % 300}`,
        source: ['Web', 'Event', 'Referral', null][id % 4] ?? null,
        owner: { sfdcId: owner(id % 40), name: null },
        marketoUpdatedAt: new Date(Date.UTC(2026, 0, 1) + id * 1000),
      }),
    );
    await upsertPeople(database.db, readings);
  }
  await database.db.execute(sql`vacuum analyze people`);
  print(`${count.toLocaleString('en')} people stored`);
}

function owner(n: number): string {
  return `0055g000000000${String(n).padStart(2, '0')}AAA`.slice(0, 18);
}
