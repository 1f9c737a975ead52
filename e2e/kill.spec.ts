/** Must not matter: `kill -9` of the worker and of the app, ten times, while one of them reads people for the first time. */
import type { ChildProcess } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { type OwnStack, openStack, server } from './own-stack.ts';

const kills = 10;
/** As many calls as the worker may have in flight. */
const pagesAtOnce = 5;
const seed = Number(process.env.KILL_SEED ?? 20_261_123);

type Call = { path: string; query: Record<string, string>; code: string | null };

let stack: OwnStack;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  stack = await openStack({ people: 12_000, latencyMs: 150, logLevel: 'silent' });
  await stack.runToEnd([...server, 'lib/sync/run.ts', '--once', 'follow-people', '--start']);
});

test.afterAll(() => stack.close());

test(`${kills} kills during the first load lose nothing, double nothing and repeat at most the pages in hand (KILL_SEED=${seed})`, async () => {
  test.setTimeout(600_000);
  let random = seed;
  for (let kill = 0; kill < kills; kill++) {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    const victim = kill % 2 === 0 ? stack.start([...server, 'lib/sync/run.ts']) : await startAppAndDrive();
    const before = (await pagesRead()).length;
    await expect
      .poll(async () => (await pagesRead()).length, { timeout: 120_000, intervals: [100] })
      .toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, random % 900)); // the moment of death is the experiment
    await stack.kill(victim);
    expect(await phase(), 'the load must still go on when it is killed').toBe('range');
  }
  stack.start([...server, 'lib/sync/run.ts']);
  await expect.poll(phase, { timeout: 300_000, intervals: [500] }).toBe('done');
  await expect.poll(opportunitiesAreRead, { timeout: 60_000 }).toBe(true);
  await expect
    .poll(() => stack.sql`select count(*)::int as n from dirty_people`.then(([row]) => row?.n), { timeout: 60_000 })
    .toBe(0);

  const pages = await pagesRead();
  const repeats = pages.length - new Set(pages).size;
  expect(repeats).toBeLessThanOrEqual(kills * pagesAtOnce);
  expect(await listed()).toEqual(await stack.marketo('GET', 'eligible'));
});

/** The app, with the scheduler calling it until it takes the load over. */
async function startAppAndDrive(): Promise<ChildProcess> {
  const app = await stack.startApp();
  void (async () => {
    while (stack.isRunning(app)) {
      const answer = await fetch(`${stack.appUrl}/api/cron/load-people`, {
        method: 'POST',
        headers: { authorization: `Bearer ${stack.env.CRON_SECRET}` },
      }).catch(() => null);
      if (!answer) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return app;
}

/** Every page of people asked for so far, by its ids. */
async function pagesRead(): Promise<string[]> {
  const calls = await stack.marketo<Call[]>('GET', 'calls');
  return calls
    .filter((call) => call.path.endsWith('/leads.json') && call.query.fields !== 'id' && call.code === null)
    .filter((call) => /^\d+(,\d+){200,}$/.test(call.query.filterValues ?? ''))
    .map((call) => call.query.filterValues ?? '');
}

async function phase(): Promise<string | undefined> {
  const [row] = await stack.sql`select checkpoint->>'phase' as phase from sync_jobs where name = 'load-people'`;
  return row?.phase;
}

async function opportunitiesAreRead(): Promise<boolean> {
  const [row] = await stack.sql`select checkpoint->>'dueAt' as due from sync_jobs where name = 'read-opportunities'`;
  return Boolean(row?.due);
}

function listed() {
  return stack.sql`select marketo_id::int as "marketoId", first_name as "firstName", last_name as "lastName", email, title,
    company, phone, linkedin_url as "linkedinUrl", source, sfdc_contact_id as "sfdcContactId",
    sfdc_lead_id as "sfdcLeadId", sfdc_account_id as "sfdcAccountId", sfdc_opportunity_id as "sfdcOpportunityId"
    from people where state = 'active' order by marketo_id`.then((rows) => rows.map((row) => ({ ...row })));
}
