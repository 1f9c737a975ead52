import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '@/db/test/database';
import { createLogger } from '@/lib/logger';
import { manualClock } from '@/lib/test/clock';
import { testCtx } from '@/lib/test/context';
import { GET } from './route';

const token = 'a-token-for-this-test-only';
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  Object.assign(globalThis, { salesActionsWiring: undefined });
  await database.close();
});

describe('GET /api/metrics', () => {
  it('answers the bearer of the token in the text format of Prometheus', async () => {
    const response = await scrape(token, `Bearer ${token}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toContain('\nsales_actions_people{state="active"} 0\n');
  });

  it.each([undefined, 'Bearer ', `Bearer ${token}x`, `bearer ${token}`, token])('refuses %s', async (authorization) => {
    expect((await scrape(token, authorization)).status).toBe(401);
  });

  it('does not exist while no token is set', async () => {
    for (const authorization of [undefined, 'Bearer ', 'Bearer undefined']) {
      expect((await scrape(undefined, authorization)).status).toBe(404);
    }
  });
});

/** Asks the route of a process whose METRICS_TOKEN is `configured`. */
function scrape(configured: string | undefined, authorization: string | undefined) {
  const clock = manualClock('2026-03-01T12:00:00Z');
  const parts = { env: { METRICS_TOKEN: configured }, clock, log: createLogger('silent') };
  Object.assign(globalThis, { salesActionsWiring: { ...parts, ctxFor: () => testCtx({ database, clock }) } });
  const headers: HeadersInit = authorization === undefined ? {} : { authorization };
  return GET(new Request('http://localhost/api/metrics', { headers }), { params: Promise.resolve({}) });
}
