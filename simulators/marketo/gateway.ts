/** The way of one request through the instance: faults, token, limits, route, envelope, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultEffect } from '@/simulators/core/faults';
import { type Answer, jsonAnswer, readBody, send, textAnswer } from '@/simulators/core/http';
import { routes } from '@/simulators/marketo/routes/all';
import { type ApiRequest, toApiRequest } from './api-request';
import { errorEnvelope, MarketoError, standardMessages, successEnvelope } from './envelope';
import { answerIdentity, identityPath } from './identity-route';
import type { CallRecord, Instance, Route } from './instance';

const maxUrlBytes = 8 * 1024;
const maxBodyBytes = 1024 * 1024;
const keptCalls = 50_000;
const htmlBadGateway =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>';

export async function handleApiCall(
  instance: Instance,
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if ((message.url ?? '').length > maxUrlBytes) return send(message, response, textAnswer(414, 'URI Too Long'));
  const bytes = await readBody(message, maxBodyBytes);
  if (bytes === 'too-large') return send(message, response, textAnswer(413, 'Request Entity Too Large'));
  const request = toApiRequest(message, url, bytes.toString('utf8'));
  const record = recordCall(instance, message.method ?? 'GET', request);
  const effects = instance.faults.strike({ method: message.method ?? 'GET', path: request.path });

  for (const effect of effects) {
    if (typeof effect === 'object' && 'delayMs' in effect) await sleep(effect.delayMs);
    if (effect === 'expire-token') instance.identity.expireCurrent();
  }
  if (effects.includes('reset-before')) {
    record.code = 'reset-before';
    message.socket.destroy();
    return;
  }
  if (effects.includes('html-502')) {
    record.code = 'html-502';
    return send(message, response, textAnswer(502, htmlBadGateway, 'text/html'));
  }
  const answer = await execute(instance, request, record, effects);
  if (effects.includes('reset-after')) {
    record.code = 'reset-after';
    message.socket.destroy();
    return;
  }
  send(message, response, effects.includes('truncate') ? truncated(answer, record) : answer);
}

async function execute(
  instance: Instance,
  request: ApiRequest,
  record: CallRecord,
  effects: FaultEffect[],
): Promise<Answer> {
  if (request.path === identityPath) {
    if (instance.settings.latencyMs > 0) await sleep(instance.settings.latencyMs);
    const answer = answerIdentity(instance, request);
    if (answer.status !== 200) record.code = String(answer.status);
    return answer;
  }
  try {
    const found = findRoute(instance, request);
    instance.identity.check(bearerToken(instance, request));
    if (found === 'unknown') throw new MarketoError('610', 'Requested resource not found');
    if (found === 'wrong-method') throw new MarketoError('605', `Request method '${request.method}' not supported`);
    return await admitted(instance, request, record, effects, found);
  } catch (error) {
    if (!(error instanceof MarketoError)) throw error;
    record.code = error.code;
    instance.limiter.noteError(error.code);
    return jsonAnswer(200, errorEnvelope(instance.clock.nowMs(), error.code, error.message));
  }
}

/** Inside the limits: the place is held for as long as the call takes. */
async function admitted(
  instance: Instance,
  request: ApiRequest,
  record: CallRecord,
  effects: FaultEffect[],
  found: { route: Route; params: string[] },
): Promise<Answer> {
  const failing = effects.find((effect) => typeof effect === 'object' && 'code' in effect);
  if (failing && typeof failing === 'object' && 'code' in failing)
    throw new MarketoError(failing.code, failing.message ?? standardMessages[failing.code] ?? 'Injected fault');
  const admission = instance.limiter.enter();
  let code: string | null = null;
  try {
    if (instance.settings.latencyMs > 0) await sleep(instance.settings.latencyMs);
    instance.context.log.commitDue(instance.clock.nowMs());
    if (effects.includes('empty-page') && request.params.has('nextPageToken'))
      return emptyPage(instance, request, record);
    const result = found.route.handler(instance, request, found.params);
    if ('answer' in result) return result.answer;
    return jsonAnswer(200, successEnvelope(instance.clock.nowMs(), result.body));
  } catch (error) {
    if (error instanceof MarketoError) code = error.code;
    throw error;
  } finally {
    instance.limiter.leave(admission, code);
  }
}

function findRoute(
  instance: Instance,
  request: ApiRequest,
): { route: Route; params: string[] } | 'unknown' | 'wrong-method' {
  const samePath = routes.filter((candidate) => candidate.pattern.test(request.path));
  const found = samePath.find((candidate) => candidate.method === request.method);
  if (found) return { route: found, params: (found.pattern.exec(request.path) ?? []).slice(1).map(decodeURIComponent) };
  if (samePath.length > 0) return 'wrong-method';
  instance.unknownRequests.push(`${request.method} ${request.path}`);
  return 'unknown';
}

function bearerToken(instance: Instance, request: ApiRequest): string | null {
  const header = /^Bearer\s+(.+)$/i.exec(String(request.headers.authorization ?? ''));
  if (header) return header[1]?.trim() ?? null;
  return instance.settings.quirks.queryToken ? request.params.get('access_token') : null;
}

function recordCall(instance: Instance, method: string, request: ApiRequest): CallRecord {
  const query = Object.fromEntries(request.params);
  for (const secret of ['client_secret', 'access_token']) if (secret in query) query[secret] = '***';
  const record: CallRecord = { method, path: request.path, query, at: instance.clock.now(), code: null };
  instance.calls.push(record);
  if (instance.calls.length > keptCalls) instance.calls.splice(0, keptCalls / 2);
  return record;
}

function emptyPage(instance: Instance, request: ApiRequest, record: CallRecord): Answer {
  record.code = 'empty-page';
  const body = { nextPageToken: request.params.get('nextPageToken'), moreResult: true };
  return jsonAnswer(200, successEnvelope(instance.clock.nowMs(), body));
}

function truncated(answer: Answer, record: CallRecord): Answer {
  record.code = 'truncate';
  const text = answer.body.toString();
  return { ...answer, body: text.slice(0, Math.floor(text.length / 2)) };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
