/**
 * `npm run bench:first-load`: how fast the first load reads people at 300 ms a call and at most 50 calls in 20 s.
 * Baseline of the same run: the same ids read one page after the other under the same limits, and nothing stored.
 * Options: --ids N (20,000 ids in Marketo), --latency MS (300).
 */
import { parseArgs } from 'node:util';
import { countPeopleByState } from '@/db/queries/people';
import { connectToSimulator, testCtx } from '@/lib/test/context';
import { enableJobs, runToEnd } from '@/lib/test/sync-driver';
import { startMarketo } from '@/simulators/marketo/index';
import { benchDatabase, print } from './bench-database';

const { values } = parseArgs({ options: { ids: { type: 'string' }, latency: { type: 'string' } } });
const ids = Number(values.ids ?? 20_000);
const latencyMs = Number(values.latency ?? 300);
const polite = { callsPerWindow: 50, concurrent: 5 };

const database = await benchDatabase();
const marketo = await startMarketo({ seed: 5, latencyMs });
marketo.world.seedPeople({ count: ids, seed: 5 });
const ctx = testCtx({ database });
await connectToSimulator(ctx, marketo, polite);

const baselineMs = await timed(readOnly);
print(`baseline  ${perMinute(ids, baselineMs)} ids/min read and not stored (${seconds(baselineMs)})`);

await enableJobs(ctx);
const callsBefore = marketo.calls.length;
const loadMs = await timed(() => runToEnd(ctx, 'load-people', () => {}));
const { active = 0 } = await countPeopleByState(ctx.db);
const calls = marketo.calls.length - callsBefore;
print(
  `first load  ${perMinute(active, loadMs)} people/min, ${perMinute(ids, loadMs)} ids/min (${active} people of ${ids} ids, ${seconds(loadMs)})`,
);
print(`calls  ${calls}, that is ${Math.round((calls / active) * 100_000)} per 100,000 people`);
print(
  `ratio  ${(baselineMs / loadMs).toFixed(2)} of the baseline's speed; peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, simulator included`,
);

await marketo.close();
await database.close();

async function readOnly(): Promise<void> {
  const client = await ctx.marketo('loads');
  for (let from = 1; from <= ids; from += 300) {
    const page = Array.from({ length: Math.min(300, ids - from + 1) }, (_, i) => from + i);
    await client.getLeadsById({ ids: page, fields: ['id', 'email'] });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function perMinute(count: number, ms: number): string {
  return Math.round((count / ms) * 60_000).toLocaleString('en');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
