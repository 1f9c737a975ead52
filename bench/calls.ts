/**
 * `npm run bench:calls`: latency of the page of calls, from the query of a request to the JSON of its answer: pages,
 * searches, filters, the chart, for an admin and for one of 50 sellers.
 * Options: --calls N (100,000), of as many people. BENCH_DATABASE_URL keeps them between runs.
 */
import { parseArgs } from 'node:util';
import { sql } from 'drizzle-orm';
import { upsertUser } from '@/db/queries/users';
import { people, salesActivities } from '@/db/schema';
import type { Actor } from '@/lib/auth/model';
import { CallsFilter, CallsQuery } from '@/lib/calls/contract';
import { listCallFilters, listCalls, summarizeCalls } from '@/lib/calls/service';
import { testCtx } from '@/lib/test/context';
import { benchDatabase, print } from './bench-database';
import { insertCrowd } from './crowd';
import { measuring } from './measure';

const { values } = parseArgs({ options: { calls: { type: 'string' } } });
const count = Number(values.calls ?? 100_000);
const sellers = 50;
const days = 730;
const { measure, printVerdict } = measuring({ rounds: 20, bar: 200 });

const database = await benchDatabase();
const userIds = await fill();
const today = await newestDay();
const month = { from: dayBefore(30), to: today, timeZone: 'Europe/Berlin' };
const year = { from: dayBefore(365), to: today, timeZone: 'Europe/Berlin' };

for (const role of ['admin', 'user'] as const) {
  const actor: Actor = { userId: userIds[7] ?? '', email: 'seller7@example.com', name: 'Seller', role };
  const ctx = { ...testCtx({ database }), actor };
  const list = async (query: Record<string, string>) => JSON.stringify(await listCalls(ctx, CallsQuery.parse(query)));
  const summary = (query: Record<string, string>) => summarizeCalls(ctx, CallsFilter.parse(query));
  const cases: Record<string, Record<string, string>> = {
    'all, newest': {},
    'a month': month,
    'a common outcome': { outcome: 'Outcome 1' },
    'a rare outcome': { outcome: 'Outcome 14' },
    'no such outcome': { outcome: 'Nothing' },
    answered: { answered: 'yes' },
    'failed, in a month': { ...month, status: 'failed' },
    'a common name': { text: 'maria' },
    'a word of notes': { text: 'budget' },
    'a number': { text: '493099' },
    'no hit': { text: 'qqzzy' },
    'no hit in a month': { ...month, text: 'qqzzy' },
  };
  for (const [name, query] of Object.entries(cases)) {
    await measure(`${role}: ${name}`, () => list(query));
    await measure(`${role}: ${name}, counted`, () => summary(query));
  }
  await measure(`${role}: a year by day`, () => summary(year));
  await measure(`${role}: what filters offer`, () => listCallFilters(ctx));
}
printVerdict();
await database.close();

/** People, 50 users, and calls spread over two years: fifteen outcomes with skew, notes of a few sentences. */
async function fill(): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < sellers; n++) {
    const user = {
      email: `seller${n}@example.com`,
      name: `Seller ${n}`,
      role: 'user',
      passwordHash: 'unused',
    } as const;
    ids.push((await upsertUser(database.db, user)).id);
  }
  if ((await database.db.$count(salesActivities)) === count) return ids;
  if ((await database.db.$count(people)) === 0) await insertCrowd(database.db, count, () => {});
  await database.db.execute(sql`
    insert into sales_activities (kind, marketo_id, user_id, occurred_at, recorded_at, payload, reporter, idempotency_key, fingerprint)
    select 'call', 1 + (${drawn(1)} * ${count - 1})::int, (${sql.param(ids)}::uuid[])[1 + floor(power(${drawn(2)}, 2) * ${sellers})::int],
      '2026-11-01Z'::timestamptz - (${count}::int - id) * interval '${sql.raw(String(days / count))} days', '2026-11-01Z',
      jsonb_build_object('source', 'Sales App', 'madeBy', 'seller@example.com', 'outcome', 'Outcome ' || outcome,
        'outcomeType', case when outcome % 2 = 0 then 'answered' else 'not-answered' end, 'reason', 'Reason ' || outcome,
        'status', (array['completed', 'no answer', 'failed'])[1 + floor(power(${drawn(3)}, 2) * 3)::int],
        'phoneNumber', '+49 30 ' || id, 'durationSeconds', outcome * 30,
        'notes', repeat('They asked about ' || case when id % 40 = 0 then 'budget' else 'delivery' end || ' and prices. ', 1 + id % 12)),
      'calls', 'bench-' || id, 'bench'
    from (select id, floor(power(${drawn(4)}, 2) * 15)::int as outcome from generate_series(1, ${count}::int) id) c`);
  await database.db.execute(sql`vacuum analyze sales_activities`);
  await database.db.execute(sql`vacuum analyze people`);
  print(`${count.toLocaleString('en')} calls stored`);
  return ids;
}

/** A number in [0, 1), the same for the same call and draw. */
function drawn(n: number) {
  return sql`((hashint8extended(id::bigint, ${sql.raw(String(n))}) & 1048575) / 1048576.0)`;
}

async function newestDay(): Promise<string> {
  const [row] = await database.db.execute<{ day: string }>(
    sql`select to_char(max(occurred_at), 'YYYY-MM-DD') as day from sales_activities`,
  );
  return row?.day ?? '';
}

function dayBefore(daysAgo: number): string {
  return new Date(Date.parse(today) - daysAgo * 86_400_000).toISOString().slice(0, 10);
}
