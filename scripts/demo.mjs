/** `npm run demo`: the whole product on this machine with a simulated Marketo; everything ends with this process. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildIfChanged } from './build.mjs';
import {
  claimDataFolder,
  demoSettings,
  forgetEverything,
  logFile,
  marketoState,
  postgresFolder,
  salesforceState,
} from './demo-data.mjs';
import { demoOptions } from './demo-options.mjs';
import { prepareSales } from './demo-sales.mjs';
import { createFamily, mustRun, runMain } from './family.mjs';
import { isFree } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { ExpectedError, fail, say, sentenceOf } from './say.mjs';
import { checkNode, ensureInstalled, root } from './setup.mjs';

/** @typedef {import('./demo-data.mjs').DemoSettings} DemoSettings */

const typescript = ['--import', 'tsx'];
const command = ['--conditions=react-server', ...typescript];

checkNode();
const options = demoOptions();
if (options.fresh && process.env.DATABASE_URL) {
  fail("--fresh removes only the demo's own database: unset DATABASE_URL, or empty that database yourself.");
}
if (!(await isFree(options.port)))
  fail(`Port ${options.port} is taken: choose another, as in \`npm run demo -- --port ${options.port + 1}\`.`);
ensureInstalled();

// Of the simulated people about so many have a sales owner; the others exist to be left out.
const ownedShare = 0.59;

const sellerEmail = 'user@demo.test';

const family = createFamily();
await runMain(family, demo);

async function demo() {
  const release = claimDataFolder();
  family.atEnd(async () => release());
  if (options.fresh) await forgetEverything();
  const settings = await demoSettings(options.people);
  if (options.people !== null && options.people !== settings.people) {
    say(`the simulated Marketo was begun with ${settings.people} people; --fresh begins anew with ${options.people}`);
  }

  const env = demoEnv(settings, await databaseUrl());
  await mustRun(family, { name: 'The migration', args: [...command, 'db/migrate.ts'], env, log: logFile('migrate') });
  say('database is up to date');

  await startSimulators(settings, env);
  say(`simulated Marketo answers on ${env.MARKETO_BASE_URL}, Salesforce on ${env.SALESFORCE_LOGIN_URL}`);

  const built = await buildIfChanged(family, { env, log: logFile('build'), onStart: () => say('building the app') });
  say(built ? 'app is built' : 'app was built already');

  await createUsers(settings, env);
  const next = path.join(root, 'node_modules/next/dist/bin/next');
  const serve = [next, 'start', '-H', '127.0.0.1', '-p', String(options.port)];
  family.start({ name: 'The app', args: serve, env, log: logFile('app') });
  await untilServing(`${env.APP_URL}/api/healthz`);
  say('app is running; reading people from Marketo');

  const firstSync = [...command, 'lib/sync/run.ts', '--once', 'load-people', '--start'];
  await mustRun(family, { name: 'The first sync', args: firstSync, env: { ...env, LOG_LEVEL: 'warn' } });
  family.start({ name: 'The worker', args: [...command, 'lib/sync/run.ts'], env, log: logFile('worker') });
  say('people are in; the worker keeps them current');
  await prepareSales({
    appUrl: env.APP_URL,
    salesforceUrl: env.SALESFORCE_LOGIN_URL,
    admin: { email: settings.adminEmail, password: env.ADMIN_PASSWORD },
    seller: { email: sellerEmail, password: settings.userPassword },
  });
  say('Salesforce is connected; calls are logged to both sides');
  process.stdout.write(ready(settings, env));
}

async function databaseUrl() {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const server = await startPostgres({ dataDir: postgresFolder }).catch((error) => {
    throw new ExpectedError(`${sentenceOf(error)} To begin anew: npm run demo -- --fresh`);
  });
  family.atEnd(server.stop);
  say(server.adopted ? 'took over the database of an earlier demo' : 'embedded PostgreSQL is running');
  return server.ensureDatabase('sales_actions');
}

