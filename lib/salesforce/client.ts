/** The port: every Salesforce call the product makes, in Salesforce's verbs. Returns wire types, never domain objects. */
import { z } from 'zod';
import type { Clock } from '@/lib/clock';
import type { SalesforceLane } from '@/lib/salesforce-budget/model';
import { WireItem, WireLimits, WireObjectDescription, WireQueryPage } from './api-types';
import { createCaller, type Timeouts } from './call';
import type { Fetch } from './exchange';
import type { SharedSession } from './session';
import { to18 } from './soql';
import { ApiTransport } from './transport';

export type FieldValue = string | number | boolean | null;
export type NewRecord = { object: string; fields: Record<string, FieldValue> };
export type ChangedRecord = NewRecord & { id: string };

/**
 * What became of one record of a call, in the order they were given. `code` is Salesforce's own; `failureOfRecord` of
 * errors.ts says what it means.
 */
export type RecordResult =
  | { ok: true; id: string; created: boolean }
  | { ok: false; code: string; message: string; fields: string[] };

/**
 * One connection's calls, paid from `lane`. Every call throws ProviderFault: `unknown` when a write may have been
 * executed, `signed-out` when the connection needs its user. A call with nothing in it makes no call; asking for more
 * than Salesforce takes in one is a mistake of the caller and throws RangeError.
 */
export type SalesforceClient = {
  /** What this user may see and do of an object. Throws `forbidden` (INVALID_TYPE, NOT_FOUND) where it is nothing. */
  describe(object: string): Promise<WireObjectDescription>;
  /** Every row, all pages read. Values in `soql` must have gone through soql.ts. */
  query<Row>(input: { soql: string; row: z.ZodType<Row> }): Promise<Row[]>;
  /** The same with deleted and archived records. */
  queryAll<Row>(input: { soql: string; row: z.ZodType<Row> }): Promise<Row[]>;
  /** At most 200 records; each may fail alone. */
  createRecords(records: NewRecord[]): Promise<RecordResult[]>;
  updateRecords(records: ChangedRecord[]): Promise<RecordResult[]>;
  /** By the value of `keyField`, at most 200 of one object. */
  upsertRecords(input: { object: string; keyField: string; records: NewRecord[] }): Promise<RecordResult[]>;
  /** API calls of the org in 24 hours, and their limit. */
  limits(): Promise<{ used: number; limit: number }>;
  /** Renews the session although it may still be good: a consent of which nobody makes use for 30 days is over. */
  keepAlive(): Promise<void>;
  /** API calls made through this client so far. */
  callsMade(): number;
};

/** Hands out the right to call; throws ProviderFault `quota` when `lane` rests. */
export type SalesforceBudget = {
  take(lane: SalesforceLane): Promise<void>;
  /** Counts a call that nobody may hold up: the one that asks what is left. */
  count(lane: SalesforceLane): Promise<void>;
  /** What the org said of its usage with an answer. */
  seen(usage: { used: number; limit: number }): Promise<void>;
  /** Salesforce refused a call because the org has none left. */
  exhausted(why: string): Promise<void>;
};

const mostRecords = 200;
type Deps = {
  session: SharedSession;
  budget: SalesforceBudget;
  lane: SalesforceLane;
  clock: Clock;
  fetch: Fetch;
  random?: () => number;
  timeouts?: Partial<Timeouts>;
};

/** A client of one connection, with its own counter. */
export function createSalesforceClient({
  session,
  budget,
  lane,
  clock,
  fetch,
  random = Math.random,
  timeouts,
}: Deps): SalesforceClient {
  let calls = 0;
  const transport = new ApiTransport({
    fetch,
    clock,
    budget,
    lane,
    random,
    onCall: () => {
      calls += 1;
    },
  });
  const call = createCaller(session, transport, timeouts);

  return {
    describe: async (object) => call({ ...get(`/sobjects/${name(object)}/describe`), answer: WireObjectDescription }),
    query: ({ soql, row }) => everyPage('/query', soql, row),
    queryAll: ({ soql, row }) => everyPage('/queryAll', soql, row),
    createRecords: (records) => write('POST', '/composite/sobjects', records),
    updateRecords: (records) => write('PATCH', '/composite/sobjects', records),
    upsertRecords: async ({ object, keyField, records }) =>
      write('PATCH', `/composite/sobjects/${name(object)}/${name(keyField)}`, records),
    async limits() {
      const { DailyApiRequests } = await call({ ...get('/limits'), answer: WireLimits });
      const usage = { used: DailyApiRequests.Max - DailyApiRequests.Remaining, limit: DailyApiRequests.Max };
      await budget.seen(usage);
      return usage;
    },
    async keepAlive() {
      await session.renewed(session.current().version);
    },
    callsMade: () => calls,
  };

  async function everyPage<Row>(path: string, soql: string, row: z.ZodType<Row>): Promise<Row[]> {
    const answer = WireQueryPage(row);
    const rows: Row[] = [];
    let next: string | undefined = `${path}?q=${encodeURIComponent(soql)}`;
    while (next) {
      const page: z.infer<typeof answer> = await call({ method: 'GET', path: next, patience: 'query', answer });
      rows.push(...page.records);
      next = page.done ? undefined : page.nextRecordsUrl;
    }
    return rows;
  }

  async function write(method: 'POST' | 'PATCH', path: string, records: (NewRecord & { id?: string })[]) {
    if (records.length === 0) return [];
    if (records.length > mostRecords)
      throw new RangeError(`Salesforce takes at most ${mostRecords} records in one call.`);
    const body = {
      allOrNone: false,
      records: records.map(({ object, id, fields }) => ({
        attributes: { type: object },
        ...(id && { id }),
        ...fields,
      })),
    };
    const answer = z.array(WireItem).length(records.length);
    return (await call({ method, path, body, patience: 'write', answer })).map((item) =>
      resultFrom(item, method === 'POST'),
    );
  }
}

const get = (path: string) => ({ method: 'GET', path, patience: 'read' }) as const;

/** API names go into the address as they are. */
function name(apiName: string): string {
  if (!/^\w+$/.test(apiName)) throw new RangeError(`"${apiName}" is no API name.`);
  return apiName;
}

function resultFrom({ success, id, created, errors }: WireItem, isNew: boolean): RecordResult {
  if (success && id) return { ok: true, id: to18(id), created: created ?? isNew };
  const [error] = errors ?? [];
  const code = error?.statusCode ?? error?.errorCode ?? 'UNKNOWN_EXCEPTION';
  return { ok: false, code, message: error?.message ?? '', fields: error?.fields ?? [] };
}
