import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Counts, JobName, RunOutcome, RunTrigger } from '@/lib/sync/model';
import { deliveryJobNames, jobNames, noCounts } from '@/lib/sync/model';
import type { Tx } from '../client';
import { syncJobs, syncRuns } from '../schema';

export type SyncJob = typeof syncJobs.$inferSelect;
export type SyncRun = typeof syncRuns.$inferSelect;

const isDelivery = (name: JobName) => deliveryJobNames.some((one) => one === name);
// A job that an upgrade brings is on where the sync is on, as if it had been there when somebody pressed Start.
const isSyncOn = sql<boolean>`(select coalesce(bool_or(j.enabled), false) from sync_jobs j
  where j.name not in (${sql.join(
    deliveryJobNames.map((name) => sql`${name}`),
    sql`, `,
  )}))`;
const isOnAtFirst = (name: JobName) => (isDelivery(name) ? true : isSyncOn);

/** The state of a job; one seen for the first time gets a row: deliveries are on, people's jobs where others are. */
export async function selectJob(db: Tx, name: JobName): Promise<SyncJob> {
  const [row] = await db.select().from(syncJobs).where(eq(syncJobs.name, name));
  if (row) return row;
  await db
    .insert(syncJobs)
    .values({ name, enabled: isOnAtFirst(name) })
    .onConflictDoNothing();
  return selectJob(db, name);
}

/** The state of every job, in no order; those seen for the first time get a row, as `selectJob` does. */
export async function selectJobs(db: Tx): Promise<SyncJob[]> {
  await db
    .insert(syncJobs)
    .values(jobNames.map((name) => ({ name, enabled: isOnAtFirst(name) })))
    .onConflictDoNothing();
  return db.select().from(syncJobs);
}

/** Keeps other runs from saving until this transaction ends. False when one saved since `version`. */
export async function lockCheckpoint(tx: Tx, input: { name: JobName; version: number }): Promise<boolean> {
  const rows = await tx
    .select({ name: syncJobs.name })
    .from(syncJobs)
    .where(and(eq(syncJobs.name, input.name), eq(syncJobs.checkpointVersion, input.version)))
    .for('update');
  return rows.length === 1;
}

/** Saves where the job goes on. False when another run saved since `version`: this run has lost its lease. */
export async function updateCheckpoint(
  db: Tx,
  input: { name: JobName; version: number; checkpoint: unknown },
): Promise<boolean> {
  const rows = await db
    .update(syncJobs)
    .set({ checkpoint: input.checkpoint, checkpointVersion: input.version + 1 })
    .where(and(eq(syncJobs.name, input.name), eq(syncJobs.checkpointVersion, input.version)))
    .returning({ name: syncJobs.name });
  return rows.length === 1;
}

/** Sets the checkpoint of a job that is not this run's own, ending any run that works on the old one. */
export async function replaceCheckpoint(db: Tx, name: JobName, checkpoint: unknown): Promise<void> {
  await db
    .insert(syncJobs)
    .values({ name, enabled: isOnAtFirst(name), checkpoint, checkpointVersion: 1 })
    .onConflictDoUpdate({
      target: syncJobs.name,
      set: { checkpoint, checkpointVersion: sql`${syncJobs.checkpointVersion} + 1` },
    });
}

export type JobChange = Partial<Pick<SyncJob, 'enabled' | 'pausedReason' | 'waitUntil' | 'lastOkAt'>>;

/** Changes what decides whether these jobs may run, and when they last ended well. */
export async function updateJobs(db: Tx, names: readonly JobName[], change: JobChange): Promise<void> {
  await db
    .update(syncJobs)
    .set(change)
    .where(inArray(syncJobs.name, [...names]));
}

/** Opens a run, and closes those of the same job that were killed before they could. */
export async function insertRun(
  db: Tx,
  run: { job: JobName; trigger: RunTrigger; startedAt: Date; checkpointFrom: unknown },
): Promise<string> {
  await db
    .update(syncRuns)
    .set({
      finishedAt: run.startedAt,
      outcome: 'failed',
      faultKind: 'stopped',
      message: 'The process was stopped before the run ended. The next run goes on from its last saved page.',
    })
    .where(and(eq(syncRuns.job, run.job), isNull(syncRuns.finishedAt)));
  const [row] = await db
    .insert(syncRuns)
    .values({ ...run, heartbeatAt: run.startedAt, counts: noCounts })
    .returning({ id: syncRuns.id });
  if (!row) throw new Error('The run was not recorded');
  return row.id;
}

export type RunProgress = { counts: Counts; apiCalls: number; heartbeatAt: Date; checkpointTo: unknown };
export type RunEnd = RunProgress & {
  finishedAt: Date;
  outcome: RunOutcome;
  faultKind: string | null;
  message: string | null;
};

/** Saves how far a run is, or how it ended. */
export async function updateRun(db: Tx, id: string, change: RunProgress | RunEnd): Promise<void> {
  await db.update(syncRuns).set(change).where(eq(syncRuns.id, id));
}

/** Runs that were nothing to tell (every minute, nothing new) leave no trace. */
export async function deleteRun(db: Tx, id: string): Promise<void> {
  await db.delete(syncRuns).where(eq(syncRuns.id, id));
}

/** The newest run of each job. */
export async function selectLatestRuns(db: Tx): Promise<SyncRun[]> {
  // One look into the index for each job, in its very order; `distinct on` would read every run there is.
  const newest = sql`select (select r.id from sync_runs r where r.job = j.name order by r.started_at desc limit 1)
    from (values ${sql.join(
      jobNames.map((name) => sql`(${name})`),
      sql`, `,
    )}) as j (name)`;
  return db.select().from(syncRuns).where(sql`${syncRuns.id} = any(array(${newest}))`);
}

/** Runs that are alive: unfinished, with a heartbeat after `since`. */
export async function selectRunning(db: Tx, since: Date): Promise<SyncRun[]> {
  return db
    .select()
    .from(syncRuns)
    .where(and(isNull(syncRuns.finishedAt), gt(syncRuns.heartbeatAt, since)));
}

/** Forgets runs that started before `moment`. */
export async function deleteRunsBefore(db: Tx, moment: Date): Promise<void> {
  await db.delete(syncRuns).where(lt(syncRuns.startedAt, moment));
}

/** How many runs that began since `since` ended how, by job; an outcome of null is a run that goes on. */
export async function countRunsByOutcome(
  db: Tx,
  since: Date,
): Promise<{ job: JobName; outcome: RunOutcome | null; runs: number }[]> {
  return db
    .select({ job: syncRuns.job, outcome: syncRuns.outcome, runs: sql<number>`count(*)::int` })
    .from(syncRuns)
    .where(gt(syncRuns.startedAt, since))
    .groupBy(syncRuns.job, syncRuns.outcome)
    .orderBy(syncRuns.job, syncRuns.outcome);
}
