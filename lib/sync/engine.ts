/** Runs a job step by step: local writes and the next checkpoint commit together. Knows jobs, not providers. */
import type { z } from 'zod';
import type { Transaction } from '@/db/client';
import {
  deleteRun,
  insertRun,
  type JobChange,
  lockCheckpoint,
  type SyncJob,
  selectJob,
  updateCheckpoint,
  updateJobs,
  updateRun,
} from '@/db/queries/sync';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { ProviderFault } from '../provider-fault';
import { addCounts, type Counts, type JobName, noCounts, type RunOutcome, type RunTrigger } from './model';
import { backoffMs, verdictOnJob } from './policy';

/** A use-case context whose provider calls are counted for the run. */
export type SyncCtx = Ctx & { apiCalls(): number };

export type Step<C> = {
  /** Resume here. */
  next: C;
  /** The same with what only the commit knows, such as sums of its counts. */
  nextAfter?(counts: Counts): C;
  /** Nothing more for now. */
  done: boolean;
  /** Local writes; committed together with `next`. */
  commit(tx: Transaction): Promise<Counts>;
  /** Of it what a provider told and stays true: written also when another run has taken over meanwhile. */
  keep?(tx: Transaction): Promise<void>;
  /** Nothing to do before `until`: the run ends, with `why` as its sentence, and the next begins then. */
  wait?: { until: Date; why: string };
  /** What stopped the step. It is committed all the same; then the run does what the policy says of this kind. */
  fault?: ProviderFault;
  /** Jobs that have work now because of this step. */
  wakes?: JobName[];
};

export type Job<C> = {
  name: JobName;
  checkpoint: z.ZodType<C>;
  first(): C;
  /** One bounded unit: a page, or a batch. */
  step(checkpoint: C, ctx: SyncCtx): Promise<Step<C>>;
};

export type RunOptions = {
  trigger: RunTrigger;
  /** No new step begins after this moment. */
  deadline: Date;
  signal?: AbortSignal;
  /** Called after each committed step, for a watcher. */
  onStep?(counts: Counts): void;
};

export type RunResult = {
  job: JobName;
  outcome: RunOutcome;
  counts: Counts;
  apiCalls: number;
  durationMs: number;
  message: string | null;
  /** Null when nothing failed; else a FaultKind of the provider, or a word of ours. */
  faultKind: string | null;
  wakes: JobName[];
};

const maxStepFailures = 3;

/**
 * Runs `job` from its checkpoint until it is done, the deadline passes, an admin pauses it, or a fault stops it.
 * Faults are outcomes, not exceptions; throws only when the database cannot be reached.
 */
export async function runJob<C>(job: Job<C>, ctx: SyncCtx, options: RunOptions): Promise<RunResult> {
  const startedAt = ctx.clock.now();
  const state = await selectJob(ctx.db, job.name);
  const idle = notDue(state, startedAt);
  if (idle) return { job: job.name, ...idle, counts: noCounts, apiCalls: 0, durationMs: 0, faultKind: null, wakes: [] };
  const runId = await insertRun(ctx.db, {
    job: job.name,
    trigger: options.trigger,
    startedAt,
    checkpointFrom: state.checkpoint,
  });
  const run = { id: runId, counts: noCounts, wakes: new Set<JobName>(), checkpoint: state.checkpoint };
  const end = await takeSteps(job, ctx, options, run, state.checkpointVersion);
  return finish(job, ctx, run, end, startedAt);
}

type Run = { id: string; counts: Counts; wakes: Set<JobName>; checkpoint: unknown };
type End = { outcome: RunOutcome; message: string | null; faultKind: string | null; change: JobChange };

function notDue(state: SyncJob, now: Date): Pick<RunResult, 'outcome' | 'message'> | null {
  if (!state.enabled) return { outcome: 'paused', message: state.pausedReason ?? 'The sync is not started.' };
  if (state.waitUntil && state.waitUntil > now) {
    return { outcome: 'throttled', message: `Nothing to do before ${state.waitUntil.toISOString()}.` };
  }
  return null;
}

async function takeSteps<C>(job: Job<C>, ctx: SyncCtx, options: RunOptions, run: Run, version: number): Promise<End> {
  let checkpoint = checkpointOf(job, run.checkpoint, ctx);
  let failures = 0;
  for (let saved = version; ; ) {
    const stop = await reasonToStop(job, ctx, options);
    if (stop) return stop;
    try {
      const step = await job.step(checkpoint, ctx);
      const committed = await commitStep(job, ctx, run, step, saved);
      if (!committed) return lostLease;
      saved += 1;
      run.counts = committed.counts;
      checkpoint = committed.checkpoint;
      run.checkpoint = checkpoint;
      for (const name of step.wakes ?? []) run.wakes.add(name);
      options.onStep?.(run.counts);
      if (step.fault) throw step.fault;
      failures = 0;
      if (step.done) return done(ctx);
      if (step.wait) return { ...paused(step.wait.why), change: { waitUntil: step.wait.until } };
    } catch (error) {
      const end = await afterFailure(error, ctx, ++failures);
      if (end) return end;
    }
  }
}

