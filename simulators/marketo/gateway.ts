/** The way of one request through the instance: faults, token, permission, limits, route, envelope, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonAnswer, readRequest, send } from '@/simulators/core/http';
import { damageOf, delayOf, pageInstead, strikesAfter } from '@/simulators/core/struck';
import { routes } from '@/simulators/marketo/routes/all';
import { type ApiRequest, toApiRequest } from './api-request';
import { errorEnvelope, MarketoError, successEnvelope } from './envelope';
import { answerIdentity, identityPath, identityRefusal } from './identity-route';
import { faultyBody, injectedError, plainEffects } from './injected';
import type { CallRecord, Instance, Route } from './instance';
import { requirePermission } from './permissions';

const longest = { maxUrlBytes: 8 * 1024, maxBodyBytes: 1024 * 1024 };
const keptCalls = 50_000;

export async function handleApiCall(
  instance: Instance,
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  response.setHeader('date', instance.clock.now().toUTCString());
  const text = await readRequest(message, longest);
  if (typeof text !== 'string') return send(message, response, text);
  const arrived = toApiRequest(message, url, text);
  const record = recordCall(instance, message.method ?? 'GET', arrived);
  const struck = instance.faults.strike({ method: message.method ?? 'GET', path: arrived.path });
  const request = { ...arrived, effects: struck };
  const effects = plainEffects(struck);

  const delayMs = delayOf(effects);
  if (delayMs > 0) await sleep(delayMs);
  if (effects.includes('expire-token')) instance.identity.expireCurrent();
  if (effects.includes('reset-before')) return reset(message, record, 'reset-before');
  const page = pageInstead(effects);
  if (page) {
    record.code = page.name;
    return send(message, response, page.answer);
  }
  const answer = await execute(instance, request, record);
  if (struck.includes('reset-midway')) return reset(message, record, 'reset-midway');
  const after = strikesAfter(effects);
  if (after === 'reset-after') return reset(message, record, after);
  if (after) {
    record.code = after.name;
    return send(message, response, after.answer);
  }
  const damage = damageOf(effects);
  if (damage) record.code = typeof damage === 'object' ? 'stall' : damage;
  send(message, response, answer, damage);
}

async function execute(instance: Instance, request: ApiRequest, record: CallRecord): Promise<Answer> {
  const effects = plainEffects(request.effects);
  if (request.path === identityPath) {
    if (instance.settings.latencyMs > 0) await sleep(instance.settings.latencyMs);
    const refused = injectedError(effects, 'before');
    const answer = refused ? identityRefusal(refused.message) : answerIdentity(instance, request);
    if (answer.status !== 200) record.code = String(answer.status);
    return answer;
  }
  try {
    const found = findRoute(instance, request);
    const user = instance.identity.check(bearerToken(instance, request));
    if (found === 'unknown') throw new MarketoError('610', 'Requested resource not found');
    if (found === 'wrong-method') throw new MarketoError('605', `Request method '${request.method}' not supported`);
    requirePermission(user, request);
    return await admitted(instance, { ...request, userId: user.email }, record, found);
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
  found: { route: Route; params: string[] },
): Promise<Answer> {
  const effects = plainEffects(request.effects);
  const refused = injectedError(effects, 'before');
  if (refused) throw refused;
  const admission = instance.limiter.enter(request.userId);
  let code: string | null = null;
  try {
    if (instance.settings.latencyMs > 0) await sleep(instance.settings.latencyMs);
    instance.context.log.commitDue(instance.clock.nowMs());
    if (effects.includes('refuse-token') && request.params.has('nextPageToken')) throw instance.pageTokens.refusal();
    const result = effects.includes('empty-page')
      ? { body: {} }
      : await found.route.handler(instance, request, found.params);
    const failedLate = injectedError(effects, 'applied');
    if (failedLate) throw failedLate;
    if ('answer' in result) return result.answer;
    const faulty = faultyBody(effects, request, result.body);
    if (faulty.name) record.code = faulty.name;
    return jsonAnswer(200, successEnvelope(instance, faulty.body));
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

function reset(message: IncomingMessage, record: CallRecord, name: string): void {
  record.code = name;
  message.socket.destroy();
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
