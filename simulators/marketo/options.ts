/** What a caller can choose about the simulated instance, and what it gets when it does not choose. */
import { ownedSmartList, type SmartList } from './smart-lists';

export type Capabilities = {
  /** Natively synced with Salesforce: the `sfdc…` fields exist. */
  sfdc: boolean;
  /** The social profile fields still exist. */
  linkedIn: boolean;
  /** A synced Salesforce formula field carries the owner's full name. */
  ownerName: boolean;
  /** Bulk extracts exist at all; without them every such call is 703. */
  bulk: boolean;
  /** Bulk extracts may filter by `updatedAt`. */
  updatedAtFilter: boolean;
  /** Bulk extracts may filter by a smart list. */
  smartLists: boolean;
};

export type Limits = {
  callsPer20s: number;
  concurrent: number;
  dailyQuota: number;
  /** Rows of the activity log that one feed call looks at. */
  scanBlock: number;
  bulkQuotaBytes: number;
  /** What other integrations of the same instance take of every 20 seconds, and so of the day. */
  otherAppsPer20s: number;
};

/** Behaviours that differ between real instances or that the documentation leaves open. */
export type Quirks = {
  /** How an empty field that was asked for is shown. */
  nulls: 'explicit' | 'omit';
  /** `documented`: as each endpoint's samples; `zoo`: `Z`, `+0000`, `-08:00` and `2014-11-13 12:43:04` in turn. */
  dates: 'documented' | 'zoo';
  /** Newer infrastructure sends no activity `id`, or one that repeats; `marketoGUID` stays unique. */
  activityIds: 'unique' | 'missing' | 'repeated';
  /** Accept the long-removed `access_token` query parameter. */
  queryToken: boolean;
  /** The code with which a paging token that is broken or too old is refused. */
  refusedToken: '1001' | '1003' | '610' | '611';
  /** Successful answers of the person database carry a harmless warning. */
  warnings: boolean;
  /** Bulk files: a byte order mark, NUL bytes in some cells, quotes not doubled inside quoted cells. */
  csvBom: boolean;
  csvNulBytes: boolean;
  csvStrayQuotes: boolean;
  /** `text/csv;charset=UTF-8` rather than `text/csv`. */
  csvCharset: boolean;
  /** A bulk range also holds rows of so many seconds before it, as around a time change: windows overlap. */
  bulkEdgeSeconds: number;
  /** How activity 32 spells the losers: `[1, 2]`, `"[1, 2]"` or `"[\"1\",\"2\"]"`. */
  mergeIds: 'array' | 'text' | 'text-of-texts';
  /** What an owner change by the Salesforce sync leaves: activity 23, a data value change, or nothing. */
  ownerNews: 'activity' | 'change' | 'none';
  /** This share of the rows is committed up to so many milliseconds late, still with its true date. */
  lateCommits: { share: number; mostMs: number };
  /** Activities that were written by the API are served by the feeds only so much later. */
  writtenShowAfterMs: number;
};

/** The life of a bulk job, scaled down from the real minutes. */
export type BulkTimes = { queuedForMs: number; processingForMs: number; statusEveryMs: number };

export type Permission =
  | 'readLead'
  | 'writeLead'
  | 'readActivity'
  | 'writeActivity'
  | 'readActivityMetadata'
  | 'writeActivityMetadata'
  | 'readOpportunity'
  | 'writeOpportunity'
  | 'readAsset'
  | 'writeAsset'
  | 'readSchema'
  | 'writeSchema';

/** An API-only user with its own custom service; `denied` is what its role lacks. */
export type ApiUser = { clientId: string; clientSecret: string; email: string; denied: Permission[] };

export type MarketoSimulatorOptions = {
  port?: number;
  host?: string;
  clientId?: string;
  clientSecret?: string;
  /** What the role of the first API user lacks. */
  denied?: Permission[];
  /** Further API users; the first is the one of `clientId`. */
  otherUsers?: ApiUser[];
  /** Default: one, of people with a sales owner. */
  smartLists?: SmartList[];
  /** Real time that every API call takes; identity included. */
  latencyMs?: number;
  seed?: number;
  capabilities?: Partial<Capabilities>;
  limits?: Partial<Limits>;
  quirks?: Partial<Quirks>;
  bulk?: Partial<BulkTimes>;
  /** The clock stands still here until it is moved. Without it: the machine's time, running. */
  startAt?: Date;
};

export type Settings = {
  port: number;
  host: string;
  users: [ApiUser, ...ApiUser[]];
  smartLists: SmartList[];
  latencyMs: number;
  seed: number;
  capabilities: Capabilities;
  limits: Limits;
  quirks: Quirks;
  bulk: BulkTimes;
  startAt: Date | undefined;
};

const defaultCapabilities: Capabilities = {
  sfdc: true,
  linkedIn: true,
  ownerName: true,
  bulk: true,
  updatedAtFilter: true,
  smartLists: true,
};

const defaultLimits: Limits = {
  callsPer20s: 100,
  concurrent: 10,
  dailyQuota: 50_000,
  scanBlock: 1000,
  bulkQuotaBytes: 500 * 1024 * 1024,
  otherAppsPer20s: 0,
};

const defaultQuirks: Quirks = {
  nulls: 'explicit',
  dates: 'documented',
  activityIds: 'unique',
  queryToken: false,
  refusedToken: '1003',
  warnings: false,
  csvBom: false,
  csvNulBytes: false,
  csvStrayQuotes: false,
  csvCharset: true,
  bulkEdgeSeconds: 0,
  mergeIds: 'array',
  ownerNews: 'activity',
  lateCommits: { share: 0, mostMs: 0 },
  writtenShowAfterMs: 0,
};

export function withDefaults(options: MarketoSimulatorOptions): Settings {
  const first: ApiUser = {
    clientId: options.clientId ?? 'demo-client',
    clientSecret: options.clientSecret ?? 'demo-secret',
    email: 'api@demo.example',
    denied: [...(options.denied ?? [])],
  };
  return {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    users: [first, ...(options.otherUsers ?? [])],
    smartLists: options.smartLists ?? [ownedSmartList],
    latencyMs: options.latencyMs ?? 0,
    seed: options.seed ?? 1,
    capabilities: { ...defaultCapabilities, ...options.capabilities },
    limits: { ...defaultLimits, ...options.limits },
    quirks: { ...defaultQuirks, ...options.quirks },
    bulk: { queuedForMs: 2000, processingForMs: 3000, statusEveryMs: 1000, ...options.bulk },
    startAt: options.startAt,
  };
}
