/** Part 2 of `bench:deliveries`: how long a steady flow of activities takes to both sides, with a real worker. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import { createLogger } from '@/lib/logger';
import { recordSalesActivity } from '@/lib/sales-activities/record';
import { wakeDeliveries } from '@/lib/sales-activities/wake-deliveries';
import { createJobQueue } from '@/lib/sync/queue';
import { type BothSystems, connectBothSystems } from '@/lib/test/both-systems';
import { testCtx } from '@/lib/test/context';
import { enableJobs } from '@/lib/test/sync-driver';
import { benchDatabase, percentile } from './bench-database';

const patienceMs = 180_000;

/** Lines to print. */
export async function flow(given: { rate: number; minutes: number; latencyMs: number }): Promise<string[]> {
  const { rate, minutes, latencyMs } = given;
  const database = await benchDatabase();
  const systems = await connectBothSystems(database.db, { people: 200, key: true, latencyMs });
  const queue = createJobQueue({ connectionString: database.url, log: createLogger('silent') });
  const ctx: Ctx = { ...testCtx({ database, salesforceUrl: systems.salesforce.url }), queue };
  await enableJobs(ctx);
  const worker = startWorker(database.url, systems);
  const bareMs = await bareCall(systems);
  const total = rate * 60 * minutes;
  const startedAt = Date.now();
  for (let n = 0; n < total; n += 1) {
    const aheadMs = startedAt + (n * 1000) / rate - Date.now();
    if (aheadMs > 0) await sleep(aheadMs);
    await record(ctx, systems, n);
  }
  await untilAllArrived(ctx);
  const lines = [`${rate} activities a second for ${minutes} minutes, a worker at its default schedule:`];
  const both = await ctx.db.execute<{ destination: string; s: number }>(sql`
    select d.destination, extract(epoch from d.changed_at - a.recorded_at)::float8 as s
    from deliveries d join sales_activities a on a.id = d.sales_activity_id where d.state = 'confirmed'
    union all
    select 'both', max(extract(epoch from d.changed_at - a.recorded_at))::float8
    from deliveries d join sales_activities a on a.id = d.sales_activity_id where d.state = 'confirmed' group by a.id`);
  for (const destination of ['marketo', 'salesforce', 'both']) {
    const times = both.filter((row) => row.destination === destination).map(({ s }) => s);
    const at = (share: number) => percentile(times, share).toFixed(1);
    const ratio = ((percentile(times, 0.5) * 1000) / bareMs).toFixed(0);
    lines.push(
      `  ${destination.padEnd(10)} p50 ${at(0.5)} s, p95 ${at(0.95)} s, most ${at(1)} s of ${times.length}; p50 is ${ratio} × one bare call`,
    );
  }
  for (const destination of ['marketo', 'salesforce'] as const) {
    const calls = systems[destination].calls.filter(({ path }) => /external\.json$|\/composite\/|\/query/.test(path));
    lines.push(
      `  ${destination.padEnd(10)} ${calls.length} calls, ${(total / calls.length).toFixed(0)} activities a call`,
    );
  }
  worker.kill();
  await queue.stop();
  await Promise.all([systems.marketo.close(), systems.salesforce.close()]);
  await database.close();
  return lines;
}

/** A call or an e-mail by one of the three sellers. */
async function record(ctx: Ctx, { sellers, people }: BothSystems, n: number): Promise<void> {
  const seller = sellers[n % sellers.length] ?? sellers[0];
  if (!seller) throw new Error('there is no seller');
  const at = ctx.clock.now();
  const by = seller.email;
  const told = {
    person: { marketoId: people[n % people.length]?.marketoId ?? 0 },
    userId: seller.userId,
    occurredAt: at,
    recordedAt: at,
    reporter: 'bench',
    idempotencyKey: `activity-${n}`,
  };
  const mail = { emailId: `mail ${n}`, emailSubject: `Subject ${n}`, sentBy: by };
  const recorded = await ctx.db.transaction((tx) =>
    n % 2 === 0
      ? recordSalesActivity(tx, { ...told, kind: 'call', payload: { madeBy: by, status: 'completed' } })
      : recordSalesActivity(tx, { ...told, kind: 'email-sent', payload: mail }),
  );
  if (recorded.outcome !== 'recorded') throw new Error(`an activity is ${recorded.outcome}`);
  await wakeDeliveries(ctx, recorded.deliveries);
}

async function untilAllArrived(ctx: Ctx): Promise<void> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 500) {
    const [row] = await ctx.db.execute<{ n: number }>(
      sql`select count(*)::int as n from deliveries where state <> 'confirmed'`,
    );
    if (row?.n === 0) return;
    await sleep(500);
  }
  throw new Error('not everything arrived');
}

/** What one call to Salesforce takes, without anything of ours around it. */
async function bareCall({ salesforce }: BothSystems): Promise<number> {
  const { accessToken } = salesforce.tokens.grant(salesforce.settings.users[0]?.id ?? '');
  const headers = { authorization: `Bearer ${accessToken}` };
  const startedAt = performance.now();
  await fetch(`${salesforce.url}/services/data/v67.0/limits`, { headers }).then((answer) => answer.text());
  return performance.now() - startedAt;
}

function startWorker(databaseUrl: string, { marketo, salesforce }: BothSystems): ChildProcess {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    DEMO: '1',
    LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: 'bench-secret-bench-secret-bench-secret',
    CRON_SECRET: 'bench-cron-secret',
    // The key by which the connections were sealed.
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    MARKETO_BASE_URL: marketo.url,
    SALESFORCE_LOGIN_URL: salesforce.url,
  };
  const args = ['--conditions=react-server', '--import', 'tsx', 'lib/sync/run.ts'];
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
