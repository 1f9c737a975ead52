/** Several requests in one call: in order and with references between them, or simply a batch. */
import { requestErrors, SalesforceError } from '@/simulators/salesforce/errors';
import { type ApiRequest, type Instance, type Route, type RouteResult, route } from '@/simulators/salesforce/instance';
import { perform } from '@/simulators/salesforce/perform';

const mostParts = 25;
const mostHeavyParts = 5;
const heavy = /\/(query|queryAll|composite\/sobjects)\b/;

type Part = { method: string; url: string; referenceId: string; body?: unknown; httpHeaders?: Record<string, string> };
type Answered = { body: unknown; httpHeaders: Record<string, string>; httpStatusCode: number; referenceId: string };

export const compositeRoutes: Route[] = [
  route('POST', '/composite', (instance, request) => {
    const { compositeRequest: parts, allOrNone } = request.body as { compositeRequest?: Part[]; allOrNone?: boolean };
    if (!Array.isArray(parts)) throw new SalesforceError('JSON_PARSER_ERROR', 'compositeRequest is missing');
    refuse(parts);
    return { status: 200, body: { compositeResponse: runParts(instance, request, parts, allOrNone === true) } };
  }),
  route('POST', '/composite/batch', (instance, request) => {
    type Entry = { method: string; url: string; richInput?: unknown };
    const { batchRequests, haltOnError } = request.body as { batchRequests?: Entry[]; haltOnError?: boolean };
    if (!Array.isArray(batchRequests)) throw new SalesforceError('JSON_PARSER_ERROR', 'batchRequests is missing');
    if (batchRequests.length > mostParts) throw new SalesforceError('LIMIT_EXCEEDED', `at most ${mostParts} requests`);
    let halted = false;
    const results = batchRequests.map(({ method, url, richInput }) => {
      if (halted)
        return { statusCode: 412, result: requestErrors(new SalesforceError('BATCH_PROCESSING_HALTED', 'halted')) };
      const { status, body } = attempt(instance, request, { method, url: `/services/data/${url}`, body: richInput });
      if (status >= 400 && haltOnError) halted = true;
      return { statusCode: status, result: body ?? null };
    });
    return { status: 200, body: { hasErrors: results.some(({ statusCode }) => statusCode >= 400), results } };
  }),
];

function refuse(parts: Part[]): void {
  if (parts.length > mostParts)
    throw new SalesforceError('LIMIT_EXCEEDED', `The composite request has more than ${mostParts} subrequests`);
  if (parts.filter(({ url }) => heavy.test(url)).length > mostHeavyParts)
    throw new SalesforceError('LIMIT_EXCEEDED', `At most ${mostHeavyParts} subrequests may be queries or collections`);
  const names = new Set(parts.map(({ referenceId }) => referenceId));
  if (names.size < parts.length || parts.some(({ referenceId }) => !/^\w+$/.test(referenceId ?? '')))
    throw new SalesforceError('INVALID_INPUT', 'Every referenceId must be unique, of letters, digits and underscores');
}

class RolledBack extends Error {}

function runParts(instance: Instance, request: ApiRequest, parts: Part[], allOrNone: boolean): Answered[] {
  const done = new Map<string, Answered>();
  const run = () => {
    for (const part of parts) {
      const answered = runPart(instance, request, part, { done, allOrNone });
      done.set(part.referenceId, answered);
      if (allOrNone && hasFailed(answered)) throw new RolledBack();
    }
  };
  try {
    if (allOrNone) instance.org.store.atomically(run);
    else run();
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return parts.map((part) => {
      const known = done.get(part.referenceId);
      return known && hasFailed(known) ? known : halted(part.referenceId);
    });
  }
  return [...done.values()];
}

type SoFar = { done: Map<string, Answered>; allOrNone: boolean };

function runPart(instance: Instance, request: ApiRequest, part: Part, { done, allOrNone }: SoFar): Answered {
  const { referenceId } = part;
  const text = JSON.stringify({ url: part.url, body: part.body });
  let broken = false;
  const filled = text.replaceAll(/@\{(\w+)((?:\.\w+|\[\d+\])+)\}/g, (_, name: string, path: string) => {
    const value = valueAt(done.get(name), path);
    if (value === undefined) broken = true;
    return String(value);
  });
  if (broken) return halted(referenceId, 'Invalid reference specified. No value for the reference was found');
  const { url, body } = JSON.parse(filled) as { url: string; body?: Record<string, unknown> };
  const overruled = allOrNone && Array.isArray(body?.records) ? { ...body, allOrNone: true } : body;
  const result = attempt(instance, request, { method: part.method, url, body: overruled, headers: part.httpHeaders });
  return {
    body: result.body ?? null,
    httpHeaders: result.headers ?? {},
    httpStatusCode: result.status,
    referenceId,
  };
}

function attempt(
  instance: Instance,
  request: ApiRequest,
  part: { method: string; url: string; body?: unknown; headers?: Record<string, string> },
): RouteResult {
  const url = new URL(part.url, 'http://simulator.invalid');
  const path = url.pathname.replace(/^\/services\/data\/v\d+\.0/, '');
  try {
    if (/^\/composite(\/batch)?$/.test(path))
      throw new SalesforceError('BAD_REQUEST', 'a composite inside a composite');
    const lower = Object.entries(part.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    const headers = { ...request.headers, ...Object.fromEntries(lower) };
    return instance.org.store.atomically(() =>
      perform(instance, { ...request, method: part.method, path, query: url.searchParams, body: part.body, headers }),
    );
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    return { status: error.status, body: requestErrors(error) };
  }
}

function hasFailed({ httpStatusCode, body }: Answered): boolean {
  const failedItem = Array.isArray(body) && body.some((item) => item?.success === false);
  return httpStatusCode >= 400 || failedItem;
}

function halted(referenceId: string, message?: string): Answered {
  const body = requestErrors(new SalesforceError('PROCESSING_HALTED', message));
  return { body, httpHeaders: {}, httpStatusCode: 400, referenceId };
}

function valueAt(answered: Answered | undefined, path: string): unknown {
  if (!answered || answered.httpStatusCode >= 400) return undefined;
  let value: unknown = answered.body;
  for (const [, key, index] of path.matchAll(/\.(\w+)|\[(\d+)\]/g))
    value = (value as Record<string, unknown> | undefined)?.[key ?? index ?? ''];
  return value;
}
