import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { createTestClient, mintToken, readToEnd } from '@/simulators/marketo/test-client';

const startAt = new Date('2026-11-02T10:00:00Z');
const dayMs = 86_400_000;
let simulator: MarketoSimulator;

beforeEach(async () => {
  simulator = await startMarketo({ startAt, limits: { callsPer20s: 1e6 } });
  simulator.world.seedPeople({ count: 400, seed: 1, activitiesPerPerson: 0 });
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

test('an outage of a day changes as many people as asked, each once, evenly over the day', async () => {
  const client = createTestClient(simulator);
  simulator.clock.advance(1000);
  const token = await mintToken(client, simulator.clock.now());
  const report = simulator.world.churn({ changes: 400, overMs: dayMs, distinct: true });
  expect(report).toEqual({ changes: 400, byKind: { field: 400 } });
  expect(simulator.clock.now().getTime()).toBe(startAt.getTime() + 1000 + dayMs);
  await client.token();
  const pages = await readToEnd(client, '/rest/v1/activities/leadchanges.json?fields=title,company,phone', token);
  const rows = pages.flatMap((page) => page.result ?? []);
  expect(new Set(rows.map((row) => row.leadId))).toEqual(new Set(simulator.world.leadIds()));
  const hours = new Map<string, number>();
  for (const row of rows) hours.set(row.activityDate.slice(0, 13), (hours.get(row.activityDate.slice(0, 13)) ?? 0) + 1);
  expect(Math.max(...hours.values()) - Math.min(...[...hours.values()].slice(1, -1))).toBeLessThanOrEqual(1);
  expect(() => simulator.world.churn({ changes: 401, distinct: true })).toThrow(/more changes than people/);
});

test('every kind of change happens, and the same seed in the same world makes the same ones', async () => {
  const mix = {
    field: 1,
    score: 1,
    own: 1,
    disown: 1,
    'own-silently': 1,
    convert: 1,
    create: 1,
    delete: 1,
    merge: 1,
    visit: 1,
  };
  const report = simulator.world.churn({ changes: 600, seed: 3, mix });
  expect(Object.values(report.byKind).reduce((sum, count) => sum + count, 0)).toBe(600);
  expect(Object.keys(report.byKind).sort()).toEqual(Object.keys(mix).sort());
  const first = simulator.world.leads();
  simulator.reset();
  simulator.world.seedPeople({ count: 400, seed: 1, activitiesPerPerson: 0 });
  expect(simulator.world.churn({ changes: 600, seed: 3, mix })).toEqual(report);
  expect(simulator.world.leads()).toEqual(first);
});

test('a mix without weight, of an unknown kind, or a world without people is refused', () => {
  expect(() => simulator.world.churn({ changes: 1, mix: {} })).toThrow(/weight above 0/);
  expect(() => simulator.world.churn({ changes: 1, mix: { nope: 1 } as never })).toThrow(/unknown kind of change nope/);
  simulator.reset();
  expect(() => simulator.world.churn({ changes: 1 })).toThrow(/nobody/);
});

test('live changes keep their pace in real time, over HTTP too, and stop', async () => {
  vi.useFakeTimers();
  const before = simulator.world.activityCount();
  simulator.churn.start({ perSecond: 50 });
  vi.advanceTimersByTime(4000);
  expect(simulator.churn.report().changes).toBe(200);
  const { changes } = simulator.churn.stop();
  vi.advanceTimersByTime(4000);
  expect([changes, simulator.world.activityCount() - before]).toEqual([200, 200]);
  vi.useRealTimers();
  const at = `${simulator.url}/__control/churn`;
  await fetch(at, { method: 'POST', body: JSON.stringify({ perSecond: 1 }) });
  expect(await (await fetch(at, { method: 'DELETE' })).json()).toEqual({ result: { changes: 0, byKind: {} } });
});
