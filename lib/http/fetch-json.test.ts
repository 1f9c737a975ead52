import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiProblem, getJson, sendJson, urlWithQuery } from './fetch-json';

const Answer = z.object({ n: z.number() });

type Reply = { status?: number; headers?: Record<string, string>; body: string };
let reply: Reply = { body: '{}' };
const seen: { method?: string; url?: string; body: string }[] = [];
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, url: request.url, body });
    response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((done) => server.close(done)));

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: unknown) => error,
  );

describe('getJson', () => {
  it('leaves out what is not set and parses the answer', async () => {
    reply = { body: '{"n":3,"other":1}' };
    const query = { search: 'a b', owner: null, source: undefined, company: '', limit: 8 };
    expect(await getJson(`${base}/people`, Answer, { query })).toEqual({ n: 3 });
    expect(seen.at(-1)).toMatchObject({ method: 'GET', url: '/people?search=a+b&limit=8' });
  });

  it('throws the problem the server tells', async () => {
    const document = { code: 'bad_request', detail: 'Check email', requestId: 'r1', fields: { email: 'Expected one' } };
    reply = { status: 400, body: JSON.stringify({ type: 'x', title: 'The request is not valid', ...document }) };
    const problem = await failure(getJson(base, Answer));
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({
      code: 'bad_request',
      message: 'Check email',
      status: 400,
      requestId: 'r1',
      fields: { email: 'Expected one' },
      retryAfterMs: null,
    });
  });

  it('reads the wait from Retry-After when the problem does not carry it', async () => {
    reply = { status: 429, headers: { 'retry-after': '7', 'x-request-id': 'r2' }, body: '{"code":"rate_limited"}' };
    expect(await failure(getJson(base, Answer))).toMatchObject({ retryAfterMs: 7000, requestId: 'r2' });
  });

  it('makes a sentence of a failure that is no problem document', async () => {
    reply = { status: 502, body: '<html>Bad gateway</html>' };
    expect(await failure(getJson(base, Answer))).toMatchObject({
      code: 'internal',
      status: 502,
      message: 'The server answered with status 502.',
    });
  });

  it('refuses an answer of another shape', async () => {
    reply = { body: '{"n":"three"}' };
    expect(await failure(getJson(base, Answer))).toMatchObject({ name: 'ApiProblem', code: 'internal', status: 200 });
  });

  it('says when nobody answers', async () => {
    expect(await failure(getJson('http://127.0.0.1:1/', Answer))).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it('lets an abort pass as an abort', async () => {
    const error = await failure(getJson(base, Answer, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: 'AbortError' });
  });
});

describe('sendJson', () => {
  it('sends the body as JSON', async () => {
    reply = { body: '{"n":1}' };
    await sendJson('PUT', `${base}/x`, { a: 1 }, Answer);
    expect(seen.at(-1)).toEqual({ method: 'PUT', url: '/x', body: '{"a":1}' });
  });
});

describe('urlWithQuery', () => {
  it('adds nothing without values', () => {
    expect(urlWithQuery('/x', { a: null })).toBe('/x');
  });
});