/** @param {DemoSettings} settings @param {string} databaseUrl */
function demoEnv(settings, databaseUrl) {
  return {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DEMO: '1',
    DATABASE_URL: databaseUrl,
    PORT: String(options.port),
    APP_URL: `http://127.0.0.1:${options.port}`,
    AUTH_SECRET: settings.authSecret,
    CRON_SECRET: settings.cronSecret,
    ENCRYPTION_KEY: settings.encryptionKey,
    MARKETO_BASE_URL: `http://127.0.0.1:${settings.marketoPort}`,
    MARKETO_CLIENT_ID: 'demo-client',
    MARKETO_CLIENT_SECRET: 'demo-secret',
    SALESFORCE_LOGIN_URL: `http://127.0.0.1:${settings.salesforcePort}`,
    SALESFORCE_CLIENT_ID: 'demo-sf-client',
    SALESFORCE_CLIENT_SECRET: 'demo-sf-secret',
    ADMIN_EMAIL: settings.adminEmail,
    ADMIN_PASSWORD: settings.adminPassword,
  };
}

/** @param {DemoSettings} settings @param {ReturnType<typeof demoEnv>} env */
async function startSimulators(settings, env) {
  for (const port of [settings.marketoPort, settings.salesforcePort]) {
    if (await isFree(port)) continue;
    throw new ExpectedError(
      `Port ${port}, where a simulator was before, is taken: free it, or begin anew with --fresh.`,
    );
  }
  const inMarketo = Math.ceil(settings.people / ownedShare);
  const world = ['--port', String(settings.marketoPort), '--people', String(inMarketo)];
  // A small instance: its log is searched in a few blocks, as Marketo's own would be.
  const choices = [...world, '--scan-block', '20000'];
  const salesforce = ['--salesforce-port', String(settings.salesforcePort), '--salesforce-state', salesforceState];
  const args = [...typescript, 'simulators/start.ts', ...choices, ...salesforce, '--alive', '--state', marketoState];
  family.start({ name: 'The simulators', args, env, log: logFile('simulators') });
  await untilServing(`${env.MARKETO_BASE_URL}/`);
  await untilServing(`${env.SALESFORCE_LOGIN_URL}/`);
}

/** @param {DemoSettings} settings @param {ReturnType<typeof demoEnv>} env */
async function createUsers(settings, env) {
  const users = [
    { email: settings.adminEmail, name: 'Ada Admin', role: 'admin', password: settings.adminPassword },
    { email: sellerEmail, name: 'Sam Seller', role: 'user', password: settings.userPassword },
  ];
  for (const { email, name, role, password } of users) {
    const choices = ['--email', email, '--name', name, '--role', role];
    if (role === 'admin' && settings.adminChanged) choices.push('--reset-password');
    const args = [...command, 'lib/auth/create-admin.ts', ...choices];
    await mustRun(family, { name: `Making ${email}`, args, env, log: logFile('users'), input: password });
  }
}

/** Any HTTP answer counts: what it says is not our question here. */
async function untilServing(/** @type {string} */ url) {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 200) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer) return;
    await sleep(200);
  }
  throw new ExpectedError(`${url} did not answer within a minute; its log is in ${path.dirname(logFile('app'))}.`);
}

/** @param {DemoSettings} settings @param {ReturnType<typeof demoEnv>} env */
function ready(settings, env) {
  const adminPassword = process.env.ADMIN_PASSWORD ? 'with your ADMIN_PASSWORD' : settings.adminPassword;
  return `
  Sales Actions is ready:  ${env.APP_URL}

    admin             ${settings.adminEmail}  ${adminPassword}
    seller            ${sellerEmail}  ${settings.userPassword}
    simulated Marketo ${env.MARKETO_BASE_URL}/  change people here and watch them arrive
    simulated Salesforce ${env.SALESFORCE_LOGIN_URL}/  find the tasks of what you log
    data and logs     ${path.dirname(marketoState)}
    stop              Ctrl-C; the next start continues where this one ended
`;
}
