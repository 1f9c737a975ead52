/** Keeps the plans Postgres makes for the people list where a reader finds them: docs/query-plans.md. */
import { writeFileSync } from 'node:fs';
import { type SQL, sql } from 'drizzle-orm';
import type { PgTransactionConfig } from 'drizzle-orm/pg-core';
import type { Db, Transaction, Tx } from '@/db/client';
import { countPeople, selectPeople } from '@/db/queries/people-list';

const shown = {
  'First page': { selection: {}, sort: 'name' },
  'A common word: found on the walk': { selection: { search: 'maria' }, sort: 'name' },
  'A word that sorts together: the list begins with it': { selection: { search: 'zhang' }, sort: 'name' },
  'A less common word: found on a longer walk': { selection: { search: 'globex' }, sort: 'name' },
  'A rare word: gathered': { selection: { search: 'maria berg' }, sort: 'name' },
  'Two letters begin a word': { selection: { search: 'zq' }, sort: 'name' },
  'A filter that many share': { selection: { source: 'Event' }, sort: 'updatedAt' },
  'Sorted by what is filtered by': { selection: { source: 'Event' }, sort: 'source' },
  'A filter that few share': { selection: { owner: '005000000000000190' }, sort: 'name' },
} as const;

/** Runs each statement of the list once with EXPLAIN ANALYZE and writes what Postgres did. */
export async function writeQueryPlans(db: Db, count: number): Promise<void> {
  const parts = [
    '# Query plans of the people list',
    `Written by \`npm run bench:people-list -- --plans\` over ${count.toLocaleString('en')} people. Pages of 101 rows; the reasons are in \`db/queries/people-list.ts\`.`,
  ];
  for (const [title, { selection, sort }] of Object.entries(shown)) {
    const plans: string[] = [];
    const watched = explaining(db, plans);
    await selectPeople(watched, { selection, sort, descending: false, limit: 101 });
    if (Object.keys(selection).length > 0) await countPeople(watched, selection, 10_001);
    parts.push(`## ${title}`, ...plans.map((plan) => `\`\`\`\n${plan}\n\`\`\``));
  }
  writeFileSync('docs/query-plans.md', `${parts.join('\n\n')}\n`);
}

/** `db`, noting the plan of every statement that is executed. */
function explaining<T extends Tx>(db: T, plans: string[]): T {
  return new Proxy(db, {
    get(target, name) {
      if (name === 'transaction') {
        return (work: (tx: Transaction) => unknown, config: PgTransactionConfig) =>
          target.transaction(async (tx) => work(explaining(tx, plans)), config);
      }
      if (name !== 'execute') return Reflect.get(target, name);
      return async (query: SQL) => {
        const rows = await target.execute<{ 'QUERY PLAN': string }>(sql`explain (analyze, buffers off) ${query}`);
        plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
        return target.execute(query);
      };
    },
  });
}
