/** A stand-in for one Salesforce org: a real HTTP server, its clock, faults, call log and records. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createClock, type SimulatorClock } from '@/simulators/core/clock';
import { controlPrefix } from '@/simulators/core/control';
import { createFaultBox, type Fault } from '@/simulators/core/faults';
import { listen, send, textAnswer } from '@/simulators/core/http';
import { createRandom } from '@/simulators/core/random';
import { sfdcId } from '@/simulators/core/salesforce-ids';
import { handleControl } from './control';
import { createCursors } from './cursors';
import { handleApiCall } from './gateway';
import type { CallRecord, Instance, SalesforceEffect } from './instance';
import { createGrants } from './oauth/grants';
import { isOAuthPath } from './oauth/oauth-routes';
import { type SalesforceSimulatorOptions, type Settings, withDefaults } from './options';
import { renderPage } from './page/pages';
import { createSchemaBook } from './schema/schema-book';
import { keyField, salesActivityFields } from './schema/task';
import { loadOrgRecords } from './seed/org-records';
import { loadSnapshot, resetInstance, takeSnapshot } from './snapshot';
import { createRowLocks } from './store/locks';
import { noRules, type Org } from './store/org';
import { createStore } from './store/store';
import { createUsage } from './usage';
import { createWorld, type World } from './world';

export type SalesforceSimulator = {
  url: string;
  clientId: string;
  clientSecret: string;
  orgId: string;
  close(): Promise<void>;
  /** Back to the start: no people, no tokens, no faults, the clock where it began. */
  reset(): void;
  clock: Pick<SimulatorClock, 'now' | 'set' | 'advance'>;
  faults: { add(fault: Fault<SalesforceEffect>): void; clear(): void };
  calls: CallRecord[];
  /** Paths and SOQL that are not simulated; a test can demand that it stays empty. */
  unknownRequests: string[];
  world: World;
  /** May be changed while it runs. */
  settings: Settings;
  tokens: {
    /** All access tokens end now; refreshing heals. */
    expireAccess(): void;
    /** All consents (or one user's) are gone. */
    revokeAll(userId?: string): void;
    /** A user's consent without the page: for tests that do not test the login. */
    grant(userId?: string): { accessToken: string; refreshToken: string };
    grants(): number;
  };
  usage: { spend(calls: number): void; used(): number };
  cursors: { expireAll(): void };
  /** The org moves to another host name of this machine; the old one refuses every session. */
  moveTo(hostName: string | null): void;
  /** Records and tokens as JSON text. */
  snapshot(): string;
  restore(snapshot: string): void;
};

/** Starts an org without people; `world.seedPeople` fills it. Rejects when the port is taken. */
export async function startSalesforce(options: SalesforceSimulatorOptions = {}): Promise<SalesforceSimulator> {
  const instance = createInstance(withDefaults(options));
  const { settings, grants, usage, clock } = instance;
  const server = await listen({
    host: settings.host,
    port: settings.port,
    handler: (message, response) => dispatch(instance, message, response),
  });
  const [app] = settings.apps;
  return {
    url: server.url,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    orgId: instance.org.orgId,
    close: server.close,
    reset: () => resetInstance(instance),
    clock,
    faults: instance.faults,
    calls: instance.calls,
    unknownRequests: instance.unknownRequests,
    world: instance.world,
    settings,
    tokens: {
      expireAccess: grants.expireAccess,
      revokeAll: grants.revokeAll,
      grant: (userId = settings.users[0]?.id ?? '') => {
        const scope = 'api refresh_token id';
        const issued = grants.open({ clientId: app.clientId, userId, scope, withRefresh: true });
        return { accessToken: issued.accessToken, refreshToken: issued.refreshToken ?? '' };
      },
      grants: grants.count,
    },
    usage,
    cursors: { expireAll: instance.cursors.expireAll },
    moveTo: (hostName) => {
      instance.moveTo = hostName;
    },
    snapshot: () => takeSnapshot(instance),
    restore: (snapshot) => loadSnapshot(instance, snapshot),
  };
}

function createInstance(settings: Settings): Instance {
  const clock = createClock(settings.startAt);
  const { vocabulary, fields, limits } = settings;
  const taskFields = [...(fields.salesActivity ? salesActivityFields : []), ...(fields.key ? [keyField] : [])];
  const org: Org = {
    clock,
    orgId: sfdcId('00D', settings.seed),
    book: createSchemaBook({ vocabulary, taskFields }),
    vocabulary,
    store: createStore(),
    locks: createRowLocks(),
    rules: noRules(),
    sharing: new Map(),
    approvals: new Set(),
    deleteLogFromMs: 0,
    lastStampMs: 0,
  };
  loadOrgRecords(org, settings);
  const instance: Instance = {
    settings,
    clock,
    faults: createFaultBox<SalesforceEffect>(),
    faultRandom: createRandom(settings.seed),
    org,
    grants: createGrants({ orgId: org.orgId, settings: settings.oauth, nowMs: clock.nowMs }),
    usage: createUsage({ limits, nowMs: clock.nowMs }),
    cursors: createCursors({ limits, nowMs: clock.nowMs }),
    world: createWorld(org, settings.users),
    calls: [],
    unknownRequests: [],
    moveTo: null,
    instanceUrl: (origin) => {
      const at = new URL(origin);
      if (instance.moveTo !== null) at.hostname = instance.moveTo;
      return at.origin;
    },
  };
  return instance;
}

async function dispatch(instance: Instance, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = message.url ?? '/';
  if (!URL.canParse(target, 'http://simulator.invalid')) return send(message, response, textAnswer(400, 'Bad Request'));
  const url = new URL(target, 'http://simulator.invalid');
  if (url.pathname.startsWith('/services/') || isOAuthPath(url.pathname))
    return handleApiCall(instance, message, response, url);
  if (url.pathname.startsWith(controlPrefix)) return handleControl(instance, message, response, url);
  return send(message, response, renderPage(instance, url));
}
