/** The parts of one simulated org, as the routes, the pages and the control API use them. */
import type { SimulatorClock } from '@/simulators/core/clock';
import type { FaultBox, FaultEffect } from '@/simulators/core/faults';
import type { Random } from '@/simulators/core/random';
import type { Cursors } from './cursors';
import type { Grants } from './oauth/grants';
import type { Settings } from './options';
import type { Org, Writer } from './store/org';
import type { Usage } from './usage';
import type { World } from './world';

/**
 * Beyond the effects of every simulator: the error of single records. `rows` are places in the request (all without
 * it); with `chance` each of them is struck with this probability.
 */
export type SalesforceEffect =
  | Exclude<FaultEffect, 'empty-page' | 'repeat-token' | 'refuse-token' | 'no-result'>
  | { rowCode: string; message?: string; fields?: string[]; rows?: number[]; chance?: number; applied?: boolean };

export type CallRecord = {
  method: string;
  path: string;
  query: Record<string, string>;
  at: Date;
  userId: string | null;
  /** Kinds and number of the records it carried. */
  objects: string[];
  records: number;
  /** API calls that it cost. */
  cost: number;
  status: number;
  /** The error code of the answer, the name of the fault that struck, or null when all was well. */
  code: string | null;
};

export type Instance = {
  settings: Settings;
  clock: SimulatorClock;
  faults: FaultBox<SalesforceEffect>;
  faultRandom: Random;
  org: Org;
  grants: Grants;
  usage: Usage;
  cursors: Cursors;
  world: World;
  calls: CallRecord[];
  unknownRequests: string[];
  /** Where the org answers, as a token says; it can move away from the address that was called. */
  instanceUrl(origin: string): string;
  moveTo: string | null;
};

export type ApiRequest = {
  method: string;
  /** Behind `/services/data/vXX.X`. */
  path: string;
  apiPath: string;
  version: number;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON; undefined without a body. */
  body: unknown;
  userId: string;
  writer: Writer;
  effects: SalesforceEffect[];
};

export type RouteResult = { status: number; body?: unknown; headers?: Record<string, string> };
export type RouteHandler = (instance: Instance, request: ApiRequest, params: string[]) => RouteResult;
export type Route = { method: string; pattern: RegExp; handler: RouteHandler };

/** `/sobjects/{object}/describe` becomes a route with one parameter. */
export function route(method: string, template: string, handler: RouteHandler): Route {
  const source = template.replaceAll('.', '\\.').replaceAll(/\{[a-zA-Z]+\}/g, '([^/]+)');
  return { method, pattern: new RegExp(`^${source}/?$`), handler };
}
