/** One HTTP exchange with Marketo, read to its end. Knows nothing of tokens, envelopes or retries. */
import { MarketoFault, neverSent, unreachable } from './errors';

export type Fetch = typeof globalThis.fetch;
/** `json` is undefined when the body is none, such as a gateway's page or a body that was cut off. */
export type HttpAnswer = { status: number; json: unknown; retryAfterMs?: number };
/** A POST that is one; `json` is its body, if it has any. */
export type Post = { json?: unknown };

/** Throws MarketoFault `unavailable` when no complete answer arrives within `timeoutMs`. Redirects are not followed. */
export async function exchange(
  fetch: Fetch,
  input: { url: string; timeoutMs: number; headers?: Record<string, string>; form?: URLSearchParams; post?: Post },
): Promise<HttpAnswer> {
  const hasJson = input.post?.json !== undefined;
  try {
    const response = await fetch(input.url, {
      method: input.form || input.post ? 'POST' : 'GET',
      headers: {
        accept: 'application/json',
        ...(hasJson && { 'content-type': 'application/json' }),
        ...input.headers,
      },
      body: hasJson ? JSON.stringify(input.post?.json) : input.form,
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(input.timeoutMs),
    });
    return await httpAnswerFrom(response);
  } catch (cause) {
    const reason = reasonOf(cause, input.timeoutMs);
    throw new MarketoFault(nobodyThere.has(systemCode(cause) ?? '') ? neverSent(reason) : unreachable(reason), {
      cause,
    });
  }
}

// No connection came about, so nothing was sent.
const nobodyThere = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Reads a response to its end. */
export async function httpAnswerFrom(response: Response): Promise<HttpAnswer> {
  const retryAfterSeconds = Number(response.headers.get('retry-after'));
  return {
    status: response.status,
    json: parseJson(await response.text()),
    retryAfterMs: retryAfterSeconds > 0 ? retryAfterSeconds * 1000 : undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why a call got no answer, for admins. */
export function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return `Marketo did not answer within ${Math.round(timeoutMs / 1000)} seconds.`;
  }
  return `Marketo cannot be reached (${systemCode(error) ?? 'the connection failed'}).`;
}

/** fetch wraps the reason: ENOTFOUND, ECONNREFUSED, ECONNRESET, UND_ERR_SOCKET, CERT_HAS_EXPIRED … */
function systemCode(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
