import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import { seedDemoWorld, startLife } from './demo';

let simulator: MarketoSimulator;

beforeEach(async () => {
  simulator = await startMarketo({ startAt: new Date('2026-11-02T10:00:00Z') });
  seedDemoWorld(simulator, { people: 300, seed: 1 });
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

/** Lives through `ticks` events without waiting for them. */
function live(seed: number, ticks: number): void {
  vi.useFakeTimers();
  const life = startLife(simulator, { seed, everyMs: 1000 });
  vi.advanceTimersByTime(ticks * 1000);
  life.stop();
  vi.advanceTimersByTime(60_000);
}

test('people gain and lose owners, change, come and go; activities keep happening', () => {
  const { world } = simulator;
  const before = { people: new Set(world.leadIds()), eligible: ids(), titles: titles(), rows: world.activityCount() };
  live(1, 800);
  const after = { people: world.leadIds(), eligible: ids() };
  expect(after.eligible.filter((id) => !before.eligible.includes(id)).length).toBeGreaterThan(5);
  expect(before.eligible.filter((id) => !after.eligible.includes(id)).length).toBeGreaterThan(5);
  expect(after.people.some((id) => !before.people.has(id))).toBe(true);
  expect([...before.people].some((id) => !after.people.includes(id))).toBe(true);
  expect([...titles()].some(([id, title]) => before.titles.has(id) && before.titles.get(id) !== title)).toBe(true);
  expect(world.activityCount() - before.rows).toBeGreaterThan(700);
});

test('the same seed lives the same life; stopped, nothing happens any more', async () => {
  live(5, 200);
  const first = simulator.world.eligible();
  const rows = simulator.world.activityCount();
  simulator.reset();
  seedDemoWorld(simulator, { people: 300, seed: 1 });
  live(5, 200);
  expect(simulator.world.eligible()).toEqual(first);
  expect(simulator.world.activityCount()).toBe(rows);
});

const ids = () => simulator.world.eligible().map((person) => person.marketoId);
const titles = () => new Map(simulator.world.eligible().map((person) => [person.marketoId, person.title]));
