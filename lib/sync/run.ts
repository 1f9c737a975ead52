/**
 * The worker (`npm run worker`): takes jobs from the queue until it is told to stop; as many processes as wanted.
 * With `--once <job>` (`npm run sync -- <job>`) it runs one job to its end, here; `--start` starts the sync first.
 */
import { parseArgs } from 'node:util';
import { env } from '../env';
import { ensureFirstConnection } from '../settings/first-connection';
import { startFailure } from '../start-failure';
import { startTracing } from '../tracing/start-tracing';
import { createWiring, type Wiring } from '../wiring';
import { type JobName, jobNames } from './model';
import { registry } from './registry';
import { runRegistered } from './run-registered';
import { startSync } from './service';

const runMs = 10 * 60_000;

await main().catch((error: unknown) => {
  say(startFailure('The worker cannot run', error));
  process.exit(1);
});

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { once: { type: 'boolean' }, start: { type: 'boolean' } },
  });
  const parts = createWiring(env(), { worker: !values.once });
  const tracing = startTracing({ endpoint: parts.env.OTEL_EXPORTER_OTLP_ENDPOINT, role: 'worker', log: parts.log });
  await ensureFirstConnection(parts.ctxFor(null), parts.env);
  if (values.start) await startSync(parts.ctxFor(null));
  if (values.once) await once(parts, positionals[0]);
  else await workUntilStopped(parts);
  await tracing.stop();
}

async function workUntilStopped(parts: Wiring) {
  const stopping = new AbortController();
  await parts.queue.work(async (name, taken) => {
    const signals = [stopping.signal, taken.signal].filter((signal) => signal !== undefined);
    await runRegistered(parts.ctxFor(null), name, {
      trigger: taken.trigger,
      deadline: new Date(parts.clock.now().getTime() + runMs),
      signal: AbortSignal.any(signals),
    });
  });
  for (const name of jobNames) await parts.queue.schedule(name, registry[name].cron);
  parts.log.info({ jobs: jobNames }, 'worker ready');
  await stopRequest();
  stopping.abort();
  await parts.queue.stop();
  await parts.database.close();
}

async function once(parts: Wiring, name: string | undefined) {
  const job = jobNames.find((known) => known === name);
  if (!job) throw new Error(`"${name ?? ''}" is not a job. Jobs: ${jobNames.join(', ')}.`);
  const result = await parts.queue.runNow(job, 'command', () => runHere(parts, job));
  say(
    result ? `${job}: ${result.outcome}${result.message ? `. ${result.message}` : ''}` : `${job} is already running.`,
  );
  await parts.queue.stop();
  await parts.database.close();
  process.exitCode = result?.outcome === 'failed' ? 1 : 0;
}

function runHere(parts: Wiring, job: JobName) {
  return runRegistered(parts.ctxFor(null), job, {
    trigger: 'command',
    deadline: new Date(parts.clock.now().getTime() + runMs),
    onStep: ({ read, written, removed }) => say(`${job}: ${read} read, ${written} written, ${removed} left the list`),
  });
}

/** Resolves on Ctrl-C, on SIGTERM, and when the parent that started us is gone (npm passes no signal on). */
function stopRequest(): Promise<void> {
  return new Promise((resolve) => {
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && stop(), 500);
    const stop = () => {
      clearInterval(watch);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  });
}

function say(line: string) {
  process.stdout.write(`${line}\n`);
}
