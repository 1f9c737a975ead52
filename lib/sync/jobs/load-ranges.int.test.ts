import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { selectJob } from '@/db/queries/sync';
import { people } from '@/db/schema';
import { testDatabase } from '@/db/test/database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { Ctx } from '../../context';
import { personFields } from '../../people/model';
import { connectToSimulator, testCtx } from '../../test/context';
import { seededRandom } from '../../test/random';
import { clockOf, enableJobs, runOnce, runToEnd } from '../../test/sync-driver';
import { LoadCheckpoint } from './load-checkpoint';

let database: Awaited<ReturnType<typeof testDatabase>>;
let marketo: MarketoSimulator;
let ctx: Ctx;
const wait = () => marketo.clock.advance(60_000);

beforeEach(async () => {
  database = await testDatabase();
  marketo = await startMarketo({
    seed: 51,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { callsPer20s: 1_000_000, concurrent: 50, dailyQuota: 1_000_000 },
  });
  ctx = testCtx({ database, clock: clockOf(marketo.clock) });
});
afterEach(async () => {
  await marketo.close();
  await database.close();
});

async function connect(concurrent = 4) {
  await connectToSimulator(ctx, marketo, { callsPerWindow: 5000, concurrent });
  await enableJobs(ctx);
}
const owned = (n: number) => ({
  lastName: `Person ${n}`,
  sfdcLeadId: '00Q5g00000AbCdEEAV',
  sfdcLeadOwnerId: '0055g00000XyZaBAAV',
});
const pages = () =>
  marketo.calls.filter((call) => call.path.endsWith('/leads.json') && call.code === null && call.query.fields !== 'id');
const idsOf = (call: { query: Record<string, string | undefined> }) =>
  (call.query.filterValues ?? '').split(',').map(Number);
const checkpoint = async () => LoadCheckpoint.parse((await selectJob(database.db, 'load-people')).checkpoint);
async function listed() {
  const fields = personFields.filter((field) => field !== 'sfdcOpportunityId');
  const columns = Object.fromEntries(fields.map((field) => [field, people[field]]));
  return database.db.select(columns).from(people).where(eq(people.state, 'active')).orderBy(people.marketoId);
}
const eligible = () => marketo.world.eligible().map(({ sfdcOpportunityId: _, ...person }) => person);

it('begins where ids begin and ends soon after the last, in an instance whose ids are high and have gaps', async () => {
  const random = seededRandom(51);
  marketo.restore(marketo.snapshot().replace(/"nextLeadId":\d+/, '"nextLeadId":3000000'));
  const ids = Array.from({ length: 6_000 }, (_, n) => marketo.world.createLead(owned(n)));
  let gap = 0;
  for (const id of ids) {
    if (random() < 0.02) gap = Math.ceil(random() * 100);
    if (gap-- > 0) marketo.world.deleteLead(id);
  }
  await connect();
  const result = await runToEnd(ctx, 'load-people', wait);
  expect(await listed()).toEqual(eligible());
  expect(result.apiCalls).toBeLessThan(6_000 / 300 + 50);
  expect(Math.min(...pages().flatMap(idsOf))).toBeGreaterThan(2_999_000);
});

it('sums up what it did over several runs, the skipped by reason', async () => {
  marketo.world.seedPeople({ count: 3_000, seed: 51, activitiesPerPerson: 0 });
  await connect(1);
  for (let runs = 0; (await runOnce(ctx, 'load-people', 12)).outcome !== 'done'; runs++) expect(runs).toBeLessThan(50);
  const { read, written, removed, skipped } = await checkpoint();
  const reasons = Object.values(skipped).reduce((sum, n) => sum + n, 0);
  expect({ read, written, removed }).toEqual({ read: 3_000, written: eligible().length, removed: 0 });
  expect(read).toBe(written + reasons);
  expect(Object.keys(skipped).sort()).toEqual(['Marketo only', 'queue']);
});

it('reads several pages at once, and keeps those before one that fails', async () => {
  for (let n = 0; n < 3_000; n++) marketo.world.createLead(owned(n));
  await connect();
  marketo.faults.add({ match: '/leads.json', nth: 17, times: 1, effect: { code: '1003' } });
  // Which page of those it strikes is up to the network: the first one ends the run, any other does not.
  await runToEnd(ctx, 'load-people', wait);
  expect(await listed()).toEqual(eligible());
  expect(marketo.calls.filter((call) => call.code === '1003')).toHaveLength(1);
  const asked = pages().map((call) => call.query.filterValues);
  const repeated = asked.length - new Set(asked).size;
  expect(repeated).toBeLessThan(4);
});

it('adds nobody beyond the cap, says so, and goes on updating', async () => {
  for (let n = 0; n < 700; n++) marketo.world.createLead(owned(n));
  await connect();
  await runToEnd({ ...ctx, mostPeople: 500 }, 'load-people', wait);
  expect((await listed()).length).toBe(500);
  expect((await checkpoint()).skipped).toEqual({ 'over the cap': 200 });
  expect((await checkpoint()).written).toBe(500);
});

it.each([
  { starts: 'low', nextLeadId: 1, unused: 2_990 },
  { starts: 'at 1,001', nextLeadId: 1_001, unused: 700 },
  { starts: 'high', nextLeadId: 1_000_001, unused: 2_990 },
])('misses nobody behind many unused ids where nobody is new and ids begin $starts', async ({ nextLeadId, unused }) => {
  marketo.restore(marketo.snapshot().replace(/"nextLeadId":\d+/, `"nextLeadId":${nextLeadId}`));
  const crowd = nextLeadId > 20_000 ? 2_000 : 4;
  for (let n = 0; n < crowd; n++) marketo.world.createLead(owned(n));
  for (let n = 0; n < unused; n++) marketo.world.deleteLead(marketo.world.createLead({}));
  const newest = marketo.world.createLead(owned(crowd));
  marketo.clock.advance(3 * 24 * 3600_000);
  await connect();
  await runToEnd(ctx, 'load-people', wait);
  expect(await listed()).toEqual(eligible());
  expect((await listed()).map((person) => person.marketoId)).toContain(newest);
});
