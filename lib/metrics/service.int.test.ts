import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertCallLease } from '@/db/queries/call-budget';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { retirePeople, upsertPeople } from '@/db/queries/people-sync';
import { pauseOrg } from '@/db/queries/salesforce-orgs';
import { insertRun, selectJobs, updateJobs, updateRun } from '@/db/queries/sync';
import { salesforceConnections, users } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { startSalesforce } from '@/simulators/salesforce/index';
import { createLogger } from '../logger';
import { noCounts } from '../sync/model';
import { createJobQueue } from '../sync/queue';
import { aReading } from '../test/builders';
import { manualClock } from '../test/clock';
import { testCtx } from '../test/context';
import { deliver, recordOne, switchOn } from '../test/deliveries';
import { connectToSalesforce } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { readMetrics } from './service';

const readAt = new Date('2026-03-01T12:00:00Z');
const clock = manualClock('2026-03-01T12:10:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe('readMetrics', () => {
  it('answers before anything was set up', async () => {
    const lines = await scrape();
    expect(lines).toContain('sales_actions_people{state="active"} 0');
    expect(lines.some((line) => line.startsWith('sales_actions_feed_lag_seconds '))).toBe(false);
    expect(lines.some((line) => /^process_resident_memory_bytes \d+$/.test(line))).toBe(true);
  });

  it('counts people, hints, runs and paused jobs', async () => {
    await database.db.transaction(async (tx) => {
      await upsertPeople(
        tx,
        [1, 2, 3].map((marketoId) => aReading({ marketoId, readAt })),
      );
      await retirePeople(tx, { marketoIds: [3], state: 'deleted', readAt });
      await upsertDirtyPeople(tx, [{ marketoId: 1, reason: 'changed', changedAt: null }], readAt);
    });
    await selectJobs(database.db);
    await updateJobs(database.db, ['follow-people'], { enabled: true, lastOkAt: readAt });
    const run = await insertRun(database.db, {
      job: 'sweep-people',
      trigger: 'cron',
      startedAt: readAt,
      checkpointFrom: null,
    });
    const end = { finishedAt: readAt, outcome: 'failed' as const, faultKind: 'auth', message: 'x' };
    await updateRun(database.db, run, {
      counts: noCounts,
      apiCalls: 1,
      heartbeatAt: readAt,
      checkpointTo: null,
      ...end,
    });
    const lines = await scrape();
    expect(lines).toEqual(
      expect.arrayContaining([
        'sales_actions_people{state="active"} 2',
        'sales_actions_people{state="deleted"} 1',
        'sales_actions_people_waiting 1',
        'sales_actions_feed_lag_seconds 600',
        'sales_actions_job_enabled{job="follow-people"} 1',
        'sales_actions_job_enabled{job="sweep-people"} 0',
        'sales_actions_runs_last_day{job="sweep-people",outcome="failed"} 1',
      ]),
    );
  });

  it('counts calls of the quota day by what they were made for', async () => {
    const call = { provider: 'marketo', expiresAt: readAt };
    await insertCallLease(database.db, { ...call, lane: 'feeds', feature: 'follow-people', takenAt: readAt });
    await insertCallLease(database.db, { ...call, lane: 'live-grid', feature: 'lookup', takenAt: readAt });
    await insertCallLease(database.db, { ...call, lane: 'loads', feature: 'follow-people', takenAt: readAt });
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'sales_actions_marketo_calls_today_by_feature{feature="follow-people"} 2',
        'sales_actions_marketo_calls_today_by_feature{feature="lookup"} 1',
      ]),
    );
  });

  it('says how deliveries fare, and since when the first waits that no person keeps from going', async () => {
    const admin = await aSeller(database.db, { role: 'admin' });
    const ctx = { ...testCtx({ database, clock }), clock, actor: admin };
    await switchOn(ctx, ['call']);
    const recordedAt = clock.now();
    await recordOne(ctx, admin);
    await recordOne(ctx, admin);
    clock.advance(55_000);
    const locked = { kind: 'unavailable', code: 'UNABLE_TO_LOCK_ROW', message: 'locked' } as const;
    await deliver(ctx, 'marketo', () => ({ to: 'confirmed', remoteId: '1' }));
    await recordOne(ctx, admin);
    await deliver(ctx, 'salesforce', () => ({ to: 'rejected', failure: locked }));
    clock.advance(10_000);
    await recordOne(ctx, admin);
    const waiting = (clock.now().getTime() - recordedAt.getTime() - 60_000) / 1000;
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'sales_actions_deliveries{destination="marketo",state="queued"} 2',
        'sales_actions_deliveries{destination="salesforce",state="rejected"} 3',
        'sales_actions_deliveries{destination="salesforce",state="queued"} 1',
        'sales_actions_deliveries{destination="salesforce",state="stuck"} 0',
        `sales_actions_delivery_oldest_waiting_seconds{destination="marketo"} ${waiting}`,
        'sales_actions_delivery_oldest_waiting_seconds{destination="salesforce"} 0',
        'sales_actions_deliveries_confirmed_last_hour{destination="marketo"} 2',
        'sales_actions_delivery_seconds{destination="marketo",quantile="0.95"} 60',
        'sales_actions_delivery_problems{category="intermittent"} 1',
        'sales_actions_delivery_problems{category="access"} 0',
      ]),
    );
    clock.advance(3600_000);
    expect((await scrape()).some((line) => line.startsWith('sales_actions_delivery_seconds{'))).toBe(false);
  });

  it('says since when the first waits of those whose connection to Salesforce works', async () => {
    const org = await startSalesforce({ startAt: clock.now() });
    const admin = await aSeller(database.db, { role: 'admin' });
    const ctx = { ...testCtx({ database, clock, salesforceUrl: org.url }), clock, actor: admin };
    await switchOn(ctx, ['call']);
    const [leaver, stayer] = [await aSeller(database.db), await aSeller(database.db)];
    for (const { userId } of [leaver, stayer]) {
      await connectToSalesforce(ctx, org, { userId });
      await recordOne(ctx, { userId });
      clock.advance(60_000);
    }
    const oldest = async () =>
      (await scrape()).find((line) => line.includes('oldest_waiting_seconds{destination="salesforce"}'))?.split(' ')[1];
    expect(await oldest()).toBe('120');
    await database.db.update(users).set({ active: false }).where(eq(users.id, leaver.userId));
    expect(await oldest()).toBe('60');
    await database.db.delete(salesforceConnections);
    expect(await oldest()).toBe('0');
    await org.close();
  });

  it('tells of Salesforce: who is connected, and how far the calls of the org are used', async () => {
    const org = await startSalesforce({ startAt: clock.now() });
    const ctx = testCtx({ database, clock, salesforceUrl: org.url });
    const id = await connectToSalesforce(ctx, org, await aSeller(database.db));
    await (await ctx.salesforce(id, 'activities')).describe('Task');
    await (await ctx.salesforce(id, 'opt-outs')).describe('Task');
    await pauseOrg(database.db, { orgId: org.orgId, until: readAt, reason: 'None left.' });
    const of = `{org="${org.orgId}"`;
    expect(await scrape()).toEqual(
      expect.arrayContaining([
        'sales_actions_salesforce_connections{state="active"} 1',
        'sales_actions_salesforce_connections{state="needs-reauth"} 0',
        `sales_actions_salesforce_calls_last_day${of},lane="activities"} 1`,
        `sales_actions_salesforce_calls_last_day${of},lane="opt-outs"} 1`,
        `sales_actions_salesforce_org_calls_last_day${of}} 1`,
        `sales_actions_salesforce_org_calls_limit${of}} 100000`,
        `sales_actions_salesforce_org_paused${of}} 1`,
      ]),
    );
    await org.close();
  });

  it('shows what waits in the queue', async () => {
    const queue = createJobQueue({ connectionString: database.url, log: createLogger('silent') });
    await queue.start();
    await queue.send('sweep-people', 'admin');
    const lines = await scrape();
    await queue.stop();
    expect(lines).toContain('sales_actions_queue_jobs{job="sweep-people",state="waiting"} 1');
  });
});

async function scrape() {
  return (await readMetrics(testCtx({ database, clock }))).split('\n');
}
