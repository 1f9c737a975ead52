/**
 * `npm run bench:first-load`: how fast the first load stores people. The simulated Marketo is a process of its own and
 * dense: every id is a person with a sales owner.
 * `--method id-ranges` (default): at `--latency` ms a call (300), 50 calls in 20 s and 5 at once.
 * `--method bulk`: the engine alone, from the complete export to the last row; Marketo's own time is not counted.
 * Baseline of the same run: one raw COPY and merge of the same rows. `--people 10000,100000`: one after the other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { countPeopleByState } from '@/db/queries/people';
import { selectMarketoConnection, updateLoading } from '@/db/queries/settings';
import { selectJob, updateJobs } from '@/db/queries/sync';
import type { Ctx } from '@/lib/context';
import { LoadCheckpoint } from '@/lib/sync/jobs/load-checkpoint';
import { runRegistered } from '@/lib/sync/run-registered';
import { connectToSimulator, testCtx } from '@/lib/test/context';
import { enableJobs, runToEnd } from '@/lib/test/sync-driver';
import { exportPace } from '@/lib/wiring';
import { benchDatabase, print } from './bench-database';
import { rawCopyMs } from './raw-copy';
import { startSimulator } from './simulator-process';

const { values } = parseArgs({
  options: { method: { type: 'string' }, people: { type: 'string' }, latency: { type: 'string' } },
});
const isBulk = values.method === 'bulk';
const sizes = (values.people ?? (isBulk ? '10000,100000' : '100000')).split(',').map(Number);
const latencyMs = Number(values.latency ?? (isBulk ? 0 : 300));
const polite = { callsPerWindow: 50, concurrent: 5 };

const perPerson: number[] = [];
for (const people of sizes) perPerson.push((await measure(people)) / people);
if (sizes.length > 1) {
  const ratio = (Math.max(...perPerson) / Math.min(...perPerson)).toFixed(2);
  print(`time per person: the slowest size takes ${ratio} × the quickest`);
}

/** Returns the engine's time in ms. */
async function measure(people: number): Promise<number> {
  const database = await benchDatabase();
  const directory = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-bench-exports-'));
  const marketo = await startSimulator({ people, latencyMs });
  const ctx: Ctx = { ...testCtx({ database }), exports: { ...exportPace, directory, pollMs: 1_000 } };
  try {
    await connectToSimulator(ctx, marketo, isBulk ? undefined : polite);
    await enableJobs(ctx);
    const before = (await marketo.calls()).length;
    if (isBulk) await untilExported(ctx);
    const cpuBefore = process.cpuUsage();
    const ms = await timed(() => runToEnd(ctx, 'load-people', () => {}));
    const { user, system } = process.cpuUsage(cpuBefore);
    const calls = (await marketo.calls()).length - before - 1;
    const { active = 0 } = await countPeopleByState(ctx.db);
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
    const cost = `${((ms / active) * 1000).toFixed(0)} µs each`;
    print(
      `${count(active)} people: ${count((active / ms) * 60_000)} people/min (${(ms / 1000).toFixed(1)} s, ${cost})`,
    );
    print(`  ${calls} calls, ${Math.round((calls / active) * 100_000)} per 100,000; peak memory so far ${peakMb} MB`);
    print(`  the engine's own processor time: ${((user + system) / active).toFixed(0)} µs each`);
    if (isBulk) {
      const rawMs = await rawCopyMs(database.url, path.join(directory, 'people.txt'));
      print(
        `  raw COPY and merge: ${(rawMs / 1000).toFixed(1)} s; the engine has ${(rawMs / ms).toFixed(2)} × its speed`,
      );
    }
    return ms;
  } finally {
    marketo.close();
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Makes the export of the smart list and waits until Marketo is done with it. */
async function untilExported(ctx: Ctx): Promise<void> {
  const { capabilities } = (await selectMarketoConnection(ctx.db)) ?? {};
  if (!capabilities) throw new Error('the instance was not tried');
  const smartList = { id: 1001, name: 'Sales Owner Email is not empty' };
  await updateLoading(ctx.db, { loadMethod: 'smart-list', capabilities: { ...capabilities, smartList } });
  for (;;) {
    const checkpoint = LoadCheckpoint.safeParse((await selectJob(ctx.db, 'load-people')).checkpoint);
    if (checkpoint.data?.exports?.file) return;
    await updateJobs(ctx.db, ['load-people'], { waitUntil: null });
    const oneStep = new AbortController();
    const deadline = new Date(ctx.clock.now().getTime() + 60_000);
    const onStep = () => oneStep.abort();
    await runRegistered(ctx, 'load-people', { trigger: 'command', deadline, signal: oneStep.signal, onStep });
    await ctx.clock.sleep(50);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en');
}
