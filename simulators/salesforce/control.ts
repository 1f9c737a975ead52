/** The control API for browsers and shells: everything the TypeScript handle can do, over HTTP under `/__control/`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerControl, type ControlActions, type ControlBody } from '@/simulators/core/control';
import type { Fault } from '@/simulators/core/faults';
import type { Instance, SalesforceEffect } from './instance';
import { handlePageForm } from './page/forms';
import { loadSnapshot, resetInstance, takeSnapshot } from './snapshot';

const maxBodyBytes = 64 * 1024 * 1024;

const actions: ControlActions<Instance> = {
  'GET state': ({ clock, org, calls, unknownRequests, usage, grants, settings }) => ({
    now: clock.now(),
    orgId: org.orgId,
    records: Object.fromEntries(org.book.objects().map(({ name }) => [name, [...org.store.rows(name)].length])),
    calls: calls.length,
    unknownRequests,
    usage: { used: usage.used(), of: settings.limits.dailyRequests },
    grants: grants.count(),
    oauth: settings.oauth,
  }),
  'POST clock': ({ clock }, body) => {
    if (typeof body.set === 'string') clock.set(new Date(body.set));
    if (typeof body.advanceMs === 'number') clock.advance(body.advanceMs);
    return { now: clock.now() };
  },
  'GET faults': ({ faults }) => faults.list(),
  'POST faults': ({ faults }, body) => {
    if (!isEffect(body.effect)) throw new Error('a fault needs an effect that Salesforce knows');
    faults.add(body as Fault<SalesforceEffect>);
  },
  'DELETE faults': ({ faults }) => faults.clear(),
  'GET calls': ({ calls }) => calls,
  'DELETE calls': ({ calls }) => {
    calls.length = 0;
  },
  'GET unknown-requests': ({ unknownRequests }) => unknownRequests,
  'DELETE unknown-requests': ({ unknownRequests }) => {
    unknownRequests.length = 0;
  },
  'POST limits': ({ settings }, body) => {
    if (typeof body.latencyMs === 'number') settings.latencyMs = body.latencyMs;
    if (typeof body.writeMs === 'number') settings.writeMs = body.writeMs;
    return setKnown(settings.limits, body);
  },
  'POST oauth': ({ settings }, body) => setKnown(settings.oauth, body),
  'POST app': ({ settings }, body) => setKnown(settings.apps[0], body),
  'POST quirks': ({ settings }, body) => setKnown(settings.quirks, body),
  'POST rules': ({ world }, body) => world.setRules(body),
  'DELETE rules': ({ world }) => world.clearRules(),
  'POST usage': ({ usage }, body) => usage.spend(Number(body.calls)),
  'POST tokens/expire': ({ grants }) => grants.expireAccess(),
  'POST tokens/revoke': ({ grants }, body) =>
    grants.revokeAll(typeof body.userId === 'string' ? body.userId : undefined),
  'POST cursors/expire': ({ cursors }) => cursors.expireAll(),
  'POST move': (instance, body) => {
    instance.moveTo = typeof body.hostName === 'string' ? body.hostName : null;
  },
  'POST seed': ({ world, settings }, body) => world.seedPeople({ seed: settings.seed, ...(body as { count: number }) }),
  'POST reset': (instance) => resetInstance(instance),
  'GET snapshot': (instance) => takeSnapshot(instance),
  'POST restore': (instance, body) => loadSnapshot(instance, String(body.snapshot)),
};

export async function handleControl(
  instance: Instance,
  message: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const door = { actions, callWorld, handleForm: handlePageForm, maxBodyBytes };
  return answerControl(door, instance, message, response, url);
}

/** `POST /__control/world/edit` with `{ "args": ["00T…", { "Status": "Completed" }] }`. */
function callWorld({ world }: Instance, verb: string, args: unknown[]): unknown {
  const method: unknown = Object.hasOwn(world, verb) ? Reflect.get(world, verb) : null;
  if (typeof method !== 'function') throw new Error(`unknown world method ${verb}`);
  return Reflect.apply(method, world, args);
}

function isEffect(effect: unknown): boolean {
  const words = ['html-502', 'html-502-after', 'html-200', 'reset-before', 'reset-after', 'reset-body', 'truncate'];
  if (typeof effect === 'string') return [...words, 'gzip-cut', 'expire-token'].includes(effect);
  const keys = ['code', 'rowCode', 'delayMs', 'stallMs', 'status'];
  return typeof effect === 'object' && effect !== null && keys.some((key) => key in effect);
}

/** A misspelt setting is refused: silence would be a test that tests nothing. */
function setKnown<T extends object>(target: T, values: ControlBody): T {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'latencyMs' || name === 'writeMs') continue;
    if (!Object.hasOwn(target, name)) throw new Error(`there is no setting ${name}`);
    Reflect.set(target, name, value);
  }
  return target;
}
