/** What a caller can choose about the simulated instance, and what it gets when it does not choose. */
export type Capabilities = {
  /** Natively synced with Salesforce: the `sfdc…` fields exist. */
  sfdc: boolean;
  /** The social profile fields still exist. */
  linkedIn: boolean;
  /** A synced Salesforce formula field carries the owner's full name. */
  ownerName: boolean;
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
};

/** Behaviours that differ between real instances or that the documentation leaves open. */
export type Quirks = {
  /** How an empty field that was asked for is shown. */
  nulls: 'explicit' | 'omit';
  /** `documented`: as each endpoint's samples; `zoo`: `Z`, `+0000` and `-08:00` in turn. */
  dates: 'documented' | 'zoo';
  /** Newer infrastructure sends no activity `id`, or one that repeats; `marketoGUID` stays unique. */
  activityIds: 'unique' | 'missing' | 'repeated';
  /** Accept the long-removed `access_token` query parameter. */
  queryToken: boolean;
};

/** The life of a bulk job, scaled down from the real minutes. */
export type BulkTimes = { queuedForMs: number; processingForMs: number; statusEveryMs: number };

export type MarketoSimulatorOptions = {
  port?: number;
  host?: string;
  clientId?: string;
  clientSecret?: string;
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
  clientId: string;
  clientSecret: string;
  latencyMs: number;
  seed: number;
  capabilities: Capabilities;
  limits: Limits;
  quirks: Quirks;
  bulk: BulkTimes;
  startAt: Date | undefined;
};

export function withDefaults(options: MarketoSimulatorOptions): Settings {
  return {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    clientId: options.clientId ?? 'demo-client',
    clientSecret: options.clientSecret ?? 'demo-secret',
    latencyMs: options.latencyMs ?? 0,
    seed: options.seed ?? 1,
    capabilities: {
      sfdc: true,
      linkedIn: true,
      ownerName: true,
      updatedAtFilter: true,
      smartLists: true,
      ...options.capabilities,
    },
    limits: {
      callsPer20s: 100,
      concurrent: 10,
      dailyQuota: 50_000,
      scanBlock: 1000,
      bulkQuotaBytes: 500 * 1024 * 1024,
      ...options.limits,
    },
    quirks: {
      nulls: 'explicit',
      dates: 'documented',
      activityIds: 'unique',
      queryToken: false,
      ...options.quirks,
    },
    bulk: { queuedForMs: 2000, processingForMs: 3000, statusEveryMs: 1000, ...options.bulk },
    startAt: options.startAt,
  };
}
