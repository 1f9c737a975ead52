import { EnvError } from './env';

/** Why a process cannot start, as one sentence for the operator; `what` begins the sentence where the reason is unknown. */
export function startFailure(what: string, error: unknown): string {
  if (error instanceof EnvError) return error.message;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(cause);
  if (code === '42P01') return 'The database has no tables yet: run `npm run db:migrate` first.';
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'CONNECT_TIMEOUT') {
    return 'The database does not answer: check DATABASE_URL and that Postgres runs.';
  }
  return `${what}: ${cause instanceof Error ? cause.message : String(cause)}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
