/** A stand-in for one Marketo Engage instance: a real HTTP server, its clock, faults, call log and content. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createClock } from '@/simulators/core/clock';
import { controlPrefix } from '@/simulators/core/control';
import { createFaultBox, type Fault } from '@/simulators/core/faults';
import { listen, send, textAnswer } from '@/simulators/core/http';
import { createRandom } from '@/simulators/core/random';
import { createWorld, type World } from '@/simulators/marketo/store/world';
import { type BulkSpoil, createBulkJobs } from './bulk-jobs';
import { handleControl } from './control';
import { type CustomTypes, createCustomTypes } from './custom-types';
import { createFieldBook } from './fields';
import { handleApiCall } from './gateway';
import { createIdentity } from './identity';
import type { CallRecord, Instance, MarketoEffect } from './instance';
import { createLimiter } from './limits';
import { createLiveChurn, type LiveChurn } from './live-churn';
import { type MarketoSimulatorOptions, type Permission, withDefaults } from './options';
import { renderPage } from './page';
import { createPageTokens } from './page-tokens';
import { loadSnapshot, resetInstance, snapshotLines, takeSnapshot } from './snapshot';

export type MarketoSimulator = {
  url: string;
  clientId: string;
  clientSecret: string;
  close(): Promise<void>;
  /** Back to the empty start: no people, no faults, no calls, fresh tokens, the clock where it began. */
  reset(): void;
  clock: {
    now(): Date;
    set(at: Date): void;
    advance(ms: number): void;
    /** For tokens issued from now on; the current one keeps its end. */
    setTokenTtlSeconds(seconds: number): void;
  };
  faults: { add(fault: Fault<MarketoEffect>): void; clear(): void };
  calls: CallRecord[];
  /** `GET /rest/v1/…` for every path that is not simulated; a test can demand that it stays empty. */
  unknownRequests: string[];
  world: World;
  /** Changes at a steady pace while the simulator runs; `world.churn` makes them at once. */
  churn: LiveChurn;
  /** The custom activity types, as an admin of the instance sees and makes them. */
  customTypes: Pick<CustomTypes, 'list' | 'rules' | 'create' | 'change' | 'approve' | 'delete'>;
  bulk: {
    /** Lets a bulk job (or the `next` one) fail, lose its file although it completed, or tell a wrong checksum. */
    spoil(exportId: string, how: BulkSpoil): void;
    /** Bytes that another integration extracted today. */
    useQuota(bytes: number): void;
  };
  usage: {
    /** Calls that another integration makes today, all at once. */
    spend(calls: number): void;
  };
  /** What the role of the first API user lacks from now on. */
  deny(permissions: Permission[]): void;
  pageTokens: {
    /** Every paging token given out so far is refused from now on. */
    expireAll(): void;
  };
  /** World and tokens as JSON text, to be brought back here or in a later process. */
  snapshot(): string;
  /** The same in pieces, for large worlds. */
  snapshotLines(): Generator<string>;
  restore(snapshot: string | Buffer): void;
};

/** Starts an empty instance; `world.seedPeople` fills it. Rejects when the port is taken. */
export async function startMarketo(options: MarketoSimulatorOptions = {}): Promise<MarketoSimulator> {
  const settings = withDefaults(options);
  const clock = createClock(settings.startAt);
  const fields = createFieldBook(settings.capabilities);
  const { world, context } = createWorld({ clock, fields, quirks: settings.quirks });
  const { users, limits } = settings;
  const [{ clientId, clientSecret }] = users;
  const instance: Instance = {
    settings,
    clock,
    faults: createFaultBox<MarketoEffect>(),
    faultRandom: createRandom(settings.seed),
    fields,
    identity: createIdentity({ users, nowMs: clock.nowMs }),
    limiter: createLimiter({ limits, nowMs: clock.nowMs }),
    world,
    context,
    churn: createLiveChurn(context),
    bulk: createBulkJobs({ clock, times: settings.bulk, limits }),
    pageTokens: createPageTokens(settings.quirks),
    customTypes: createCustomTypes(clock.nowMs),
    servedFromMs: new Map(),
    calls: [],
    unknownRequests: [],
    snapshots: new Map(),
  };
  const server = await listen({
    host: settings.host,
    port: settings.port,
    handler: (message, response) => dispatch(instance, message, response),
  });
  return {
    url: server.url,
    clientId,
    clientSecret,
    close: async () => {
      instance.churn.stop();
      await server.close();
      instance.bulk.clear();
    },
    reset: () => resetInstance(instance),
    clock: {
      now: clock.now,
      set: clock.set,
      advance: clock.advance,
      setTokenTtlSeconds: instance.identity.setTtlSeconds,
    },
    faults: { add: instance.faults.add, clear: instance.faults.clear },
    calls: instance.calls,
    unknownRequests: instance.unknownRequests,
    world,
    churn: instance.churn,
    customTypes: instance.customTypes,
    bulk: { spoil: instance.bulk.spoil, useQuota: instance.bulk.useQuota },
    deny: (permissions) => {
      users[0].denied = permissions;
    },
    usage: { spend: instance.limiter.spend },
    pageTokens: { expireAll: instance.pageTokens.expireAll },
    snapshot: () => takeSnapshot(instance),
    snapshotLines: () => snapshotLines(instance),
    restore: (snapshot) => loadSnapshot(instance, snapshot),
  };
}

async function dispatch(instance: Instance, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = parseUrl(message.url ?? '/');
  if (!url) return send(message, response, textAnswer(400, 'Bad Request'));
  if (url.pathname === '/') return send(message, response, renderPage(instance, url.searchParams));
  // Where Marketo's own web application shows a person.
  if (url.pathname === '/leadDatabase/loadLeadDetail') {
    const search = url.searchParams.get('leadId') ?? '';
    return send(message, response, renderPage(instance, new URLSearchParams({ search })));
  }
  if (url.pathname === '/favicon.ico') return send(message, response, textAnswer(204, ''));
  if (url.pathname.startsWith(controlPrefix)) return handleControl(instance, message, response, url);
  return handleApiCall(instance, message, response, url);
}

/** Resolves `/rest/../bulk/…` as a gateway does. */
function parseUrl(target: string): URL | null {
  try {
    return new URL(target, 'http://simulator.invalid');
  } catch {
    return null;
  }
}
