/** Must not matter: `kill -9` of the worker and of the app, ten times, while one of them reads people for the first time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import postgres from 'postgres';
import { freePort } from '../scripts/ports.mjs';
import { startPostgres } from '../scripts/postgres.mjs';

const kills = 10;
const people = 12_000;
const latencyMs = 150;
/** As many calls as the worker may have in flight. */
const pagesAtOnce = 5;
const seed = Number(process.env.KILL_SEED ?? 20_261_123);
const server = ['--conditions=react-server', '--import', 'tsx'];
const nextStart = ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p'];
const cronSecret = 'kill-test-cron-secret';

let appPort: number;
let marketoUrl: string;
let env: NodeJS.ProcessEnv;
let sql: postgres.Sql;
const running = new Set<ChildProcess>();
const cleanUp: (() => Promise<unknown> | unknown)[] = [];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-kill-'));
  chmodSync(folder, 0o755); // PostgreSQL drops to another user when started by root
  const database = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: true });
  const url = await database.ensureDatabase('kill');
  sql = postgres(url, { max: 2 });
  cleanUp.push(
    () => rmSync(folder, { recursive: true, force: true }),
    database.stop,
    () => sql.end(),
  );
  appPort = await freePort();
  const marketoPort = await freePort();
  marketoUrl = `http://127.0.0.1:${marketoPort}`;
  env = settings(url);
  start([
    '--import',
    'tsx',
    'simulators/start.ts',
    '--people',
    `${people}`,
    '--port',
    `${marketoPort}`,
    '--latency-ms',
    `${latencyMs}`,
  ]);
  await expect.poll(() => answers(`${marketoUrl}/__control/state`), { timeout: 60_000 }).toBe(true);
  await runToEnd([...server, 'db/migrate.ts']);
  await runToEnd([...server, 'lib/sync/run.ts', '--once', 'follow-people', '--start']);
});

test.afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  for (const step of cleanUp.reverse()) await step();
});

test(`${kills} kills during the first load lose nothing, double nothing and repeat at most the pages in hand (KILL_SEED=${seed})`, async () => {
  test.setTimeout(600_000);
  let random = seed;
  for (let kill = 0; kill < kills; kill++) {
    random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0;
    const victim = kill % 2 === 0 ? start([...server, 'lib/sync/run.ts']) : await startAppAndDrive();
    const before = (await pagesRead()).length;
    await expect
      .poll(async () => (await pagesRead()).length, { timeout: 120_000, intervals: [100] })
      .toBeGreaterThan(before);
    await new Promise((resolve) => setTimeout(resolve, random % 900)); // the moment of death is the experiment
    await killNow(victim);
    expect(await phase(), 'the load must still go on when it is killed').toBe('range');
  }
  start([...server, 'lib/sync/run.ts']);
  await expect.poll(phase, { timeout: 300_000, intervals: [500] }).toBe('done');
  await expect.poll(opportunitiesAreRead, { timeout: 60_000 }).toBe(true);
  await expect
    .poll(() => sql`select count(*)::int as n from dirty_people`.then(([row]) => row?.n), { timeout: 60_000 })
    .toBe(0);

  const pages = await pagesRead();
  const repeats = pages.length - new Set(pages).size;
  expect(repeats).toBeLessThanOrEqual(kills * pagesAtOnce);
  expect(await listed()).toEqual(await control('eligible'));
});

/** The app, with the scheduler calling it until it takes the load over. */
async function startAppAndDrive(): Promise<ChildProcess> {
  const app = start([...nextStart, `${appPort}`]);
  await expect.poll(() => answers(`http://127.0.0.1:${appPort}/api/healthz`), { timeout: 60_000 }).toBe(true);
  void (async () => {
    while (running.has(app)) {
      const answer = await fetch(`http://127.0.0.1:${appPort}/api/cron/load-people`, {
        method: 'POST',
        headers: { authorization: `Bearer ${cronSecret}` },
      }).catch(() => null);
      if (!answer) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return app;
}

/** Every page of people asked for so far, by its ids. */
async function pagesRead(): Promise<string[]> {
  const calls = (await control('calls')) as { path: string; query: Record<string, string>; code: string | null }[];
  return calls
    .filter((call) => call.path.endsWith('/leads.json') && call.query.fields !== 'id' && call.code === null)
    .filter((call) => /^\d+(,\d+){200,}$/.test(call.query.filterValues ?? ''))
    .map((call) => call.query.filterValues ?? '');
}

async function phase(): Promise<string | undefined> {
  const [row] = await sql`select checkpoint->>'phase' as phase from sync_jobs where name = 'load-people'`;
  return row?.phase;
}

async function opportunitiesAreRead(): Promise<boolean> {
  const [row] = await sql`select checkpoint->>'dueAt' as due from sync_jobs where name = 'read-opportunities'`;
  return Boolean(row?.due);
}

function listed() {
  return sql`select marketo_id::int as "marketoId", first_name as "firstName", last_name as "lastName", email, title,
    company, phone, linkedin_url as "linkedinUrl", source, sfdc_contact_id as "sfdcContactId",
    sfdc_lead_id as "sfdcLeadId", sfdc_account_id as "sfdcAccountId", sfdc_opportunity_id as "sfdcOpportunityId"
    from people where state = 'active' order by marketo_id`.then((rows) => rows.map((row) => ({ ...row })));
}

async function control(name: string): Promise<unknown> {
  const response = await fetch(`${marketoUrl}/__control/${name}`);
  return ((await response.json()) as { result: unknown }).result;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function start(args: string[]): ChildProcess {
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

async function runToEnd(args: string[]) {
  const [code] = await once(start(args), 'exit');
  expect(code, args.join(' ')).toBe(0);
}

async function killNow(child: ChildProcess) {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

function settings(databaseUrl: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DEMO: '1',
    LOG_LEVEL: 'silent',
    DATABASE_URL: databaseUrl,
    APP_URL: `http://127.0.0.1:${appPort}`,
    AUTH_SECRET: 'kill-test-secret-kill-test-secret-kill',
    CRON_SECRET: cronSecret,
    ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64'),
    MARKETO_BASE_URL: marketoUrl,
    MARKETO_CLIENT_ID: 'demo-client',
    MARKETO_CLIENT_SECRET: 'demo-secret',
  };
}
