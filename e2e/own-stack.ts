/** A database, the simulated providers and our processes for one spec alone, so that it may kill them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync, type WriteStream } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import postgres from 'postgres';
import { freePort } from '../scripts/ports.mjs';
import { startPostgres } from '../scripts/postgres.mjs';
import { control } from './control.ts';

export const server = ['--conditions=react-server', '--import', 'tsx'];
const nextStart = ['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p'];

export type OwnStack = Awaited<ReturnType<typeof openStack>>;

type Options = {
  people: number;
  latencyMs: number;
  /** Which of our log lines are kept, for `logs()`. */
  logLevel: 'silent' | 'debug';
};

/** Migrated, empty, with both simulators answering; none of our own processes runs yet. */
export async function openStack({ people, latencyMs, logLevel }: Options) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-kill-'));
  chmodSync(folder, 0o755); // PostgreSQL drops to another user when started by root
  const database = await startPostgres({ dataDir: path.join(folder, 'postgres'), durable: true });
  const databaseUrl = await database.ensureDatabase('kill');
  const sql = postgres(databaseUrl, { max: 2 });
  const [appPort, marketoPort, salesforcePort] = [await freePort(), await freePort(), await freePort()];
  const local = (port: number) => `http://127.0.0.1:${port}`;
  const [appUrl, marketoUrl, salesforceUrl] = [local(appPort), local(marketoPort), local(salesforcePort)];
  const env = settings({ appUrl, marketoUrl, salesforceUrl, databaseUrl, logLevel });
  const logFile = path.join(folder, 'log');
  const log = createWriteStream(logFile, { flags: 'a' });
  const running = new Set<ChildProcess>();

  function start(args: string[], input?: string): ChildProcess {
    const child = spawn(process.execPath, args, {
      env,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    keep(child, log);
    child.stdin?.end(input);
    running.add(child);
    child.once('exit', () => running.delete(child));
    return child;
  }

  const stack = {
    appUrl,
    marketoUrl,
    salesforceUrl,
    env,
    sql,
    start,
    startApp: async () => {
      const app = start([...nextStart, `${appPort}`]);
      await expect.poll(() => answers(`${appUrl}/api/healthz`), { timeout: 60_000 }).toBe(true);
      return app;
    },
    isRunning: (child: ChildProcess) => running.has(child),
    runToEnd: async (args: string[], input?: string) => {
      const [code] = await once(start(args, input), 'exit');
      expect(code, args.join(' ')).toBe(0);
    },
    kill: async (child: ChildProcess) => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    marketo: <T>(method: string, what: string, body?: unknown) => control<T>(marketoUrl, method, what, body),
    salesforce: <T>(method: string, what: string, body?: unknown) => control<T>(salesforceUrl, method, what, body),
    /** Whatever our processes have printed so far. */
    logs: () => readFileSync(logFile, 'utf8'),
    close: async () => {
      for (const child of running) child.kill('SIGKILL');
      await sql.end();
      await database.stop();
      log.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const numbers = ['--people', `${people}`, '--latency-ms', `${latencyMs}`];
  const ports = ['--port', `${marketoPort}`, '--salesforce-port', `${salesforcePort}`];
  start(['--import', 'tsx', 'simulators/start.ts', ...numbers, ...ports]);
  for (const url of [marketoUrl, salesforceUrl])
    await expect.poll(() => answers(`${url}/__control/state`), { timeout: 60_000 }).toBe(true);
  await stack.runToEnd([...server, 'db/migrate.ts']);
  return stack;
}

function keep(child: ChildProcess, log: WriteStream) {
  child.stdout?.on('data', (chunk) => log.write(chunk));
  child.stderr?.on('data', (chunk) => log.write(chunk));
}

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function settings(given: {
  appUrl: string;
  marketoUrl: string;
  salesforceUrl: string;
  databaseUrl: string;
  logLevel: string;
}): NodeJS.ProcessEnv & { CRON_SECRET: string } {
  return {
    ...process.env,
    NODE_ENV: 'production',
    DEMO: '1',
    LOG_LEVEL: given.logLevel,
    DATABASE_URL: given.databaseUrl,
    APP_URL: given.appUrl,
    AUTH_SECRET: 'kill-test-secret-kill-test-secret-kill',
    CRON_SECRET: 'kill-test-cron-secret',
    ENCRYPTION_KEY: Buffer.alloc(32, 5).toString('base64'),
    MARKETO_BASE_URL: given.marketoUrl,
    MARKETO_CLIENT_ID: 'demo-client',
    MARKETO_CLIENT_SECRET: 'demo-secret',
    SALESFORCE_LOGIN_URL: given.salesforceUrl,
    SALESFORCE_CLIENT_ID: 'demo-sf-client',
    SALESFORCE_CLIENT_SECRET: 'demo-sf-secret',
  };
}
