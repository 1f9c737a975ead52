/** Part 1 of `bench:deliveries`: calls and machine time for many activities at once. */
import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/context';
import { recordSalesActivity } from '@/lib/sales-activities/record';
import { type BothSystems, connectBothSystems } from '@/lib/test/both-systems';
import { testCtx } from '@/lib/test/context';
import { clockOf, enableJobs, runToEnd } from '@/lib/test/sync-driver';
import { benchDatabase } from './bench-database';

const startAt = new Date('2026-03-02T09:00:00Z');
const mostAtOnce = { marketo: 300, salesforce: 200 };

type Taken = {
  calls: number;
  ms: number;
  /** How far Marketo's quota is used, as any job asks now and then. */
  looksAtQuota: number;
};

/** Lines to print. */
export async function cost(activities: number): Promise<string[]> {
  const database = await benchDatabase();
  const systems = await connectBothSystems(database.db, { startAt, people: 50, key: true });
  const { marketo, salesforce } = systems;
  const clock = clockOf({
    now: marketo.clock.now,
    advance: (ms) => {
      for (const { clock: theirs } of [marketo, salesforce]) theirs.advance(ms);
    },
  });
  const ctx = testCtx({ database, clock, salesforceUrl: salesforce.url });
  await enableJobs(ctx);
  await record(ctx, systems, activities);
  const jobs = { marketo: 'deliver-to-marketo', salesforce: 'deliver-to-salesforce' } as const;
  const lines = [`${activities.toLocaleString('en')} calls of one seller, recorded at once:`];
  for (const destination of ['marketo', 'salesforce'] as const) {
    const { calls } = systems[destination];
    const bare = await timed(calls, () => bareWrites[destination](systems, activities));
    const ours = await timed(calls, async () => {
      await runToEnd(ctx, jobs[destination], () => clock.sleep(60_000));
    });
    const ratio = `${(ours.calls / bare.calls).toFixed(2)} × the calls, ${(ours.ms / bare.ms).toFixed(1)} × the machine time`;
    lines.push(
      `  ${destination.padEnd(10)} ${ours.calls} calls${quota(ours)}, ${seconds(ours)}; bare ${bare.calls} calls, ${seconds(bare)}: ${ratio}`,
    );
  }
  lines.push(`  ledger     ${await ledger(ctx)}`);
  await Promise.all([marketo.close(), salesforce.close()]);
  await database.close();
  return lines;
}

async function record(ctx: Ctx, { sellers, people }: BothSystems, count: number): Promise<void> {
  const [seller] = sellers;
  if (!seller) throw new Error('there is no seller');
  const madeBy = seller.email;
  for (let from = 0; from < count; from += 500) {
    await ctx.db.transaction(async (tx) => {
      for (let n = from; n < Math.min(count, from + 500); n += 1) {
        const at = ctx.clock.now();
        await recordSalesActivity(tx, {
          kind: 'call',
          payload: { madeBy, status: 'completed', notes: `Call ${n}` },
          person: { marketoId: people[n % people.length]?.marketoId ?? 0 },
          userId: seller.userId,
          occurredAt: at,
          recordedAt: at,
          reporter: 'bench',
          idempotencyKey: `call-${n}`,
        });
      }
    });
  }
}

/** The fewest calls that there can be, by clients that know nothing of loss. */
const bareWrites = {
  async marketo({ marketo, people }: BothSystems, count: number) {
    const token = await fetch(
      `${marketo.url}/identity/oauth/token?grant_type=client_credentials&client_id=${marketo.clientId}&client_secret=${marketo.clientSecret}`,
    ).then((answer) => answer.json());
    const typeId = await anyType(marketo.url, token.access_token);
    for (let from = 0; from < count; from += mostAtOnce.marketo) {
      const length = Math.min(mostAtOnce.marketo, count - from);
      const input = Array.from({ length }, (_, n) => ({
        leadId: people[n % people.length]?.marketoId,
        activityDate: '2026-03-02T09:00:00Z',
        activityTypeId: typeId,
        primaryAttributeValue: 'bare',
        attributes: [{ apiName: 'externalActivityId', value: randomUUID() }],
      }));
      await post(`${marketo.url}/rest/v1/activities/external.json`, token.access_token, { input });
    }
  },
  async salesforce({ salesforce, people }: BothSystems, count: number) {
    const { accessToken } = salesforce.tokens.grant(salesforce.settings.users[0]?.id ?? '');
    for (let from = 0; from < count; from += mostAtOnce.salesforce) {
      const length = Math.min(mostAtOnce.salesforce, count - from);
      const records = Array.from({ length }, (_, n) => ({
        attributes: { type: 'Task' },
        Subject: 'bare',
        Status: 'Completed',
        WhoId: people[n % people.length]?.record,
      }));
      await post(`${salesforce.url}/services/data/v67.0/composite/sobjects`, accessToken, {
        allOrNone: false,
        records,
      });
    }
  },
};

async function anyType(url: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/rest/v1/activities/external/types.json`, { headers });
  const { result } = (await answer.json()) as { result: { id: number }[] };
  return result[0]?.id ?? 0;
}

async function post(url: string, token: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok || text.includes('"success":false')) throw new Error(text.slice(0, 300));
}

/** What a session costs is not counted. */
async function timed(calls: { path: string }[], run: () => Promise<void>): Promise<Taken> {
  const before = calls.length;
  const startedAt = performance.now();
  await run();
  const ms = performance.now() - startedAt;
  const made = calls.slice(before).filter(({ path }) => !/^\/(identity|services\/oauth2)\/|types\.json$/.test(path));
  const looksAtQuota = made.filter(({ path }) => path.startsWith('/rest/v1/stats/')).length;
  return { calls: made.length - looksAtQuota, ms, looksAtQuota };
}

const quota = ({ looksAtQuota: n }: Taken) => (n > 0 ? ` (and ${n} looks at the quota)` : '');
const seconds = ({ ms }: Taken) => `${(ms / 1000).toFixed(1)} s`;

async function ledger(ctx: Ctx): Promise<string> {
  const rows = await ctx.db.execute<{ destination: string; state: string; n: number }>(
    sql`select destination, state, count(*)::int as n from deliveries group by 1, 2 order by 1, 2`,
  );
  return rows.map(({ destination, state, n }) => `${destination} ${state} ${n}`).join(', ');
}
