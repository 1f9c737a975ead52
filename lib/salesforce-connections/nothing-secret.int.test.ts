/** Must show: no token, secret, code, state or proof in any log line, however it goes; not even at debug. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { selectSealedSecrets } from '@/db/queries/sealed-secrets';
import { testDatabase } from '@/db/test/database';
import { type SalesforceSimulator, startSalesforce } from '@/simulators/salesforce/index';
import type { Ctx } from '../context';
import { createLogger } from '../logger';
import { sealContexts } from '../seal-contexts';
import { runRegistered } from '../sync/run-registered';
import { testCtx } from '../test/context';
import { afterConsent } from '../test/salesforce';
import { aSeller } from '../test/sellers';
import { readSalesforceApp, saveSalesforceApp } from './app';
import { finishLogin, startLogin } from './login';
import { disconnect, listConnections, readMyConnection } from './service';
import { testConnection } from './test-connection';

let database: Awaited<ReturnType<typeof testDatabase>>;
let org: SalesforceSimulator;
let ctx: Ctx;
let lines: string[];
const secrets = new Set<string>();

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

beforeEach(async () => {
  org = await startSalesforce({ oauth: { consent: 'auto' } });
  lines = [];
  const write = (line: string) => void lines.push(line);
  const parts = testCtx({ database, salesforceUrl: org.url });
  ctx = { ...parts, log: createLogger('debug', { write }), actor: await aSeller(parts.db, { role: 'admin' }) };
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      lines.push(String(chunk));
      return true;
    });
  }
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(
      (...values: unknown[]) => void lines.push(values.map(String).join(' ')),
    );
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  await org.close();
});

it('says nothing secret of logins, renewals, failures, tests and farewells', async () => {
  const { clientId, clientSecret, url: loginUrl } = org;
  note(clientSecret);
  await saveSalesforceApp(ctx, { clientId, clientSecret, loginUrl });
  for (const effect of ['reset-after', 'truncate', 'html-200', { code: 'invalid_grant' }] as const) {
    const answer = await login();
    org.faults.add({ match: 'oauth2/token', effect });
    await finishLogin(ctx, answer);
  }
  expect(await finishLogin(ctx, await login())).toBe('connected');
  await noteStored();
  const id = (await readMyConnection(ctx)).connection?.id ?? '';

  const failures = ['UNKNOWN_EXCEPTION', 'INVALID_FIELD', 'REQUEST_LIMIT_EXCEEDED'].map((code) => ({ code }));
  for (const effect of ['reset-after', 'html-502', 'truncate', ...failures] as const) {
    org.tokens.expireAccess();
    org.faults.add({ match: 'describe', effect });
    await attempt(() => testConnection(ctx, id));
    await attempt(async () => (await ctx.salesforce(id, 'opt-outs')).createRecords([{ object: 'Task', fields: {} }]));
    await noteStored();
  }
  org.settings.oauth.neverHeal = true;
  await attempt(async () => (await ctx.salesforce(id, 'opt-outs')).limits());
  org.settings.oauth.neverHeal = false;
  await runRegistered(ctx, 'tend-salesforce', { trigger: 'command', deadline: new Date(8.64e15) });
  expect(await finishLogin(ctx, await login())).toBe('connected');
  await noteStored();
  org.faults.add({ match: 'oauth2/revoke', effect: 'html-502' });
  await disconnect(ctx, id);

  const shown = JSON.stringify([await readMyConnection(ctx), await listConnections(ctx), await readSalesforceApp(ctx)]);
  const told = `${lines.join('\n')}\n${shown}`;
  expect(lines.length).toBeGreaterThan(5);
  expect(secrets.size).toBeGreaterThan(15);
  expect([...secrets].filter((secret) => told.includes(secret))).toEqual([]);
});

const note = (...values: (string | undefined)[]) => {
  for (const value of values) if (value) secrets.add(value);
};

/** Begins a login and comes back from it, and remembers what was secret on the way. */
async function login() {
  const { authorizeUrl } = await startLogin(ctx, { login: 'custom', address: org.url });
  const answer = await afterConsent(authorizeUrl);
  note(answer.code, answer.state, new URL(authorizeUrl).searchParams.get('code_challenge') ?? undefined);
  await noteStored();
  return answer;
}

async function noteStored() {
  const contexts: Record<string, (id: string) => string> = {
    'access-token': sealContexts.accessToken,
    'refresh-token': sealContexts.refreshToken,
    'code-verifier': sealContexts.codeVerifier,
  };
  for (const { kind, id, sealed } of await selectSealedSecrets(database.db)) {
    const context = contexts[kind];
    if (context) note(ctx.secrets.open(sealed, context(id)), sealed);
  }
}

/** A failure that a job or a route would log. */
async function attempt(work: () => Promise<unknown>) {
  await work().catch((err: unknown) => ctx.log.error({ err }, 'failed'));
}
