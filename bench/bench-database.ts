/** A migrated database for a benchmark: the one at BENCH_DATABASE_URL, which is kept, else an embedded, durable one. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '@/db/client';
import { migrateDatabase } from '@/db/migrate';
import { startPostgres } from '../scripts/postgres.mjs';

export async function benchDatabase(): Promise<Database & { url: string }> {
  const given = process.env.BENCH_DATABASE_URL;
  if (given) {
    await migrateDatabase(given);
    return { ...openDatabase(given), url: given };
  }
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-bench-'));
  chmodSync(dir, 0o755); // Postgres drops to another user when started by root.
  const server = await startPostgres({ dataDir: path.join(dir, 'pg'), durable: true });
  const url = server.url('postgres');
  await migrateDatabase(url);
  const database = openDatabase(url);
  return {
    ...database,
    url,
    close: async () => {
      await database.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The value below which `share` of the sorted `values` lie. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
