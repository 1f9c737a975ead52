import { boolean, index, integer, jsonb, pgTable, real, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CallFeature, CallLane } from '../../lib/call-budget/model';
import type { Counts, JobName, RunOutcome, RunTrigger } from '../../lib/sync/model';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The current state of a job. Its schedule, single run, expiry and retries are the queue's. */
export const syncJobs = pgTable('sync_jobs', {
  name: text('name').$type<JobName>().primaryKey(),
  enabled: boolean('enabled').notNull().default(false),
  checkpoint: jsonb('checkpoint').$type<unknown>(),
  /** A save must name the version it read; a run that lost its lease loses its commit. */
  checkpointVersion: integer('checkpoint_version').notNull().default(0),
  pausedReason: text('paused_reason'),
  /** Not before this moment, after a throttled run. */
  waitUntil: moment('wait_until'),
  lastOkAt: moment('last_ok_at'),
});

/** One execution of a job, kept for admins. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    job: text('job').$type<JobName>().notNull(),
    trigger: text('trigger').$type<RunTrigger>().notNull(),
    startedAt: moment('started_at').notNull(),
    /** The last sign of life; a run without one for long was killed. */
    heartbeatAt: moment('heartbeat_at').notNull(),
    finishedAt: moment('finished_at'),
    outcome: text('outcome').$type<RunOutcome>(),
    counts: jsonb('counts').$type<Counts>().notNull(),
    apiCalls: integer('api_calls').notNull().default(0),
    checkpointFrom: jsonb('checkpoint_from').$type<unknown>(),
    checkpointTo: jsonb('checkpoint_to').$type<unknown>(),
    faultKind: text('fault_kind'),
    message: text('message'),
  },
  // Read backwards for the newest first; an index `desc()` would put nulls last, and `desc` in a query puts them first.
  (t) => [index('sync_runs_latest').on(t.job, t.startedAt), index('sync_runs_started').on(t.startedAt, t.id)],
);

/** One provider call: counted against the window from `takenAt`, in flight until `releasedAt` or `expiresAt`. */
export const callLeases = pgTable(
  'call_leases',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    provider: text('provider').notNull(),
    lane: text('lane').$type<CallLane>().notNull(),
    takenAt: moment('taken_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    releasedAt: moment('released_at'),
  },
  (t) => [index('call_leases_window').on(t.provider, t.takenAt)],
);

/** The state of the one budget of a provider: its pauses, our count of the quota day, and the provider's own count. */
export const callBudgets = pgTable('call_budgets', {
  provider: text('provider').primaryKey(),
  /** Nobody calls before this moment (after a 606 or 615). */
  pausedUntil: moment('paused_until'),
  /** Only checks before sending go on before this moment (after a 607). */
  quotaSpentUntil: moment('quota_spent_until'),
  /** Parts of the limits that were left at `easedAt`; they grow again with time. */
  easedAt: moment('eased_at'),
  easedCalls: real('eased_calls').notNull().default(1),
  easedConcurrent: real('eased_concurrent').notNull().default(1),
  /** The quota day that `ours` counts, by its beginning. */
  day: moment('day'),
  ours: integer('ours').notNull().default(0),
  /** What Marketo counted of everybody in `usageDay`, and what `ours` was then. */
  usageDay: moment('usage_day'),
  usageTotal: integer('usage_total').notNull().default(0),
  usageOurs: integer('usage_ours').notNull().default(0),
  usageReadAt: moment('usage_read_at'),
  /** One process reads at a time. */
  usageTriedAt: moment('usage_tried_at'),
  /** Why the last reading failed, in words; null after a success. */
  usageFault: text('usage_fault'),
  /** Errors that Marketo answered to everybody in `usageDay`. */
  errors: jsonb('errors').$type<{ code: string; count: number }[]>(),
});

/** Calls of one hour in one lane for one feature. */
export const callUsage = pgTable(
  'call_usage',
  {
    id: text('id').primaryKey(),
    provider: text('provider').notNull(),
    hour: moment('hour').notNull(),
    lane: text('lane').$type<CallLane>().notNull(),
    feature: text('feature').$type<CallFeature>().notNull().default('other'),
    calls: integer('calls').notNull().default(0),
  },
  (t) => [index('call_usage_hour').on(t.provider, t.hour)],
);
