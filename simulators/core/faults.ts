/** Named faults that a test adds ahead of time; each decides per request whether it strikes. JSON-serialisable. */
import { createRandom, type Random } from './random';

export type FaultEffect =
  /** An error of the API itself, in its envelope (identity: HTTP 401). Not executed, unless `applied`. */
  | { code: string; message?: string; applied?: boolean }
  /** The request waits, then is handled normally; together with a code: the code comes after the wait. */
  | { delayMs: number }
  /** Headers and half of the answer come at once, the rest after this time. */
  | { stallMs: number }
  /** An HTTP status with a page that is no envelope, as from a gateway; the request is not executed. */
  | { status: number }
  /** A gateway's HTML page; the request is not executed. */
  | 'html-502'
  /** The same page, but the request was executed. */
  | 'html-502-after'
  /** A page of HTML where JSON should be, with HTTP 200; the request is not executed. */
  | 'html-200'
  /** The connection is cut; the request is not executed. */
  | 'reset-before'
  /** The request is executed, then the connection is cut instead of an answer. */
  | 'reset-after'
  /** The request is executed, and the connection is cut in the middle of its answer. */
  | 'reset-body'
  /** The request is executed, its answer ends in the middle of the JSON (or of the file) as if it were whole. */
  | 'truncate'
  /** The request is executed, its gzipped answer ends in the middle of the compressed stream. */
  | 'gzip-cut'
  /** The access token ends its life just before this request. */
  | 'expire-token'
  /** Activity feeds only: no rows, the same position back, and `moreResult: true`. */
  | 'empty-page'
  /** Feeds and lists: the rows of the page, but the token that was sent comes back, and `moreResult: true`. */
  | 'repeat-token'
  /** The paging token of this request is refused as if it had expired. */
  | 'refuse-token'
  /** The envelope says success and has no `result`. */
  | 'no-result';

export type Fault<Effect = FaultEffect> = {
  /** Part of the path, or a regular expression on it (as a string: `re:…`). Without it: every API call but identity. */
  match?: string | RegExp;
  method?: string;
  /** Strikes only requests that carry records of this kind, where the API tells (Salesforce). */
  object?: string;
  /** Strikes first at the nth matching request, counted from when the fault was added; 1 is the next. */
  nth?: number;
  /** How many requests it strikes. Default 1; with `probability` the default is without end. */
  times?: number;
  /** Each matching request is struck with this probability, drawn from `seed` (default 1). */
  probability?: number;
  seed?: number;
  effect: Effect;
};

export type Struck = { method: string; path: string; objects?: string[] };

export type FaultBox<Effect = FaultEffect> = {
  add(fault: Fault<Effect>): void;
  clear(): void;
  list(): Fault<Effect>[];
  /** The effects that strike this request, in the order in which the faults were added. */
  strike(request: Struck): Effect[];
};

type Armed<Effect> = { fault: Fault<Effect>; seen: number; left: number; random: Random };

export function createFaultBox<Effect = FaultEffect>(): FaultBox<Effect> {
  let armed: Armed<Effect>[] = [];
  return {
    add: (fault) => {
      const left = fault.times ?? (fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY);
      armed.push({ fault, seen: 0, left, random: createRandom(fault.seed ?? 1) });
    },
    clear: () => {
      armed = [];
    },
    list: () => armed.map((item) => item.fault),
    strike: (request) => {
      const effects = armed.filter((item) => strikes(item, request)).map((item) => item.fault.effect);
      armed = armed.filter((item) => item.left > 0);
      return effects;
    },
  };
}

function strikes(item: Armed<unknown>, request: Struck): boolean {
  const { fault } = item;
  if (!matches(fault.match, request.path)) return false;
  if (fault.method && fault.method.toUpperCase() !== request.method) return false;
  if (fault.object && !request.objects?.includes(fault.object)) return false;
  item.seen++;
  if (item.seen < (fault.nth ?? 1) || item.left <= 0) return false;
  if (fault.probability !== undefined && !item.random.chance(fault.probability)) return false;
  item.left--;
  return true;
}

function matches(match: Fault['match'], path: string): boolean {
  if (match === undefined) return !/^\/(identity|services\/oauth2)\//.test(path);
  if (match instanceof RegExp) return new RegExp(match.source, match.flags.replace(/[gy]/g, '')).test(path);
  if (match.startsWith('re:')) return new RegExp(match.slice(3)).test(path);
  return path.includes(match);
}
