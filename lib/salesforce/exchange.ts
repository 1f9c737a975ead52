/** One HTTP exchange with Salesforce, read to its end. Knows nothing of sessions, codes or retries. */
import { SalesforceFault } from './errors';

export type Fetch = typeof globalThis.fetch;
export type HttpAnswer = { status: number; headers: Record<string, string>; body: string };
export type HttpInput = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** Whether it can be sent again without harm. */
  safe: boolean;
};

/**
 * Throws SalesforceFault when no complete answer arrives within `timeoutMs`: `unavailable`, or `unknown` when a write may
 * have been executed. Nothing is sent through a proxy, and redirects are not followed: they would take the session along.
 */
export async function exchange(fetch: Fetch, input: HttpInput): Promise<HttpAnswer> {
  try {
    const response = await fetch(input.url, {
      method: input.method,
      headers: { accept: 'application/json', ...input.headers },
      body: input.body,
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(input.timeoutMs),
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  } catch (cause) {
    const code = isTimeout(cause) ? 'TIMEOUT' : systemCode(cause);
    const kind = input.safe || neverSent(code) ? 'unavailable' : 'unknown';
    const message = sentenceOf(cause, code, input.timeoutMs);
    throw new SalesforceFault({ kind, message }, { remoteCode: code ?? undefined, cause });
  }
}

const isTimeout = (error: unknown) => error instanceof Error && error.name === 'TimeoutError';

function sentenceOf(error: unknown, code: string | null, timeoutMs: number): string {
  if (isTimeout(error)) {
    return `Salesforce did not answer within ${Math.round(timeoutMs / 1000)} seconds.`;
  }
  return `Salesforce cannot be reached (${code ?? 'the connection failed'}).`;
}

/** fetch wraps the reason: ENOTFOUND, ECONNREFUSED, ECONNRESET, UND_ERR_SOCKET, CERT_HAS_EXPIRED … */
function systemCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}

/** Failures before the first byte of the request went out. */
function neverSent(code: string | null): boolean {
  const before = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$|CERT|^ERR_TLS/;
  return code !== null && before.test(code);
}
