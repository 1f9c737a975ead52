import { z } from 'zod';
import { AppError, type ErrorCode, errorStatus } from '../errors';
import { ProviderFault } from '../provider-fault';

/** RFC 9457, with what our own clients need: a stable code, an id to quote, and what was expected of each field. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  requestId: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
  retryAfterMs: z.number().optional(),
});
export type Problem = z.infer<typeof Problem>;

const titles: Record<ErrorCode, string> = {
  bad_request: 'The request is not valid',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  method_not_allowed: 'Method not allowed',
  conflict: 'Conflict',
  rate_limited: 'Too many requests',
  provider_rejected: 'The provider refused',
  internal: 'Something went wrong',
  provider_unavailable: 'The provider does not answer',
  not_configured: 'Not set up yet',
};

/** What went wrong, as an AppError: provider faults and bad input get their own words, the unknown a fixed sentence. */
export function appErrorFrom(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return badRequest(error);
  if (error instanceof ProviderFault) {
    const busy = error.kind === 'throttled' || error.kind === 'quota';
    return new AppError(
      busy ? 'rate_limited' : error.kind === 'rejected' ? 'provider_rejected' : 'provider_unavailable',
      error.message,
      {
        retryAfterMs: error.retryAfterMs,
        cause: error,
      },
    );
  }
  return new AppError('internal', 'Something went wrong on our side. Try again; quote the request id if it stays.', {
    cause: error,
  });
}

/** The answer for `error`. Headers carry Retry-After (whole seconds) where a time is known. */
export function problemResponse(error: AppError, requestId: string, headers: Record<string, string> = {}): Response {
  const status = errorStatus[error.code];
  const problem: Problem = {
    type: `about:blank#${error.code}`,
    title: titles[error.code],
    status,
    detail: error.message,
    code: error.code,
    requestId,
    fields: error.fields,
    retryAfterMs: error.retryAfterMs,
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(error.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(error.retryAfterMs / 1000)) }),
      ...headers,
    },
  });
}

function badRequest(error: z.ZodError): AppError {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'body'] ??= issue.message;
  const names = Object.keys(fields).join(', ');
  return new AppError('bad_request', `Check ${names}: ${Object.values(fields)[0]}`, { fields });
}
