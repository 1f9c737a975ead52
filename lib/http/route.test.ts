import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '../logger';
import { manualClock } from '../test/clock';
import { route } from './route';

const token = 'a-token-for-this-test-only';
const handler = route({ role: 'metrics', summary: 'figures', answer: 'text' }, async () => new Response('up 1\n'));

afterEach(() => Object.assign(globalThis, { salesActionsWiring: undefined }));

describe('a route for monitors', () => {
  it('answers the bearer of the token', async () => {
    const response = await scrape(token, `Bearer ${token}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('up 1\n');
  });

  it.each([undefined, 'Bearer ', `Bearer ${token}x`, `bearer ${token}`, token])('refuses %s', async (authorization) => {
    expect((await scrape(token, authorization)).status).toBe(401);
  });

  it.each([undefined, 'Bearer ', 'Bearer undefined'])('does not exist while no token is set, for %s', async (given) => {
    expect((await scrape(undefined, given)).status).toBe(404);
  });
});

/** Asks the route in a process whose METRICS_TOKEN is `configured`. */
function scrape(configured: string | undefined, authorization: string | undefined) {
  const log = createLogger('silent');
  const clock = manualClock('2026-03-01T12:00:00Z');
  Object.assign(globalThis, {
    salesActionsWiring: { env: { METRICS_TOKEN: configured }, clock, log, ctxFor: () => ({}) },
  });
  const headers: HeadersInit = authorization === undefined ? {} : { authorization };
  return handler(new Request('http://localhost/api/metrics', { headers }), { params: Promise.resolve({}) });
}
