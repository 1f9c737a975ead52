/**
 * `npm run simulate -- --seeds 10000 --from 1 --workers 2`: plays seeds against an embedded Postgres.
 * `npm run simulate -- --seed 42 --trace`: plays one again and prints every step. `--twice`: compares two plays of each.
 * `--about deliveries` tells stories of sales activities instead of people.
 */
import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { migrateDatabase } from '@/db/migrate';
import { startPostgres } from '../../../scripts/postgres.mjs';
import { playSeeds, type SeedRange } from './play-seeds';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    twice: { type: 'boolean', default: false },
    /** Set for the processes this one starts. */
    database: { type: 'string' },
    every: { type: 'string', default: '1' },
    about: { type: 'string', default: 'people' },
  },
});

const from = Number(values.seed ?? values.from);
const to = values.seed ? from : from + Number(values.seeds) - 1;

if (values.about !== 'people' && values.about !== 'deliveries') throw new Error('--about takes people or deliveries');
const about = values.about;

process.exitCode = values.database ? await play(values.database) : await lead();

function play(database: string): Promise<number> {
  const range: SeedRange = { from, to, every: Number(values.every) };
  return playSeeds(database, range, {
    about,
    trace: values.trace,
    twice: values.twice,
    print: (line) => process.stdout.write(`${line}\n`),
  });
}

/** Starts the database and the workers, each with a database of its own, and every worker takes each n-th seed. */
async function lead(): Promise<number> {
  const workers = values.seed ? 1 : Number(values.workers);
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-simulate-'));
  chmodSync(dir, 0o755); // Postgres drops to another user when started by root.
  const server = await startPostgres({ dataDir: path.join(dir, 'pg'), durable: false });
  const startedAt = Date.now();
  try {
    const urls = await Promise.all(Array.from({ length: workers }, (_, n) => server.ensureDatabase(`seeds_${n}`)));
    for (const url of urls) await migrateDatabase(url);
    const codes =
      workers === 1
        ? [await play(urls[0] as string)]
        : await Promise.all(urls.map((url, n) => worker(url, n, workers)));
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    process.stdout.write(
      `seeds ${from} to ${to}: ${Math.max(...codes) === 0 ? 'all well' : 'NOT all well'}, ${seconds} s\n`,
    );
    return Math.max(...codes);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

function worker(database: string, n: number, workers: number): Promise<number> {
  const given = [
    '--database',
    database,
    '--from',
    `${from + n}`,
    '--seeds',
    `${to - from - n + 1}`,
    '--every',
    `${workers}`,
    '--about',
    about,
  ];
  const child = fork(import.meta.filename, given, { execArgv: process.execArgv });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
