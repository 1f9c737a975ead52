/** The control API for browsers and shells: everything the TypeScript handle can do, over HTTP under `/__control/`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerControl, type ControlActions } from '@/simulators/core/control';
import type { Fault } from '@/simulators/core/faults';
import type { BulkSpoil } from './bulk-jobs';
import type { Instance, MarketoEffect } from './instance';
import type { LiveChurnOptions } from './live-churn';
import type { Permission } from './options';
import { handlePageForm } from './page-forms';
import type { SeedOptions } from './seed/seed-people';
import type { SmartList } from './smart-lists';
import { loadSnapshot, resetInstance, takeSnapshot } from './snapshot';

const maxBodyBytes = 1024 * 1024;

/** World methods that may be called by name; the rest of the object stays out of reach. */
const worldVerbs = new Set([
  'seedPeople',
  'createLead',
  'updateLead',
  'setOwner',
  'deleteFromSalesforce',
  'deleteLead',
  'mergeLeads',
  'convertLead',
  'addActivity',
  'activities',
  'addOpportunityRole',
  'removeOpportunityRole',
  'addList',
  'addToList',
  'addUser',
  'users',
  'lead',
  'leads',
  'eligible',
  'setVisible',
  'churn',
]);

const actions: ControlActions<Instance> = {
  'GET state': (instance) => ({
    now: instance.clock.now(),
    people: instance.context.state.leads.size,
    activities: instance.world.activityCount(),
    calls: instance.calls.length,
    unknownRequests: instance.unknownRequests,
    limits: instance.settings.limits,
    latencyMs: instance.settings.latencyMs,
  }),
  'POST clock': (instance, body) => {
    if (typeof body.set === 'string') instance.clock.set(new Date(body.set));
    if (typeof body.advanceMs === 'number') instance.clock.advance(body.advanceMs);
    if (typeof body.tokenTtlSeconds === 'number') instance.identity.setTtlSeconds(body.tokenTtlSeconds);
    return { now: instance.clock.now() };
  },
  'GET faults': (instance) => instance.faults.list(),
  'POST faults': (instance, body) => {
    if (!body.effect) throw new Error('a fault needs an effect');
    instance.faults.add(body as Fault<MarketoEffect>);
  },
  'DELETE faults': (instance) => instance.faults.clear(),
  'GET calls': (instance) => instance.calls,
  'DELETE calls': (instance) => {
    instance.calls.length = 0;
  },
  'GET unknown-requests': (instance) => instance.unknownRequests,
  'DELETE unknown-requests': (instance) => {
    instance.unknownRequests.length = 0;
  },
  'POST limits': (instance, body) => {
    const { limits } = instance.settings;
    for (const name of Object.keys(limits) as (keyof typeof limits)[])
      if (typeof body[name] === 'number') limits[name] = body[name];
    if (typeof body.latencyMs === 'number') instance.settings.latencyMs = body.latencyMs;
    return limits;
  },
  'POST seed': (instance, body) =>
    instance.world.seedPeople({ seed: instance.settings.seed, ...(body as SeedOptions) }),
  'POST denied': (instance, body) => {
    instance.settings.users[0].denied = (body.permissions ?? []) as Permission[];
  },
  'POST smart-lists': (instance, body) => {
    instance.settings.smartLists = (body.lists ?? []) as SmartList[];
  },
  'GET churn': (instance) => instance.churn.report(),
  'POST churn': (instance, body) => instance.churn.start(body as LiveChurnOptions),
  'DELETE churn': (instance) => instance.churn.stop(),
  'POST usage': (instance, body) => instance.limiter.spend(Number(body.calls)),
  'POST bulk/quota': (instance, body) => instance.bulk.useQuota(Number(body.bytes)),
  'POST bulk/spoil': (instance, body) => instance.bulk.spoil(String(body.exportId ?? 'next'), body.how as BulkSpoil),
  'POST page-tokens/expire': (instance) => instance.pageTokens.expireAll(),
  'POST quirks': (instance, body) => Object.assign(instance.settings.quirks, body),
  'POST capabilities': (instance, body) => Object.assign(instance.settings.capabilities, body),
  'GET eligible': (instance) => instance.world.eligible(),
  'POST reset': (instance) => resetInstance(instance),
  'POST snapshot': (instance, body) => {
    instance.snapshots.set(String(body.name ?? 'default'), takeSnapshot(instance));
  },
  'POST restore': (instance, body) => {
    const snapshot = instance.snapshots.get(String(body.name ?? 'default'));
    if (snapshot === undefined) throw new Error(`there is no snapshot ${String(body.name ?? 'default')}`);
    loadSnapshot(instance, snapshot);
  },
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

/** `POST /__control/world/updateLead` with `{ "args": [1001, { "title": "CTO" }] }`. */
function callWorld(instance: Instance, verb: string, args: unknown[]): unknown {
  if (!worldVerbs.has(verb)) throw new Error(`unknown world method ${verb}`);
  const method: unknown = Reflect.get(instance.world, verb);
  if (typeof method !== 'function') throw new Error(`unknown world method ${verb}`);
  return Reflect.apply(method, instance.world, args);
}
