import { boolean, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CallLane } from '../../lib/call-budget/model';
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

/** Nobody calls the provider before this moment (after a 606 or 615). */
export const callPauses = pgTable('call_pauses', {
  provider: text('provider').primaryKey(),
  until: moment('until').notNull(),
});

/** Calls of one hour in one lane, for the admin's curve. */
export const callUsage = pgTable(
  'call_usage',
  {
    id: text('id').primaryKey(),
    provider: text('provider').notNull(),
    hour: moment('hour').notNull(),
    lane: text('lane').$type<CallLane>().notNull(),
    calls: integer('calls').notNull().default(0),
  },
  (t) => [index('call_usage_hour').on(t.provider, t.hour)],
);
