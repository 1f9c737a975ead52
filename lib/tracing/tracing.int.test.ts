/** What a collector gets to see of a job: its run with every call, and nothing that is nobody's business. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../logger';
import { runOnce } from '../test/sync-driver';
import { type SyncWorld, startSyncWorld } from '../test/sync-world';
import { startTracing, type Tracing } from './start-tracing';

const Attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(Attribute),
  status: z.object({ code: z.number().optional() }),
});
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(Attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

const bodies: string[] = [];
const collector = http.createServer(async (request, response) => {
  expect(request.url).toBe('/v1/traces');
  bodies.push(Buffer.concat(await request.toArray()).toString());
  response.setHeader('content-type', 'application/json').end('{}');
});
let w: SyncWorld;
let tracing: Tracing;

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  const { port } = collector.address() as AddressInfo;
  tracing = startTracing({ endpoint: `http://127.0.0.1:${port}`, role: 'worker', log: createLogger('silent') });
  w = await startSyncWorld({ seed: 5, people: 50, loaded: false });
});
afterAll(async () => {
  await w.close();
  collector.close();
});

it('is a trace for each run of a job, with its calls in it, and neither queries nor tokens', async () => {
  await runOnce(w.ctx, 'load-people');
  w.marketo.faults.add({ match: '/rest/v1/leads.json', effect: 'reset-before', times: 9 });
  w.wait();
  await runOnce(w.ctx, 'sweep-people');
  asNextDoes();
  await tracing.stop();

  const exported = bodies.flatMap((body) => Export.parse(JSON.parse(body)).resourceSpans);
  expect(exported[0]?.resource.attributes).toContainEqual({
    key: 'service.name',
    value: { stringValue: 'sales-actions' },
  });
  const spans = exported.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const attributesOf = ({ attributes }: z.infer<typeof Span>) =>
    Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
  const load = spans.find(({ name }) => name === 'job load-people');
  expect(load && attributesOf(load)).toMatchObject({ 'job.outcome': 'done', 'job.trigger': 'command' });
  const calls = spans.filter(({ parentSpanId }) => parentSpanId === load?.spanId);
  expect(calls.map(({ name }) => name)).toContain('Marketo GET');
  expect(new Set(calls.map(({ traceId }) => traceId))).toEqual(new Set([load?.traceId]));
  expect(attributesOf(calls[0]!)).toMatchObject({
    'peer.service': 'Marketo',
    'url.path': expect.stringMatching(/^\/(rest|identity)\//),
    'http.response.status_code': 200,
  });
  const failed = spans.find(({ status }) => status.code === 2);
  expect(failed && attributesOf(failed)).toMatchObject({
    'url.path': '/rest/v1/leads.json',
    'error.type': 'TypeError',
  });
  const sweep = spans.find(({ name }) => name === 'job sweep-people');
  expect(sweep && [sweep.status.code, attributesOf(sweep)['error.type']]).toEqual([2, 'unavailable']);
  const request = spans.find(({ name }) => name === 'GET /api/salesforce-connections/callback');
  expect(request && attributesOf(request)).toEqual({ 'http.target': '/api/salesforce-connections/callback' });
  const everything = bodies.join('\n');
  for (const secret of [
    'filterValues',
    'fields=',
    'Bearer',
    'client_secret',
    'code-of-a-login',
    'ada@example.com',
    ...w.marketo.calls.map(({ path }) => `${path}?`),
  ])
    expect(everything).not.toContain(secret);
});

/** A request, as Next tells of it, in which a page threw what a database said. */
function asNextDoes() {
  const span = trace.getTracer('next.js').startSpan('GET /api/salesforce-connections/callback?code=code-of-a-login');
  span.setAttribute('http.target', '/api/salesforce-connections/callback?code=code-of-a-login&state=x');
  span.recordException(new Error('Failed query: select … params: ada@example.com'));
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'Failed query: params: ada@example.com' });
  span.end();
}
