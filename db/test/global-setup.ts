/** One Postgres for the whole run (TEST_DATABASE_URL, else an embedded one) and one migrated template in it. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/postgres.mjs';
import { migrateDatabase } from '../migrate';
import { onServer, withDatabase } from './server';

export default async function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL ? given(process.env.TEST_DATABASE_URL) : await embedded();
  const templateName = `template_${process.pid}`;
  await onServer(server.url, (sql) => sql.unsafe(`create database ${templateName}`));
  await migrateDatabase(withDatabase(server.url, templateName));
  project.provide('postgresUrl', server.url);
  project.provide('templateName', templateName);
  return server.stop;
}

function given(url: string) {
  return { url, stop: async () => {} };
}

async function embedded() {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sales-actions-test-'));
  chmodSync(dir, 0o755); // Postgres drops to another user when started by root.
  const postgres = await startPostgres({ dataDir: path.join(dir, 'pg'), durable: false });
  return {
    url: postgres.url('postgres'),
    stop: async () => {
      await postgres.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
