/**
 * `npm run bench:freshness`: how long a change in Marketo takes to be seen here, and how long it takes to catch up.
 * In simulated time: every call takes `--latency` ms (300), and Marketo goes on changing while it is asked. One job at
 * a time, where a worker runs several, and at most 50 calls in 20 s: what is printed is the slower case.
 * Part 1: `--minutes` (10) of polling every 60 s under `--rate` (50) changes a second; `--people` ids (20,000).
 * Part 2: `--changed` (100,000) people change within 24 hours of outage, among `--visits` (0) page visits.
 */
import { parseArgs } from 'node:util';
import { countDirtyPeople } from '@/db/queries/dirty-people';
import { countFreshness } from '@/db/queries/freshness';
import { selectPerson } from '@/db/queries/people';
import { selectMarketoConnection } from '@/db/queries/settings';
import type { Clock } from '@/lib/clock';
import type { Ctx } from '@/lib/context';
import { connectToSimulator, testCtx } from '@/lib/test/context';
import { enableJobs, runOnce, runToEnd } from '@/lib/test/sync-driver';
import { withCalls } from '@/lib/test/sync-world';
import { startMarketo } from '@/simulators/marketo/index';
import { benchDatabase, percentile, print } from './bench-database';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '50' },
    latency: { type: 'string', default: '300' },
    changed: { type: 'string', default: '100000' },
    visits: { type: 'string', default: '0' },
  },
});
const number = (name: keyof typeof values) => Number(values[name]);
const minute = 60_000;
const polite = { callsPerWindow: 50, concurrent: 5 };
const unhurried = { callsPerWindow: 1_000_000, concurrent: 50 };
const mix = { field: 85, own: 5, disown: 3, convert: 2, create: 3, delete: 1, merge: 1 };

await steady();
await afterOutage();

async function steady() {
  const world = await start(number('people'));
  const { marketo, ctx } = world;
  const probes = new Map<number, { title: string; at: number }>();
  const seen: number[] = [];
  const candidates = marketo.world.eligible().map((person) => person.marketoId);
  await ctx.db.execute('truncate freshness_samples');
  world.changesPerSecond = number('rate');
  const calls = marketo.calls.length;
  const began = marketo.clock.now().getTime();
  for (let tick = 1; tick <= number('minutes'); tick++) {
    await runOnce(ctx, 'follow-people');
    await runOnce(ctx, 'refresh-people');
    await lookForProbes();
    while (marketo.clock.now().getTime() < began + tick * minute) {
      world.pass(1_000);
      setProbe();
    }
  }
  const made = marketo.calls.length - calls;
  const counted = await countFreshness(ctx.db, { since: new Date(0), sliceMs: minute });
  const own = counted.flatMap(({ seconds, samples }) => Array.from({ length: samples }, () => seconds));
  const inSeconds = (share: number) => (percentile(seen, share) / 1000).toFixed(1);
  print(`freshness at 60 s polling, ${values.rate} changes/s for ${values.minutes} simulated minutes:`);
  print(`  own measure  p50 ${percentile(own, 0.5)} s, p95 ${percentile(own, 0.95)} s (${own.length} changes)`);
  print(`  probes       p50 ${inSeconds(0.5)} s, p95 ${inSeconds(0.95)} s, p99 ${inSeconds(0.99)} s (${seen.length})`);
  print(`  calls        ${made}, that is ${Math.round((made / number('minutes')) * 1440).toLocaleString('en')} a day`);
  await world.close();

  /** A change of which the simulator, not the product, knows when it was made. */
  function setProbe() {
    const id = candidates.pop();
    if (id === undefined || !marketo.world.lead(id)) return;
    const at = marketo.clock.now().getTime();
    marketo.world.updateLead(id, { title: `Probe ${at}` });
    probes.set(id, { title: `Probe ${at}`, at });
  }

  async function lookForProbes() {
    for (const [id, { title, at }] of probes) {
      if ((await selectPerson(ctx.db, id))?.title === title) seen.push(marketo.clock.now().getTime() - at);
      else if (marketo.world.lead(id)?.title === title) continue;
      probes.delete(id);
    }
  }
}

