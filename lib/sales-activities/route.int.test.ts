/** The routes as other systems call them: over HTTP semantics, with an API token and no session. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as logCall } from '@/app/api/calls/route';
import { POST } from '@/app/api/sales-activities/route';
import { upsertPeople } from '@/db/queries/people-sync';
import { testDatabase } from '@/db/test/database';
import { createApiToken, revokeApiToken } from '@/lib/auth/api-tokens';
import type { Actor, ApiScope } from '@/lib/auth/model';
import { createLogger } from '@/lib/logger';
import { aReading } from '@/lib/test/builders';
import { manualClock } from '@/lib/test/clock';
import { testCtx } from '@/lib/test/context';
import { aSeller } from '@/lib/test/sellers';

const clock = manualClock('2026-03-01T12:00:00Z');
const lines: string[] = [];
let database: Awaited<ReturnType<typeof testDatabase>>;
let seller: Actor;

beforeAll(async () => {
  database = await testDatabase();
  seller = await aSeller(database.db);
  await upsertPeople(database.db, [aReading({ marketoId: 1 })]);
  const log = createLogger('debug', { write: (line: string) => lines.push(line) });
  const ctxFor = (actor: Actor | null) => ({ ...testCtx({ database, clock }), actor });
  const env = { APP_URL: 'https://app.example.com' };
  Object.assign(globalThis, { salesActionsWiring: { env, database, clock, log, ctxFor } });
});
afterAll(async () => {
  Object.assign(globalThis, { salesActionsWiring: undefined });
  await database.close();
});

const aToken = (...scopes: ApiScope[]) =>
  createApiToken({ db: database.db, clock, actor: seller }, { name: 'Plug-in', scopes, expiresInDays: null });
const aCall = (key: string, notes: string | null = null) => ({
  kind: 'call',
  key,
  person: { marketoId: 1 },
  occurredAt: '2026-03-01T11:00:00Z',
  payload: { status: 'completed', notes },
});

const noParams = { params: Promise.resolve({}) };

function requestOf(authorization: string, body: unknown, headers: Record<string, string> = {}) {
  return new Request('https://app.example.com/api', {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

const post = (...request: Parameters<typeof requestOf>) => POST(requestOf(...request), noParams);

describe('POST /api/sales-activities with an API token', () => {
  it('records for the user of the token', async () => {
    const { secret } = await aToken('sales-activities:write');
    const response = await post(`Bearer ${secret}`, { activities: [aCall('first')] });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ results: [{ key: 'first', outcome: 'recorded', marketoId: 1 }] });
  });

  it('does not mind where the request comes from, as no browser adds a token by itself', async () => {
    const { secret } = await aToken('sales-activities:write');
    const elsewhere = { origin: 'https://plugin.example', 'sec-fetch-site': 'cross-site' };
    expect((await post(`Bearer ${secret}`, { activities: [aCall('elsewhere')] }, elsewhere)).status).toBe(200);
  });

  it('refuses a token without the scope, a revoked one and an unknown one', async () => {
    const reader = await aToken('people:read');
    const revoked = await aToken('sales-activities:write');
    await revokeApiToken({ db: database.db, clock, actor: seller }, revoked.token.id);
    const answers: number[] = [];
    for (const secret of [reader.secret, revoked.secret, `sact_${'x'.repeat(43)}`]) {
      answers.push((await post(`Bearer ${secret}`, { activities: [aCall('refused')] })).status);
    }
    expect(answers).toEqual([403, 401, 401]);
  });

  it('takes a hundred rows with the text of a mail each, and no body without end', async () => {
    const { secret } = await aToken('sales-activities:write');
    const rows = Array.from({ length: 100 }, (_, n) => aCall(`long-${n}`, 'x'.repeat(9000)));
    const response = await post(`Bearer ${secret}`, { activities: rows });
    const { results } = (await response.json()) as { results: { outcome: string }[] };
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['recorded']));
    const endless = rows.map((row) => ({ ...row, padding: 'x'.repeat(2000) }));
    expect((await post(`Bearer ${secret}`, { activities: endless })).status).toBe(400);
  });

  it('never logs a token', async () => {
    const { secret } = await aToken('sales-activities:write');
    await post(`Bearer ${secret}`, { activities: [aCall('logged')] });
    await post(`Bearer ${secret}x`, { activities: [aCall('logged')] });
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('\n')).not.toContain(secret.slice(5));
  });
});

describe('POST /api/calls with an API token', () => {
  const call = { key: 'by-token', marketoId: 1, occurredAt: '2026-03-01T11:00:00Z', notes: 'ü'.repeat(32_000) };

  it('logs a call of the user of the token, once per key', async () => {
    const { secret } = await aToken('sales-activities:write');
    const [first, again] = [
      await logCall(requestOf(`Bearer ${secret}`, call), noParams),
      await logCall(requestOf(`Bearer ${secret}`, call), noParams),
    ];
    expect([first.status, again.status]).toEqual([200, 200]);
    const logged = await first.json();
    expect(logged).toMatchObject({ seller: { id: seller.userId }, notes: call.notes });
    expect(await again.json()).toEqual(logged);
  });

  it('refuses a token that may only read', async () => {
    const reader = await aToken('people:read');
    expect((await logCall(requestOf(`Bearer ${reader.secret}`, call), noParams)).status).toBe(403);
  });

  it('names the field that is wrong', async () => {
    const { secret } = await aToken('sales-activities:write');
    const wrong = { ...call, key: 'wrong', recordingUrl: 'ftp://example.com' };
    const response = await logCall(requestOf(`Bearer ${secret}`, wrong), noParams);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ fields: { recordingUrl: 'Expected an http or https address' } });
  });
});
