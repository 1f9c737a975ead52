import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@/db/client';
import { selectMarketoConnection } from '@/db/queries/settings';
import type { Actor } from './auth/model';
import { createCallLimiter } from './call-budget/limiter';
import type { CallLane } from './call-budget/model';
import { politeLimits } from './call-budget/model';
import { type Clock, systemClock } from './clock';
import type { Ctx } from './context';
import { decryptSecret } from './crypto';
import { type Env, env } from './env';
import { AppError } from './errors';
import { createLogger, type Logger } from './logger';
import { createMarketoClient, type MarketoClient } from './marketo/client';
import { createTransport, type MarketoTransport } from './marketo/transport';
import { createJobQueue, type JobQueue } from './sync/queue';

export type Wiring = {
  env: Env;
  database: Database;
  clock: Clock;
  log: Logger;
  queue: JobQueue;
  ctxFor(actor: Actor | null, requestId?: string): Ctx;
};

// Development reloads modules; the pool must survive that.
const store = globalThis as typeof globalThis & { salesActionsWiring?: Wiring };

/** The parts of this process, built once from the environment. Throws EnvError when it is unusable. */
export function wiring(): Wiring {
  store.salesActionsWiring ??= createWiring(env());
  return store.salesActionsWiring;
}

/** Builds the parts from `settings`; commands and tests that need their own use it directly. */
export function createWiring(settings: Env, clock: Clock = systemClock): Wiring {
  const database = openDatabase(settings.DATABASE_URL);
  const log = createLogger(settings.LOG_LEVEL);
  const queue = createJobQueue({ connectionString: settings.DATABASE_URL, log });
  const marketo = marketoConnector({ database, clock, keys: settings.ENCRYPTION_KEY });
  const ctxFor = (actor: Actor | null, requestId: string = randomUUID()): Ctx => ({
    db: database.db,
    clock,
    log: log.child({ requestId, userId: actor?.userId }),
    actor,
    marketo,
  });
  return { env: settings, database, clock, log, queue, ctxFor };
}

type ConnectorDeps = { database: Database; clock: Clock; keys: Buffer[] };

/** The stored connection as a client per lane; a changed connection takes effect on the next call. */
export function marketoConnector({ database, clock, keys }: ConnectorDeps) {
  let current: { fingerprint: string; transport: MarketoTransport } | undefined;
  let limits = politeLimits;
  const limiter = createCallLimiter({ db: database.db, clock, provider: 'marketo', limits: () => limits });
  return async (lane: CallLane): Promise<MarketoClient> => {
    const stored = await selectMarketoConnection(database.db);
    if (!stored)
      throw new AppError(
        'not_configured',
        'Marketo is not connected yet. An admin connects it under Settings › Marketo.',
      );
    limits = { ...politeLimits, callsPerWindow: stored.callsPerWindow, concurrent: stored.concurrent };
    const fingerprint = [stored.baseUrl, stored.clientId, stored.clientSecret].join('\n');
    if (current?.fingerprint !== fingerprint) {
      const clientSecret = decryptSecret(stored.clientSecret, 'marketo:clientSecret', keys);
      current = {
        fingerprint,
        transport: createTransport({
          baseUrl: stored.baseUrl,
          clientId: stored.clientId,
          clientSecret,
          limiter,
          clock,
        }),
      };
    }
    return createMarketoClient({ transport: current.transport, lane });
  };
}
