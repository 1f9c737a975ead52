/** A Ctx for integration tests: a fresh database, an injected clock, and a stored connection to a simulator. */
import os from 'node:os';
import path from 'node:path';
import { type Database, openDatabase } from '@/db/client';
import { upsertMarketoConnection } from '@/db/queries/settings';
import type { Clock } from '../clock';
import { systemClock } from '../clock';
import type { Ctx } from '../context';
import { createLogger } from '../logger';
import { marketoConnector } from '../marketo-connector';
import { salesforceConnector } from '../salesforce-connector';
import { connectMarketo } from '../settings/connect';
import type { JobQueue } from '../sync/queue';
import { secretBox } from '../wiring';

export const testCallbackUrl = 'http://127.0.0.1:3000/api/salesforce-connections/callback';

type Options = { database: Pick<Database, 'db'>; clock?: Clock; salesforceUrl?: string };

export const testExports: Ctx['exports'] = {
  directory: path.join(os.tmpdir(), 'sales-actions-test-exports'),
  pollMs: 60_000,
  peopleAtOnce: 5_000,
};

/** Everything a use case may touch, with nobody signed in. Logs nothing. `salesforceUrl` is that of a simulator. */
export function testCtx({ database, clock = systemClock, salesforceUrl }: Options): Ctx {
  const parts = { db: database.db, clock, secrets: secretBox([Buffer.alloc(32, 7)]) };
  return {
    ...parts,
    log: createLogger('silent'),
    actor: null,
    queue: inlineQueue,
    appUrl: 'http://localhost:3000',
    exports: testExports,
    ...marketoConnector(parts),
    ...salesforceConnector({ ...parts, callbackUrl: testCallbackUrl, demoLoginUrl: salesforceUrl ?? null }),
  };
}

/** Runs what it is told to run at once, and forgets what it is told to remember: tests drive the jobs themselves. */
export const inlineQueue: JobQueue = {
  start: async () => {},
  send: async () => {},
  runNow: (_job, trigger, run) => run({ trigger }),
  work: async () => {},
  schedule: async () => {},
  isReady: async () => true,
  stop: async () => {},
};

/** Connects `ctx` to a Marketo simulator as an admin would, with limits high enough not to slow a test. */
export async function connectToSimulator(
  ctx: Ctx,
  simulator: { url: string; clientId: string; clientSecret: string },
  limits: { callsPerWindow: number; concurrent: number; dailyCalls?: number } = {
    callsPerWindow: 5000,
    concurrent: 10,
  },
): Promise<void> {
  const { url: baseUrl, clientId, clientSecret } = simulator;
  const discovered = await connectMarketo(ctx, { baseUrl, clientId, clientSecret }, {});
  await upsertMarketoConnection(ctx.db, { ...discovered, ...limits, connectedAt: ctx.clock.now() });
}

/** Another process's view of the same database. */
export function secondProcess(
  url: string,
  clock?: Clock,
  salesforceUrl?: string,
): { ctx: Ctx; close(): Promise<void> } {
  const database = openDatabase(url);
  return { ctx: testCtx({ database, clock, salesforceUrl }), close: database.close };
}
