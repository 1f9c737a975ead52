import { afterEach, describe, expect, test } from 'vitest';
import { type MarketoSimulator, startMarketo } from './index';
import { createTestClient } from './test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const anyCall = '/rest/v1/leads/partitions.json';
let simulator: MarketoSimulator;

afterEach(() => simulator.close());

describe('P0 3: limits of the instance', () => {
  test('the 101st call in 20 seconds is 606; the window slides', { timeout: 20_000 }, async () => {
    simulator = await startMarketo({ startAt });
    const client = createTestClient(simulator);
    for (let i = 0; i < 50; i++) await client.get(anyCall);
    simulator.clock.advance(10_000);
    for (let i = 0; i < 50; i++) expect((await client.get(anyCall)).success).toBe(true);
    expect((await client.get(anyCall)).errors).toEqual([
      { code: '606', message: "Max rate limit '100' exceeded with in '20' secs" },
    ]);
    simulator.clock.advance(10_000);
    for (let i = 0; i < 50; i++) expect((await client.get(anyCall)).success).toBe(true);
    expect((await client.get(anyCall)).errors[0].code).toBe('606');
  });

  test('the 11th call at once is 615', async () => {
    simulator = await startMarketo({ startAt, latencyMs: 600 });
    const client = createTestClient(simulator);
    await client.token();
    const answers = await Promise.all(Array.from({ length: 12 }, () => client.get(anyCall)));
    const refused = answers.filter((answer) => !answer.success);
    expect(refused.map((answer) => answer.errors[0])).toEqual(
      Array(2).fill({ code: '615', message: "Concurrent access limit '10' reached" }),
    );
    expect((await client.get(anyCall)).success).toBe(true);
  });

  test('the daily quota is 607 until midnight in Chicago', async () => {
    simulator = await startMarketo({ startAt: new Date('2026-11-02T05:00:00Z'), limits: { dailyQuota: 3 } });
    const client = createTestClient(simulator);
    for (let i = 0; i < 3; i++) expect((await client.get(anyCall)).success).toBe(true);
    expect((await client.get(anyCall)).errors[0].code).toBe('607');
    simulator.clock.set(new Date('2026-11-02T05:59:59Z'));
    expect((await client.get(anyCall)).errors[0].code).toBe('607');
    simulator.clock.set(new Date('2026-11-02T06:00:00Z'));
    await client.token();
    expect((await client.get(anyCall)).success).toBe(true);
  });

  test('uncounted codes take nothing off window and quota, and show in the error statistics', async () => {
    simulator = await startMarketo({ startAt });
    const client = createTestClient(simulator);
    await client.token();
    simulator.faults.add({ times: 3, effect: { code: '604' } });
    simulator.faults.add({ nth: 4, times: 2, effect: { code: '608' } });
    for (let i = 0; i < 5; i++) await client.get(anyCall);
    await client.get(anyCall);
    expect((await client.get('/rest/v1/stats/usage.json')).result).toEqual([
      { date: '2026-11-02', total: 2, users: [{ userId: expect.any(String), count: 2 }] },
    ]);
    expect((await client.get('/rest/v1/stats/errors.json')).result).toEqual([
      {
        date: '2026-11-02',
        total: 5,
        errors: [
          { errorCode: '604', count: 3 },
          { errorCode: '608', count: 2 },
        ],
      },
    ]);
  });

  test('usage of the last days is listed newest first', async () => {
    simulator = await startMarketo({ startAt });
    const client = createTestClient(simulator);
    await client.get(anyCall);
    simulator.clock.advance(86_400_000);
    await client.token();
    const { result } = await client.get('/rest/v1/stats/usage/last7days.json');
    expect(result.map((day: { date: string; total: number }) => [day.date, day.total])).toEqual([
      ['2026-11-03', 1],
      ['2026-11-02', 1],
    ]);
  });
});
