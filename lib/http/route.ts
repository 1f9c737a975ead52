import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { actorFromApiToken } from '../auth/api-tokens';
import type { ApiScope } from '../auth/model';
import { currentActor } from '../auth/session';
import type { Ctx } from '../context';
import { AppError, errorStatus } from '../errors';
import { wiring } from '../wiring';
import { jsonBody } from './json-body';
import { appErrorFrom, problemResponse } from './problem';

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.infer<S> : undefined;

/** What a handler answers: JSON of this shape, or plain text. */
type Answer = z.ZodType | 'text';
type Answered<A extends Answer> = A extends z.ZodType ? z.infer<A> : string;

type Options<P extends Schema, Q extends Schema, B extends Schema, A extends Answer> = {
  /** public: anybody; user: signed in; admin: signed in as admin; cron and metrics: a bearer secret of their own. */
  role: 'public' | 'user' | 'admin' | 'cron' | 'metrics';
  /** Also for API tokens that have this scope, with the rights of their user. */
  scope?: ApiScope;
  /** One line for docs/openapi.json. */
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Where the body may be longer than a form. */
  longestBodyBytes?: number;
  answer: A;
  /** Of a good answer, 200 where nothing is said. A handler that returns a Response sets it itself. */
  status?: number;
};
export type RouteDescription = Options<Schema, Schema, Schema, Answer>;
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
export function route<
  A extends Answer,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(options: Options<P, Q, B, A>, handler: (ctx: Ctx, input: Input<P, Q, B>) => Promise<Answered<A> | Response>) {
  const handle = async (request: Request, context: RouteContext): Promise<Response> => {
    const requestId = randomUUID();
    const { clock, log, ctxFor } = wiring();
    const startedAt = clock.now();
    let response: Response;
    let failure: AppError | undefined;
    try {
      const actor = await guard(options, request);
      const input = {
        params: options.params?.parse(await context.params),
        query: options.query?.parse(Object.fromEntries(new URL(request.url).searchParams)),
        body: options.body && (await jsonBody(request, options.body, options.longestBodyBytes)),
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
  return Object.assign(handle, { describes: options });
}

/** For methods a resource will never have: the same problem for everybody, signed in or not. */
export function methodNotAllowed(allow: string, message: string) {
  const refuse = async () => problemResponse(new AppError('method_not_allowed', message), randomUUID(), { allow });
  return Object.assign(refuse, { refuses: true as const });
}

/** Sends the caller to another resource of ours; `path` is never taken from the request. */
export function redirectTo(path: `/${string}`): Response {
  return new Response(null, { status: 307, headers: { location: path, 'cache-control': 'no-store' } });
}

async function guard({ role, scope }: Pick<RouteDescription, 'role' | 'scope'>, request: Request) {
  const { CRON_SECRET, METRICS_TOKEN } = wiring().env;
  if (role === 'cron') return requireBearer(request, CRON_SECRET, '$CRON_SECRET');
  if (role === 'metrics') {
    // Without a token the route does not exist, so that a scanner learns nothing.
    if (!METRICS_TOKEN) throw new AppError('not_found', 'There is no such API route.');
    return requireBearer(request, METRICS_TOKEN, '$METRICS_TOKEN');
  }
  // Other systems send a token on purpose, browsers a cookie unasked: only the latter can be misused by another site.
  const token = scope && apiTokenIn(request);
  if (!token && request.method !== 'GET' && request.method !== 'HEAD') refuseCrossSite(request);
  if (role === 'public') return null;
  const actor = scope && token ? await actorFromApiToken(apiDeps(), token, scope) : await currentActor();
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  if (role === 'admin' && actor.role !== 'admin') throw new AppError('forbidden', 'Only an admin may do this.');
  return actor;
}

/** A bearer token never falls back to the session: who sends a wrong one is told so. */
function apiTokenIn(request: Request): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
}

function apiDeps() {
  const { database, clock } = wiring();
  return { db: database.db, clock };
}

function requireBearer(request: Request, secret: string, name: string): null {
  const given = createHash('sha256')
    .update(request.headers.get('authorization') ?? '')
    .digest();
  const wanted = createHash('sha256').update(`Bearer ${secret}`).digest();
  if (!timingSafeEqual(given, wanted)) {
    throw new AppError('unauthenticated', `Send the header "Authorization: Bearer ${name}".`);
  }
  return null;
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
