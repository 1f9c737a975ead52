/** Started by playwright.config.ts: an empty database, simulated providers, the first sync, then the app itself. */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { createFamily, mustRun, runMain } from '../scripts/family.mjs';
import { startPostgres } from '../scripts/postgres.mjs';
import { root } from '../scripts/setup.mjs';
import { appUrl, cronSecret, marketoUrl, peopleAtStart, salesforceUrl, users } from './world.ts';

const command = ['--conditions=react-server', '--import', 'tsx'];
const family = createFamily();
await runMain(family, serve);

async function serve() {
  const env = { ...process.env, ...settings(await emptyDatabase()) };
  await mustRun(family, { name: 'The migration', args: [...command, 'db/migrate.ts'], env });
  const ports = ['--port', new URL(marketoUrl()).port, '--salesforce-port', new URL(salesforceUrl()).port];
  const simulators = ['--import', 'tsx', 'simulators/start.ts', '--people', String(peopleAtStart), ...ports];
  family.start({ name: 'The simulated Marketo and Salesforce', args: simulators, env });
  await untilAnswering(marketoUrl());
  await untilAnswering(salesforceUrl());
  for (const { email, name, role, password } of Object.values(users)) {
    const args = [...command, 'lib/auth/create-admin.ts', '--email', email, '--name', name, '--role', role];
    await mustRun(family, { name: `Making ${email}`, args, env, input: password });
  }
  const firstSync = [...command, 'lib/sync/run.ts', '--once', 'load-people', '--start'];
  await mustRun(family, { name: 'The first sync', args: firstSync, env });
  family.start({ name: 'The worker', args: [...command, 'lib/sync/run.ts'], env });
  const next = path.join(root, 'node_modules/next/dist/bin/next');
  // Last, because Playwright begins as soon as the app answers.
  family.start({ name: 'The app', args: [next, 'start', '-H', '127.0.0.1', '-p', new URL(appUrl()).port], env });
}

function settings(databaseUrl: string) {
  return {
    NODE_ENV: 'production' as const,
    DEMO: '1',
    LOG_LEVEL: 'warn',
    DATABASE_URL: databaseUrl,
    APP_URL: appUrl(),
    PORT: new URL(appUrl()).port,
    AUTH_SECRET: randomBytes(32).toString('base64'),
    CRON_SECRET: cronSecret,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    MARKETO_BASE_URL: marketoUrl(),
    MARKETO_CLIENT_ID: 'demo-client',
    MARKETO_CLIENT_SECRET: 'demo-secret',
    SALESFORCE_LOGIN_URL: salesforceUrl(),
    SALESFORCE_CLIENT_ID: 'demo-sf-client',
    SALESFORCE_CLIENT_SECRET: 'demo-sf-secret',
    ADMIN_EMAIL: users.admin.email,
    ADMIN_PASSWORD: users.admin.password,
  };
}

/** On the server of the test run where there is one, else on an embedded server of its own. */
async function emptyDatabase(): Promise<string> {
  const name = `e2e_${process.pid}`;
  if (!process.env.TEST_DATABASE_URL) return (await ownServer()).ensureDatabase(name);
  const server = postgres(process.env.TEST_DATABASE_URL, { max: 1 });
  await server`create database ${server(name)}`;
  await server.end();
  const url = new URL(process.env.TEST_DATABASE_URL);
  url.pathname = `/${name}`;
  return url.href;
}

async function ownServer() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-e2e-'));
  chmodSync(folder, 0o755); // PostgreSQL drops to another user when started by root
  const server = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: false });
  family.atEnd(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return server;
}

async function untilAnswering(url: string) {
  while (!(await fetch(url).catch(() => null))) await sleep(100);
}
