import { ensureFirstAdmin } from './auth/first-admin';
import { EnvError, env } from './env';
import { ensureFirstConnection } from './settings/first-connection';
import { type Wiring, wiring } from './wiring';

/** Everything the app does once before it serves. What makes it unusable ends the process with one clear sentence. */
export async function startApp(): Promise<void> {
  try {
    env();
    const parts = wiring();
    await prepare(parts);
    parts.log.info({ url: parts.env.APP_URL }, 'app ready');
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  }
}

async function prepare({ database, clock, log, env: settings, ctxFor }: Wiring): Promise<void> {
  await ensureFirstAdmin({ db: database.db, clock, log, env: settings });
  await ensureFirstConnection(ctxFor(null), settings);
}

function reasonOf(error: unknown): string {
  if (error instanceof EnvError) return error.message;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  if (code === '42P01') return 'The database has no tables yet: run `npm run db:migrate` first.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'CONNECT_TIMEOUT') {
    return 'The database does not answer: check DATABASE_URL and that Postgres runs.';
  }
  return `The app cannot start: ${cause instanceof Error ? cause.message : String(cause)}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
