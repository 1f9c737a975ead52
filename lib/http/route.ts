import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { currentActor } from '../auth/session';
import type { Ctx } from '../context';
import { AppError, errorStatus } from '../errors';
import { wiring } from '../wiring';
import { jsonBody } from './json-body';
import { appErrorFrom, problemResponse } from './problem';

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.infer<S> : undefined;

type Options<P extends Schema, Q extends Schema, B extends Schema> = {
  /** public: anybody; user: signed in; admin: signed in as admin; cron: the scheduler's bearer secret. */
  role: 'public' | 'user' | 'admin' | 'cron';
  params?: P;
  query?: Q;
  body?: B;
};
type Input<P extends Schema, Q extends Schema, B extends Schema> = {
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  request: Request;
  requestId: string;
};
type RouteContext = { params: Promise<Record<string, string | string[]>> };

/**
 * The one way to answer HTTP: request id, guard, parse, handle, JSON, one log line. A handler returns a plain value or
 * a Response; whatever it throws becomes an RFC 9457 problem.
 */
export function route<P extends Schema = undefined, Q extends Schema = undefined, B extends Schema = undefined>(
  options: Options<P, Q, B>,
  handler: (ctx: Ctx, input: Input<P, Q, B>) => Promise<unknown>,
) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = randomUUID();
    const { clock, log, ctxFor } = wiring();
    const startedAt = clock.now();
    let response: Response;
    let failure: AppError | undefined;
    try {
      const actor = await guard(options.role, request);
      const input = {
        params: options.params?.parse(await context.params),
        query: options.query?.parse(Object.fromEntries(new URL(request.url).searchParams)),
        body: options.body && (await jsonBody(request, options.body)),
        request,
        requestId,
      } as Input<P, Q, B>;
      response = answer(await handler(ctxFor(actor, requestId), input), requestId);
    } catch (error) {
      failure = appErrorFrom(error);
      response = problemResponse(failure, requestId);
    }
    const level =
      failure && errorStatus[failure.code] >= 500 ? (failure.code === 'internal' ? 'error' : 'warn') : 'info';
    log[level](
      {
        requestId,
        method: request.method,
        path: new URL(request.url).pathname,
        status: response.status,
        durationMs: clock.now().getTime() - startedAt.getTime(),
        code: failure?.code,
        err: level === 'error' ? failure?.cause : undefined,
      },
      'request',
    );
    return response;
  };
}

/** For methods a resource will never have: the same problem for everybody, signed in or not. */
export function methodNotAllowed(allow: string, message: string) {
  return async () => {
    return problemResponse(new AppError('method_not_allowed', message), randomUUID(), { allow });
  };
}

/** Sends the caller to another resource of ours; `path` is never taken from the request. */
export function redirectTo(path: `/${string}`): Response {
  return new Response(null, { status: 307, headers: { location: path, 'cache-control': 'no-store' } });
}

async function guard(role: Options<Schema, Schema, Schema>['role'], request: Request) {
  if (role === 'cron') {
    if (!isScheduler(request))
      throw new AppError('unauthenticated', 'Send the header "Authorization: Bearer $CRON_SECRET".');
    return null;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') refuseCrossSite(request);
  if (role === 'public') return null;
  const actor = await currentActor();
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  if (role === 'admin' && actor.role !== 'admin') throw new AppError('forbidden', 'Only an admin may do this.');
  return actor;
}

function isScheduler(request: Request): boolean {
  const given = Buffer.from(request.headers.get('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${wiring().env.CRON_SECRET}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

// The session cookie is SameSite=Lax; this also stops a same-site sibling and browsers without that rule.
function refuseCrossSite(request: Request) {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const sameOrigin = !origin || origin === new URL(wiring().env.APP_URL).origin || origin === hostOrigin(request);
  if ((site && site !== 'same-origin' && site !== 'none') || !sameOrigin) {
    throw new AppError('forbidden', 'This request came from another site.');
  }
}

function hostOrigin(request: Request): string {
  return `${new URL(request.url).protocol}//${request.headers.get('host')}`;
}

function answer(value: unknown, requestId: string): Response {
  if (value instanceof Response) return value;
  return Response.json(value ?? null, { headers: { 'cache-control': 'no-store', 'x-request-id': requestId } });
}
