/** The way of one request through the org: faults, token, version, limits, route, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, jsonAnswer, readRequest, send, textAnswer } from '@/simulators/core/http';
import { damageOf, delayOf, pageInstead, strikesAfter } from '@/simulators/core/struck';
import { requestErrors, SalesforceError } from './errors';
import { injectedError, plainEffects } from './injected';
import type { ApiRequest, CallRecord, Instance, RouteResult, SalesforceEffect } from './instance';
import { answerOAuth, isOAuthPath } from './oauth/oauth-routes';
import { perform } from './perform';
import { bearerToken, objectsOf, originOf, recordsOf, toApiRequest, versionOf } from './read-request';
import { answerVersions } from './routes/versions';
import { emptyBin } from './store/write';

const longest = { maxUrlBytes: 16_384, maxBodyBytes: 50 * 1024 * 1024 };
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
  const record = recordCall(instance, message, url, text);
  const effects = instance.faults.strike({ method: record.method, path: url.pathname, objects: record.objects });
  const plain = plainEffects(effects);

  const delayMs = delayOf(plain);
  // A slow request occupies its place while it waits.
  const answer = () => answerOf(instance, { message, url, text, record, effects, delayMs });
  if (plain.includes('expire-token')) instance.grants.expireAccess();
  if (plain.includes('reset-before')) return reset(message, record, 'reset-before');
  const page = pageInstead(plain);
  if (page) {
    await sleep(delayMs);
    note(record, page.answer.status, page.name);
    return send(message, response, page.answer);
  }
  const done = await answer();
  const after = strikesAfter(plain);
  if (after === 'reset-after') return reset(message, record, after);
  if (after) {
    note(record, after.answer.status, after.name);
    return send(message, response, after.answer);
  }
  const damage = damageOf(plain);
  if (damage) record.code = typeof damage === 'object' ? 'stall' : damage;
  send(message, response, done, damage);
}

type Call = {
  message: IncomingMessage;
  url: URL;
  text: string;
  record: CallRecord;
  effects: SalesforceEffect[];
  delayMs: number;
};

async function answerOf(instance: Instance, call: Call): Promise<Answer> {
  const { message, url, text, record, effects, delayMs } = call;
  try {
    if (isOAuthPath(url.pathname)) {
      await sleep(delayMs + instance.settings.latencyMs);
      const refused = injectedError(effects, 'before');
      const answer = refused
        ? jsonAnswer(400, { error: refused.code, error_description: refused.message })
        : answerOAuth(instance, message, url, text);
      record.status = answer.status;
      return answer;
    }
    if (url.pathname === '/services/data' || url.pathname === '/services/data/') return answerVersions(instance);
    return await answerApi(instance, call);
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    note(record, error.status, error.code);
    return withLimits(instance, jsonAnswer(error.status, requestErrors(error)));
  }
}

async function answerApi(instance: Instance, { message, url, text, record, effects, delayMs }: Call): Promise<Answer> {
  const version = versionOf(instance, url);
  const userId = userOf(instance, message);
  record.userId = userId;
  const entry = instance.usage.enter();
  record.cost = 1;
  const request = toApiRequest({ message, url, text, userId, effects, version });
  try {
    await sleep(delayMs + instance.settings.latencyMs);
    const refused = injectedError(effects, 'before');
    if (refused) throw refused;
    emptyBin(instance.org);
    const result = perform(instance, request);
    await holdLocks(instance, request);
    const failedLate = injectedError(effects, 'applied');
    if (failedLate) throw failedLate;
    record.status = result.status;
    return withLimits(instance, toAnswer(result));
  } finally {
    instance.org.locks.release(request.writer.holder);
    instance.usage.leave(entry);
  }
}

/** A write keeps its rows for as long as its automation runs. */
async function holdLocks(instance: Instance, request: ApiRequest): Promise<void> {
  if (request.method !== 'GET') await sleep(instance.settings.writeMs);
}

function userOf(instance: Instance, message: IncomingMessage): string {
  const token = bearerToken(message);
  const userId = token === null ? null : instance.grants.userOf(token);
  const moved = instance.moveTo !== null && instance.instanceUrl(originOf(message)) !== originOf(message);
  const user = instance.settings.users.find((each) => each.id === userId);
  if (!user?.active || moved) throw new SalesforceError('INVALID_SESSION_ID');
  if (instance.settings.apiDisabledFor.includes(user.id)) throw new SalesforceError('API_CURRENTLY_DISABLED');
  return user.id;
}

function toAnswer(result: RouteResult): Answer {
  const answer = result.body === undefined ? textAnswer(result.status, '') : jsonAnswer(result.status, result.body);
  return { ...answer, headers: { ...answer.headers, ...result.headers } };
}

function withLimits(instance: Instance, answer: Answer): Answer {
  const { limits, quirks, apps } = instance.settings;
  const all = `api-usage=${instance.usage.used()}/${limits.dailyRequests}`;
  const ours = `per-app-api-usage=${Math.min(17, instance.usage.used())}/${limits.dailyRequests}(appName=${apps[0].clientId})`;
  const parts = { none: [all], after: [all, ours], before: [ours, all] }[quirks.appUsage];
  return { ...answer, headers: { ...answer.headers, 'Sforce-Limit-Info': parts.join('; ') } };
}

function recordCall(instance: Instance, message: IncomingMessage, url: URL, text: string): CallRecord {
  const query = Object.fromEntries(url.searchParams);
  for (const secret of ['oauth_token', 'code']) if (secret in query) query[secret] = '***';
  const record: CallRecord = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query,
    at: instance.clock.now(),
    userId: null,
    objects: objectsOf(url, text),
    records: recordsOf(url, text),
    cost: 0,
    status: 200,
    code: null,
  };
  instance.calls.push(record);
  if (instance.calls.length > keptCalls) instance.calls.splice(0, keptCalls / 2);
  return record;
}

function note(record: CallRecord, status: number, code: string): void {
  record.status = status;
  record.code = code;
}

function reset(message: IncomingMessage, record: CallRecord, name: string): void {
  note(record, 0, name);
  message.socket.destroy();
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
