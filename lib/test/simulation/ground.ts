/** What all seeds of one operating-system process share: a database, and simulated Marketos that are connected once. */
import { existsSync } from 'node:fs';
import postgres from 'postgres';
import { type Baseline, takeBaseline } from '@/db/test/baseline';
import { gatedDatabase } from '@/db/test/gated-database';
import { type MarketoSimulator, startMarketo } from '@/simulators/marketo/index';
import type { MarketoSimulatorOptions } from '@/simulators/marketo/options';
import { connectToSimulator, testCtx } from '../context';
import { enableJobs } from '../sync-driver';
import { type LoopbackFetch, loopbackFetch } from './loopback-fetch';

/** One kind of Marketo instance. */
export type Instance = {
  marketo: MarketoSimulator;
  baseline: Baseline;
  /** Calls in 20 s that we allow ourselves; null where the seeds are not about the call budget. */
  callsPerWindow: number | null;
};

export type Ground = {
  client: postgres.Sql;
  http: LoopbackFetch;
  /** Always the same instance for the same number. */
  instance(n: number): Promise<Instance>;
  close(): Promise<void>;
};

type Kind = MarketoSimulatorOptions & { callsPerWindow: number | null };

export const startAt = new Date('2026-03-02T09:00:00Z');
const unlimited = { callsPer20s: 1e6, concurrent: 100, dailyQuota: 1e9 };

const kinds: Kind[] = [
  { callsPerWindow: null, limits: { ...unlimited, scanBlock: 1_000 } },
  {
    callsPerWindow: null,
    limits: { ...unlimited, scanBlock: 12 },
    quirks: { nulls: 'omit', dates: 'zoo', activityIds: 'repeated' },
  },
  { callsPerWindow: null, limits: { ...unlimited, scanBlock: 40 }, quirks: { dates: 'zoo', activityIds: 'missing' } },
  { callsPerWindow: 20, limits: { callsPer20s: 100, concurrent: 10, dailyQuota: 50_000, scanBlock: 100 } },
];

// A run that lost its turn would save a version that another run has saved before. Reading twice heals it: nobody would see.
const guardOfCheckpoints = `
  create or replace function refuse_stale_checkpoint() returns trigger language plpgsql as
    $$ begin raise exception 'I14: % saved a checkpoint without having the turn', new.name; end $$;
  create or replace trigger refuse_stale_checkpoint before update on sync_jobs for each row
    when (new.checkpoint is distinct from old.checkpoint and new.checkpoint_version <= old.checkpoint_version)
    execute function refuse_stale_checkpoint();`;

/** On the migrated, empty database of `databaseUrl`, which nobody else may use. */
export async function layGround(databaseUrl: string): Promise<Ground> {
  const client = await openClient(databaseUrl);
  const http = loopbackFetch();
  const empty = await takeBaseline(client);
  const instances = new Map<number, Promise<Instance>>();

  async function connect(kind: Kind): Promise<Instance> {
    const marketo = await startMarketo({ ...kind, startAt });
    await empty.restore();
    const db = gatedDatabase(client, {
      pass: (_, action) => action(),
      killed: new Promise(() => {}),
      opened: () => {},
    });
    const ctx = testCtx({ database: { db }, clock: { now: marketo.clock.now, sleep: async () => {} } });
    const callsPerWindow = kind.callsPerWindow ?? 5_000;
    await connectToSimulator(ctx, marketo, { callsPerWindow, concurrent: 5 });
    await enableJobs(ctx);
    // No job reads them, and every look at the connection would carry them along.
    await client`update marketo_connections set available_fields = '[]'`;
    return { marketo, baseline: await takeBaseline(client), callsPerWindow: kind.callsPerWindow };
  }

  return {
    client,
    http,
    instance: (n) => {
      const number = n % kinds.length;
      const known = instances.get(number) ?? connect(kinds[number] as Kind);
      instances.set(number, known);
      return known;
    },
    close: async () => {
      http.close();
      for (const instance of instances.values()) await (await instance).marketo.close();
      await client.end({ timeout: 5 });
    },
  };
}

/** Connections for a simulation; whoever saves a checkpoint without having the turn is stopped. */
export async function openClient(databaseUrl: string): Promise<postgres.Sql> {
  const path = await socketOf(databaseUrl);
  const client = postgres(databaseUrl, {
    ...(path && { path }),
    // More than all parts of all processes together may hold open, or the one who counts who waits would wait, too.
    max: 60,
    onnotice: () => {},
    // Tables of some dozen rows: to plan a statement anew costs more than to run it.
    connection: { application_name: 'simulation', jit: false, plan_cache_mode: 'force_generic_plan' },
  });
  await client.unsafe(guardOfCheckpoints).simple();
  return client;
}

/** How many connections wait inside the database for another's lock. */
export async function countLockWaits(client: postgres.Sql): Promise<number> {
  const [row] = await client<{ waits: number }[]>`
    select count(*)::int as waits from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.waits ?? 0;
}

/** A small statement takes a third less by a server's own socket than by TCP; null where there is none. */
async function socketOf(databaseUrl: string): Promise<string | null> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [row] = await client<{ folder: string; port: string }[]>`
    select current_setting('unix_socket_directories') as folder, current_setting('port') as port`;
  await client.end({ timeout: 5 });
  const socket = row?.folder ? `${row.folder}/.s.PGSQL.${row.port}` : null;
  return socket && existsSync(socket) ? socket : null;
}