async function reasonToStop(job: { name: JobName }, ctx: SyncCtx, options: RunOptions): Promise<End | null> {
  if (options.signal?.aborted) return paused('The process is shutting down; the next run goes on from here.');
  if (ctx.clock.now() >= options.deadline)
    return paused('The time of this run is over; the next run goes on from here.');
  const state = await selectJob(ctx.db, job.name);
  return state.enabled ? null : paused(state.pausedReason ?? 'Paused.');
}

/** Null when another run has taken over. */
async function commitStep<C>(
  job: Job<C>,
  ctx: SyncCtx,
  run: Run,
  step: Step<C>,
  version: number,
): Promise<{ counts: Counts; checkpoint: C } | null> {
  const committed = await ctx.db.transaction(async (tx) => {
    if (!(await lockCheckpoint(tx, { name: job.name, version }))) return null;
    const done = await step.commit(tx);
    const checkpoint = step.nextAfter?.(done) ?? step.next;
    await updateCheckpoint(tx, { name: job.name, version, checkpoint });
    const counts = addCounts(run.counts, done);
    const heartbeatAt = ctx.clock.now();
    await updateRun(tx, run.id, { counts, apiCalls: ctx.apiCalls(), heartbeatAt, checkpointTo: checkpoint });
    return { counts, checkpoint };
  });
  if (!committed && step.keep) await ctx.db.transaction(step.keep);
  return committed;
}

async function afterFailure(error: unknown, ctx: SyncCtx, failures: number): Promise<End | null> {
  if (error instanceof AppError) {
    return { outcome: 'failed', message: error.message, faultKind: error.code, change: {} };
  }
  if (!(error instanceof ProviderFault)) {
    ctx.log.error({ err: error }, 'job step failed');
    return { outcome: 'failed', message: sentence(error), faultKind: 'internal', change: {} };
  }
  const verdict = verdictOnJob(error.kind);
  if (verdict.retryStep && failures < maxStepFailures) {
    await ctx.clock.sleep(backoffMs(failures, Math.random()));
    return null;
  }
  const now = ctx.clock.now();
  const waitUntil = new Date(now.getTime() + (error.retryAfterMs ?? verdict.waitMs(now)));
  return {
    outcome: verdict.outcome,
    message: error.message,
    faultKind: error.kind,
    change: verdict.pause ? { enabled: false, pausedReason: error.message } : { waitUntil },
  };
}

async function finish<C>(job: Job<C>, ctx: SyncCtx, run: Run, end: End, startedAt: Date): Promise<RunResult> {
  const finishedAt = ctx.clock.now();
  const apiCalls = ctx.apiCalls();
  if (Object.keys(end.change).length > 0) await updateJobs(ctx.db, [job.name], end.change);
  if (end.outcome === 'done' && isIdle(run.counts)) {
    await deleteRun(ctx.db, run.id);
  } else {
    const { counts, checkpoint: checkpointTo } = run;
    const { outcome, message, faultKind } = end;
    const progress = { counts, apiCalls, heartbeatAt: finishedAt, checkpointTo };
    await updateRun(ctx.db, run.id, { ...progress, finishedAt, outcome, message, faultKind });
  }
  const durationMs = finishedAt.getTime() - startedAt.getTime();
  const result = {
    job: job.name,
    outcome: end.outcome,
    counts: run.counts,
    apiCalls,
    durationMs,
    message: end.message,
    faultKind: end.faultKind,
  };
  const { job: _, ...said } = result;
  ctx.log.info({ ...said, runId: run.id }, 'run');
  return { ...result, wakes: [...run.wakes] };
}

function checkpointOf<C>(job: Job<C>, stored: unknown, ctx: SyncCtx): C {
  if (stored === null || stored === undefined) return job.first();
  const parsed = job.checkpoint.safeParse(stored);
  if (parsed.success) return parsed.data;
  ctx.log.warn({ job: job.name }, 'checkpoint of an older version: starting over');
  return job.first();
}

const isIdle = (counts: Counts) => counts.read + counts.written + counts.removed === 0;
const paused = (message: string): End => ({ outcome: 'paused', message, faultKind: null, change: {} });
const done = (ctx: SyncCtx): End => ({
  outcome: 'done',
  message: null,
  faultKind: null,
  change: { lastOkAt: ctx.clock.now(), waitUntil: null },
});
const lostLease: End = {
  outcome: 'failed',
  message: 'Another run took over; this one changed nothing more.',
  faultKind: 'lost-lease',
  change: {},
};

// The message of a failed query is its text and values; what went wrong is in its cause.
function sentence(thrown: unknown): string {
  const error = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  return error instanceof Error ? error.message.split('\n')[0]?.slice(0, 500) || error.name : 'Unknown failure';
}
