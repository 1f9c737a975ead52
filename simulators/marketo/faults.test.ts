import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFaultBox } from '@/simulators/core/faults';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient, mintToken, type TestClient } from './test-client';

const anyCall = '/rest/v1/leads/partitions.json';
const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
let simulator: MarketoSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startMarketo({ startAt: new Date('2026-11-02T10:00:00Z') });
  client = createTestClient(simulator);
  await client.token();
});
afterEach(() => simulator.close());

const codeOf = async () => (await client.get(anyCall)).errors?.[0].code;

describe('P1 14: what networks and gateways do', () => {
  test('codes strike by count, with their real wording', async () => {
    simulator.faults.add({ effect: { code: '608' }, nth: 2, times: 2 });
    expect([await codeOf(), await codeOf(), await codeOf(), await codeOf()]).toEqual([
      undefined,
      '608',
      '608',
      undefined,
    ]);
    simulator.faults.add({ effect: { code: '713' } });
    expect((await client.get(anyCall)).errors).toEqual([{ code: '713', message: 'Transient error' }]);
    expect(simulator.calls.filter((call) => call.path === anyCall).map((call) => call.code)).toEqual([
      null,
      '608',
      '608',
      null,
      '713',
    ]);
  });

  test('a fault can be aimed at a part of the path or by a regular expression', async () => {
    simulator.faults.add({ match: 'activities', effect: { code: '604' } });
    simulator.faults.add({ match: /types\.json$/, times: 5, effect: { code: '611' } });
    simulator.faults.add({ match: 're:describe2?\\.json$', effect: { code: '502' } });
    expect(await codeOf()).toBeUndefined();
    expect((await client.get('/rest/v1/activities/types.json')).errors[0].code).toBe('604');
    expect((await client.get('/rest/v1/activities/types.json')).errors[0].code).toBe('611');
    expect((await client.get('/rest/v1/leads/describe.json')).errors[0].code).toBe('502');
  });

  test('a gateway answers HTML with 502', async () => {
    simulator.faults.add({ effect: 'html-502' });
    const answer = await client.send(anyCall);
    expect([answer.status, answer.headers.get('content-type'), answer.json]).toEqual([502, 'text/html', null]);
    expect(await codeOf()).toBeUndefined();
  });

  test('a connection can break before the request is done, and after', async () => {
    const create = () => client.send('/rest/v1/leads.json', { ...post, body: '{"input":[{"email":"a@example.com"}]}' });
    simulator.faults.add({ effect: 'reset-before' });
    await expect(create()).rejects.toThrow();
    expect(simulator.world.leadIds()).toHaveLength(0);
    simulator.faults.add({ effect: 'reset-after' });
    await expect(create()).rejects.toThrow();
    expect(simulator.world.leadIds()).toHaveLength(1);
  });

  test('JSON can end in the middle', async () => {
    simulator.faults.add({ effect: 'truncate' });
    const answer = await client.send(anyCall);
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^\{"requestId"/);
    expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
  });

  test('an answer can be slow', async () => {
    simulator.faults.add({ effect: { delayMs: 120 } });
    const began = performance.now();
    expect(await codeOf()).toBeUndefined();
    expect(performance.now() - began).toBeGreaterThan(100);
  });

  test('a feed can give an empty page that does not move', async () => {
    const token = await mintToken(client, simulator.clock.now());
    simulator.faults.add({ effect: 'empty-page' });
    const path = `/rest/v1/activities.json?activityTypeIds=1&nextPageToken=${encodeURIComponent(token)}`;
    const page = await client.get(path);
    expect(page).toEqual({ requestId: expect.any(String), success: true, nextPageToken: token, moreResult: true });
    expect((await client.get(path)).moreResult).toBe(false);
  });

  test('identity is spared unless it is named', async () => {
    simulator.faults.add({ times: 9, effect: 'html-502' });
    expect(await client.token()).toMatchObject({ token_type: 'bearer' });
    simulator.faults.add({ match: '/identity/', effect: 'reset-before' });
    await expect(client.token()).rejects.toThrow();
  });

  test('clear takes all faults away', async () => {
    simulator.faults.add({ times: 9, effect: { code: '608' } });
    simulator.faults.clear();
    expect(await codeOf()).toBeUndefined();
  });
});

describe('random faults', () => {
  test('strike the same requests for the same seed', () => {
    const strikes = (seed: number) => {
      const box = createFaultBox();
      box.add({ probability: 0.2, seed, effect: 'html-502' });
      return Array.from({ length: 500 }, () => box.strike({ method: 'GET', path: '/rest/' }).length).join('');
    };
    expect(strikes(7)).toBe(strikes(7));
    expect(strikes(7)).not.toBe(strikes(8));
    expect(strikes(7).replaceAll('0', '').length).toBeGreaterThan(70);
    expect(strikes(7).replaceAll('0', '').length).toBeLessThan(130);
  });
});
