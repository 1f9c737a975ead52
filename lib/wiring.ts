import 'server-only';
import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@/db/client';
import type { Actor } from './auth/model';
import { type Clock, systemClock } from './clock';
import type { Ctx, SecretBox } from './context';
import { decryptSecret, encryptSecret } from './crypto';
import { type Env, env } from './env';
import { createLogger, type Logger } from './logger';
import { marketoConnector } from './marketo-connector';
import { callbackPath } from './salesforce-connections/model';
import { salesforceConnector } from './salesforce-connector';
import { createJobQueue, type JobQueue } from './sync/queue';

export type Wiring = {
  env: Env;
  database: Database;
  clock: Clock;
  log: Logger;
  queue: JobQueue;
  ctxFor(actor: Actor | null, requestId?: string): Ctx;
};

/**
 * How exports are read. Marketo renews what it says about one once a minute. Steps of 3,000 people are quick to store,
 * keep the process below 300 MB however many there are, and a killed one repeats little.
 */
export const exportPace = { pollMs: 60_000, peopleAtOnce: 3_000 };

// Development reloads modules; the pool must survive that.
const store = globalThis as typeof globalThis & { salesActionsWiring?: Wiring };

/** The parts of this process, built once from the environment. Throws EnvError when it is unusable. */
export function wiring(): Wiring {
  store.salesActionsWiring ??= createWiring(env());
  return store.salesActionsWiring;
}

/** Builds the parts from `settings`. `worker` makes this process run the queue's schedules and recovery, too. */
export function createWiring(settings: Env, options: { worker?: boolean } = {}): Wiring {
  const clock = systemClock;
  const database = openDatabase(settings.DATABASE_URL);
  const log = createLogger(settings.LOG_LEVEL);
  const queue = createJobQueue({ connectionString: settings.DATABASE_URL, log, worker: options.worker });
  const secrets = secretBox(settings.ENCRYPTION_KEY);
  const parts = { db: database.db, clock, secrets };
  const marketo = marketoConnector(parts);
  const salesforce = salesforceConnector({
    ...parts,
    callbackUrl: `${settings.APP_URL}${callbackPath}`,
    demoLoginUrl: settings.DEMO ? (settings.SALESFORCE_LOGIN_URL ?? null) : null,
  });
  const ctxFor = (actor: Actor | null, requestId: string = randomUUID()): Ctx => ({
    db: database.db,
    clock,
    log: log.child({ requestId, userId: actor?.userId }),
    actor,
    secrets,
    queue,
    appUrl: settings.APP_URL,
    exports: { directory: settings.BULK_DIR, ...exportPace },
    ...marketo,
    ...salesforce,
  });
  return { env: settings, database, clock, log, queue, ctxFor };
}

/** `keys`: 32 bytes each; the first seals, all open. */
export function secretBox(keys: Buffer[]): SecretBox {
  return {
    seal: (plain, context) => encryptSecret(plain, context, keys),
    open: (sealed, context) => decryptSecret(sealed, context, keys),
  };
}
