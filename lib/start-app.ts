import { ensureFirstAdmin } from './auth/first-admin';
import { env } from './env';
import { ensureFirstSalesforceApp } from './salesforce-connections/app';
import { ensureFirstConnection } from './settings/first-connection';
import { startFailure } from './start-failure';
import { startTracing } from './tracing/start-tracing';
import { type Wiring, wiring } from './wiring';

/** Everything the app does once before it serves. What makes it unusable ends the process with one clear sentence. */
export async function startApp(): Promise<void> {
  try {
    env();
    const parts = wiring();
    startTracing({ endpoint: parts.env.OTEL_EXPORTER_OTLP_ENDPOINT, role: 'app', log: parts.log });
    await prepare(parts);
    parts.log.info({ url: parts.env.APP_URL }, 'app ready');
  } catch (error) {
    process.stderr.write(`${startFailure('The app cannot start', error)}\n`);
    process.exit(1);
  }
}

async function prepare({ database, clock, log, env: settings, ctxFor }: Wiring): Promise<void> {
  await ensureFirstAdmin({ db: database.db, clock, log, env: settings });
  await ensureFirstConnection(ctxFor(null), settings);
  await ensureFirstSalesforceApp(ctxFor(null), settings);
}