async function afterOutage() {
  const changed = number('changed');
  const world = await start(Math.ceil(changed * 1.2));
  const { marketo, ctx } = world;
  const day = 24 * 60 * minute;
  marketo.world.churn({ changes: number('visits'), mix: { visit: 1 }, seed: 3, overMs: day / 2 });
  marketo.world.churn({ changes: changed, distinct: true, seed: 4, overMs: number('visits') > 0 ? day / 2 : day });
  const rows = number('visits') + changed;
  const calls = marketo.calls.length;
  const began = marketo.clock.now().getTime();
  const machine = performance.now();
  for (let tick = 1; ; tick++) {
    const follow = await runOnce(ctx, 'follow-people');
    const refresh = await runOnce(ctx, 'refresh-people');
    const waiting = await countDirtyPeople(ctx.db);
    if (follow.outcome === 'done' && refresh.outcome === 'done' && waiting === 0) break;
    if (tick > 500) throw new Error(`not caught up: ${follow.message}, ${refresh.message}, ${waiting} waiting`);
    const next = began + Math.ceil((marketo.clock.now().getTime() - began + 1) / minute) * minute;
    world.pass(next - marketo.clock.now().getTime());
  }
  const tookMs = marketo.clock.now().getTime() - began;
  const made = marketo.calls.length - calls;
  const reads = await selectMarketoConnection(ctx.db).then((one) => (one?.readsOpportunities ? 2 : 1));
  const pages = Math.max(Math.ceil(rows / 1_000), Math.ceil(changed / 300)) + 2 * Math.ceil(rows / 1_000);
  const floor = Math.ceil(changed / 300) * reads + pages;
  const minutes = (ms: number) => `${(ms / minute).toFixed(1)} min`;
  print(`catch-up after 24 h with ${changed.toLocaleString('en')} changed people, ${rows.toLocaleString('en')} rows:`);
  print(`  took   ${minutes(tookMs)} simulated, ${made.toLocaleString('en')} calls, no manual step`);
  print(
    `  floor  ${minutes((floor / polite.callsPerWindow) * 20_000)}, ${floor.toLocaleString('en')} calls at 50 in 20 s`,
  );
  print(
    `  ratio  ${(made / floor).toFixed(2)} × the calls; ${((performance.now() - machine) / 1000).toFixed(0)} s of this machine`,
  );
  print(`  wrong  ${await wrongTitles(ctx, marketo.world.eligible())} people`);
  await world.close();
}

/** A loaded instance whose time passes with every call and every sleep, and whose people change meanwhile. */
async function start(ids: number) {
  const database = await benchDatabase();
  const marketo = await startMarketo({
    seed: 5,
    startAt: new Date('2026-03-02T09:00:00Z'),
    limits: { dailyQuota: 1e9 },
  });
  marketo.world.seedPeople({ count: ids, seed: 5 });
  let seed = 100;
  let owed = 0;
  let latencyMs = 0;
  const world = {
    database,
    marketo,
    changesPerSecond: 0,
    pass(ms: number) {
      owed += (world.changesPerSecond * ms) / 1000;
      const changes = Math.floor(owed);
      owed -= changes;
      if (changes > 0) marketo.world.churn({ changes, overMs: ms, mix, seed: seed++ });
      else marketo.clock.advance(ms);
    },
    close: async () => {
      await marketo.close();
      await database.close();
    },
  };
  const clock: Clock = { now: () => marketo.clock.now(), sleep: async (ms) => world.pass(ms) };
  const plain = testCtx({ database, clock });
  const ctx = withCalls(plain, () => world.pass(latencyMs));
  await connectToSimulator(plain, marketo, unhurried);
  await enableJobs(plain);
  await runToEnd(ctx, 'load-people', () => world.pass(minute));
  await runToEnd(ctx, 'follow-people', () => world.pass(minute));
  await runToEnd(ctx, 'refresh-people', () => world.pass(minute));
  await connectToSimulator(plain, marketo, polite);
  latencyMs = number('latency');
  return Object.assign(world, { ctx });
}

async function wrongTitles(ctx: Ctx, eligible: { marketoId: number; title: string | null }[]): Promise<number> {
  let wrong = 0;
  for (const { marketoId, title } of eligible) {
    const person = await selectPerson(ctx.db, marketoId);
    if (person?.state !== 'active' || person.title !== title) wrong += 1;
  }
  return wrong;
}
