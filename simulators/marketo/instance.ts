/** The parts of one simulated instance, as the routes and the control API use them. */
import type { SimulatorClock } from '@/simulators/core/clock';
import type { FaultBox, FaultEffect } from '@/simulators/core/faults';
import type { Answer } from '@/simulators/core/http';
import type { Random } from '@/simulators/core/random';
import type { WorldContext } from '@/simulators/marketo/store/state';
import type { World } from '@/simulators/marketo/store/world';
import type { ApiRequest } from './api-request';
import type { BulkJobs } from './bulk-jobs';
import type { CustomTypes } from './custom-types';
import type { FieldBook } from './fields';
import type { Identity } from './identity';
import type { Limiter } from './limits';
import type { LiveChurn } from './live-churn';
import type { Settings } from './options';
import type { PageTokens } from './page-tokens';

/** What can go wrong with a request here: the faults of every API, and those of the records that a write brings. */
export type MarketoEffect =
  | FaultEffect
  /** Records inside the request are skipped with this code: those at the places `rows`, or each with this chance. */
  | { rowCode: string; message?: string; rows?: number[]; chance?: number }
  /** Only the first half of the records is written, then the connection is cut. */
  | 'reset-midway';

export type CallRecord = {
  method: string;
  path: string;
  query: Record<string, string>;
  at: Date;
  /** The error code of the answer, the name of the fault that struck, or null when all was well. */
  code: string | null;
};

export type Instance = {
  settings: Settings;
  clock: SimulatorClock;
  faults: FaultBox<MarketoEffect>;
  /** Draws which records a fault strikes. */
  faultRandom: Random;
  fields: FieldBook;
  identity: Identity;
  limiter: Limiter;
  world: World;
  context: WorldContext;
  bulk: BulkJobs;
  churn: LiveChurn;
  pageTokens: PageTokens;
  customTypes: CustomTypes;
  /** From when on rows that were written are served, by their place in the log. */
  servedFromMs: Map<number, number>;
  calls: CallRecord[];
  unknownRequests: string[];
  /** Taken through the control API, by name. */
  snapshots: Map<string, string>;
};

/** `params` are the path's variable parts, in order. */
export type RouteHandler = (
  instance: Instance,
  request: ApiRequest,
  params: string[],
) => RouteResult | Promise<RouteResult>;
/** What goes into the envelope, or a finished answer for the few routes without one. */
export type RouteResult = { body: Record<string, unknown> } | { answer: Answer };

export type Route = { method: string; pattern: RegExp; handler: RouteHandler };

/** `/rest/v1/lead/{id}.json` becomes a route with one parameter. */
export function route(method: string, template: string, handler: RouteHandler): Route {
  const source = template.replaceAll('.', '\\.').replaceAll(/\{[a-zA-Z]+\}/g, '([^/]+?)');
  return { method, pattern: new RegExp(`^${source}$`), handler };
}
