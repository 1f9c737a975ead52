import { z } from 'zod';
import type { ErrorCode } from '@/lib/errors';

/** `unreachable` means no answer came at all; every other code was given by the server. */
export type ProblemCode = ErrorCode | 'unreachable';

/** A failed request, told in words for the person at the screen. `fields` maps an input's name to what was expected. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemCode;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly requestId: string | null;
  readonly fields: Record<string, string>;
  readonly retryAfterMs: number | null;

  constructor(input: {
    code: ProblemCode;
    message: string;
    status: number;
    requestId?: string | null;
    fields?: Record<string, string>;
    retryAfterMs?: number | null;
  }) {
    super(input.message);
    this.code = input.code;
    this.status = input.status;
    this.requestId = input.requestId ?? null;
    this.fields = input.fields ?? {};
    this.retryAfterMs = input.retryAfterMs ?? null;
  }
}

type QueryValue = string | number | boolean | null | undefined;
type GetOptions = { query?: Record<string, QueryValue>; signal?: AbortSignal };

/** Reads `url` and parses the answer. Null, undefined and empty query values are left out. Throws ApiProblem. */
export async function getJson<S extends z.ZodType>(url: string, schema: S, options: GetOptions = {}) {
  return request({ url: urlWithQuery(url, options.query), schema, init: { signal: options.signal } });
}

/** Sends `body` as JSON and parses the answer. Throws ApiProblem. */
export async function sendJson<S extends z.ZodType>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body: unknown,
  schema: S,
) {
  const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
  return request({
    url,
    schema,
    init: { method, headers, body: body === undefined ? undefined : JSON.stringify(body) },
  });
}

/** `url` with the set values of `query` appended. */
export function urlWithQuery(url: string, query: Record<string, QueryValue> = {}) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${url}?${text}` : url;
}

async function request<S extends z.ZodType>({
  url,
  schema,
  init,
}: {
  url: string;
  schema: S;
  init: RequestInit;
}): Promise<z.infer<S>> {
  const response = await send(url, init);
  const body = await response.json().catch(() => null);
  if (!response.ok) throw problemFrom(response, body);

  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new ApiProblem({
    code: 'internal',
    message: 'The server answered in a form this page does not understand. Reload the page.',
    status: response.status,
    requestId: response.headers.get('x-request-id'),
  });
}

async function send(url: string, init: RequestInit) {
  try {
    return await fetch(url, { ...init, headers: { accept: 'application/json', ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem({
      code: 'unreachable',
      message: 'The server cannot be reached. Check your connection and try again.',
      status: 0,
    });
  }
}

const ProblemDocument = z.object({
  code: z.string(),
  detail: z.string().optional(),
  title: z.string().optional(),
  requestId: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  retryAfterMs: z.number().optional(),
});

function problemFrom(response: Response, body: unknown) {
  const document = ProblemDocument.safeParse(body).data;
  return new ApiProblem({
    code: (document?.code as ProblemCode | undefined) ?? 'internal',
    message: document?.detail ?? document?.title ?? `The server answered with status ${response.status}.`,
    status: response.status,
    requestId: document?.requestId ?? response.headers.get('x-request-id'),
    fields: document?.fields,
    retryAfterMs: document?.retryAfterMs ?? retryAfterMs(response),
  });
}

function retryAfterMs(response: Response) {
  const seconds = Number(response.headers.get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : null;
}
