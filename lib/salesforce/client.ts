/** The port: every Salesforce call the product makes, in Salesforce's verbs. Returns wire types, never domain objects. */
import type { z } from 'zod';
import type { SalesforceLane } from '@/lib/salesforce-budget/model';

export type FieldValue = string | number | boolean | null;
export type NewRecord = { object: string; fields: Record<string, FieldValue> };
export type ChangedRecord = NewRecord & { id: string };

/** What became of one record of a call, in the order they were given. `code` is Salesforce's own. */
export type RecordResult =
  | { ok: true; id: string; created: boolean }
  | { ok: false; code: string; message: string; fields: string[] };

export type WireFieldDescription = {
  name: string;
  label: string;
  type: string;
  length: number | null;
  createable: boolean;
  updateable: boolean;
  externalId: boolean;
  unique: boolean;
  restrictedPicklist: boolean;
  picklistValues: { value: string; active: boolean; defaultValue: boolean }[];
};
export type WireObjectDescription = {
  name: string;
  createable: boolean;
  updateable: boolean;
  fields: WireFieldDescription[];
};

/**
 * One connection's calls, paid from `lane`. Every call throws ProviderFault: `unknown` when a write may have been
 * executed, `signed-out` when the connection needs its user. A call with nothing in it makes no call.
 */
export type SalesforceClient = {
  /** What this user may see and do of an object. Throws `forbidden` (INVALID_TYPE, NOT_FOUND) where it is nothing. */
  describe(object: string): Promise<WireObjectDescription>;
  /** Every row, all pages read. Values in `soql` must have gone through lib/salesforce/soql.ts. */
  query<Row>(input: { soql: string; row: z.ZodType<Row> }): Promise<Row[]>;
  /** The same with deleted and archived records. */
  queryAll<Row>(input: { soql: string; row: z.ZodType<Row> }): Promise<Row[]>;
  /** At most 200 records; each may fail alone. */
  createRecords(records: NewRecord[]): Promise<RecordResult[]>;
  updateRecords(records: ChangedRecord[]): Promise<RecordResult[]>;
  /** By the value of `keyField`, at most 200 of one object. */
  upsertRecords(input: { object: string; keyField: string; records: NewRecord[] }): Promise<RecordResult[]>;
  /** At most 2,000 ids; null where there is none to be seen. */
  retrieve<Row>(input: {
    object: string;
    ids: string[];
    fields: string[];
    row: z.ZodType<Row>;
  }): Promise<(Row | null)[]>;
  /** API calls of the org in 24 hours, and their limit. */
  limits(): Promise<{ used: number; limit: number }>;
  /** Salesforce's own time, by the Date header of its last answer; null before the first. */
  serverTime(): Date | null;
  /** API calls made through this client so far. */
  callsMade(): number;
};

/** Hands out the right to call; throws ProviderFault `quota` when `lane` rests. */
export type SalesforceBudget = {
  take(lane: SalesforceLane): Promise<void>;
  /** What the org said of its usage with an answer. */
  seen(usage: { used: number; limit: number }): Promise<void>;
};
