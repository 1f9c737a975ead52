/** `npm run db:migrate`: brings the database to the current schema; safe to run at every start. */
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Runs the migrations that `url` has not seen, one process at a time. Throws when the database cannot be reached. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await client`select pg_advisory_lock(hashtext('sales-actions:migrate'))`;
    await client`create extension if not exists pg_trgm`;
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const url = process.env.DATABASE_URL;
  if (!url) {
    process.stderr.write('DATABASE_URL is missing: name the Postgres database to migrate.\n');
    process.exit(1);
  }
  try {
    await migrateDatabase(url);
    process.stdout.write('The database is up to date.\n');
  } catch (error) {
    process.stderr.write(`The database could not be migrated: ${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}
