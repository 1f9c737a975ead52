import 'server-only';
import { selectCallBudget } from '@/db/queries/call-budget';
import { countDirtyPeople } from '@/db/queries/dirty-people';
import { countFreshness } from '@/db/queries/freshness';
import { countPeopleByState } from '@/db/queries/people';
import { selectMarketoConnection } from '@/db/queries/settings';
import { replaceCheckpoint, selectJobs, selectLatestRuns, selectRunning, updateJobs } from '@/db/queries/sync';
import { selectRun, selectRunsPage, sumRunCalls } from '@/db/queries/sync-runs';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { mostPeople } from '../people/model';
import type { CronAnswer, RunsPage, RunsQuery, RunView, SyncView, VanishedVerdict } from './contract';
import { freshnessFrom, sliceMs } from './freshness';
import { doubtOf, noSweep } from './jobs/sweep-checkpoint';
import { deliveryJobNames, type JobName, jobNames, noCounts, peopleJobNames } from './model';
import { loadCheckpointOf, phaseOf } from './phase';
import { runRegistered } from './run-registered';
import { stagesFrom } from './stages';
import { jobViewFrom, loadViewFrom, runViewFrom, vanishedFrom } from './views';
import { wakeJob } from './wake-job';

const hourMs = 3600_000;
// A run that has not saved anything for this long is not shown as running.
const silenceMs = 3 * 60_000;

/** Everything the sync page shows, at one moment. */
export async function readSync(ctx: Ctx): Promise<SyncView> {
  const now = ctx.clock.now();
  const [jobs, latest, running, states, waiting, freshness, budget, connection] = await Promise.all([
    selectJobs(ctx.db),
    selectLatestRuns(ctx.db),
    selectRunning(ctx.db, new Date(now.getTime() - silenceMs)),
    countPeopleByState(ctx.db),
    countDirtyPeople(ctx.db),
    countFreshness(ctx.db, { since: new Date(now.getTime() - hourMs), sliceMs }),
    selectCallBudget(ctx.db, { provider: 'marketo', now }),
    selectMarketoConnection(ctx.db),
  ]);
  const { active = 0, ...gone } = states;
  const sync = { jobs, latest, running, now };
  const since = loadCheckpointOf(jobs)?.startedAt ?? now;
  const follow = jobs.find((job) => job.name === 'follow-people');
  return {
    asOf: now.toISOString(),
    phase: phaseOf(jobs),
    stages: stagesFrom(jobs, connection !== null),
    jobs: jobNames.map((name) => jobViewFrom(name, sync)),
    load: loadViewFrom(sync, await sumRunCalls(ctx.db, { job: 'load-people', since })),
    people: { active, most: ctx.mostPeople ?? mostPeople, waiting, gone },
    vanished: vanishedFrom(jobs),
    freshness: { ...freshnessFrom(freshness, now), followedAt: follow?.lastOkAt?.toISOString() ?? null },
    callBudget: {
      ...budget,
      hours: budget.hours.map(({ hour, calls }) => ({ hour: hour.toISOString(), calls })),
      callsPerWindow: connection?.callsPerWindow ?? 50,
      windowMs: 20_000,
      concurrent: connection?.concurrent ?? 5,
    },
  };
}

/** One page of past and present runs, newest first. */
export async function listRuns(ctx: Ctx, { limit, cursor, ...selection }: RunsQuery): Promise<RunsPage> {
  const rows = await selectRunsPage(ctx.db, { selection, after: cursor, limit: limit + 1 });
  const items = rows.slice(0, limit).map(runViewFrom);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** One run. Throws AppError `not_found` once it is not kept any more. */
export async function readRun(ctx: Ctx, id: string): Promise<RunView> {
  const run = await selectRun(ctx.db, id);
  if (!run) throw new AppError('not_found', 'This run is not kept any more. Runs are kept for 30 days.');
  return runViewFrom(run);
}

/** Switches the people sync on and begins at once. Throws AppError `not_configured` without a Marketo connection. */
export async function startSync(ctx: Ctx): Promise<void> {
  if (!(await selectMarketoConnection(ctx.db))) {
    throw new AppError('not_configured', 'Connect Marketo under Settings › Marketo first.');
  }
  await selectJobs(ctx.db);
  await updateJobs(ctx.db, peopleJobNames, { enabled: true, pausedReason: null, waitUntil: null });
  ctx.log.info('sync started');
  await wakeJob(ctx, 'load-people', 'admin');
}

/** Stops every people job after the page it is reading; Start goes on from there. */
export async function pauseSync(ctx: Ctx): Promise<void> {
  const by = ctx.actor ? `Paused by ${ctx.actor.name}.` : 'Paused.';
  await selectJobs(ctx.db);
  await updateJobs(ctx.db, peopleJobNames, { enabled: false, pausedReason: by });
  ctx.log.info('sync paused');
}

/**
 * Lets a sweep that stopped because too many people vanished begin again; when they are `gone`, it takes them off the
 * list. Throws AppError `conflict` when no sweep waits for that word.
 */
export async function judgeVanished(ctx: Ctx, { gone }: VanishedVerdict): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const sweep = (await selectJobs(tx)).find((job) => job.name === 'sweep-people');
    if (!doubtOf(sweep?.checkpoint)) throw new AppError('conflict', 'No sweep waits for a word on vanished people.');
    const confirmedBy = gone ? (ctx.actor?.name ?? 'an admin') : null;
    await replaceCheckpoint(tx, 'sweep-people', { ...noSweep, asked: true, confirmedBy });
    await updateJobs(tx, ['sweep-people'], { enabled: true, pausedReason: null, waitUntil: null });
  });
  ctx.log.info({ gone }, 'vanished people judged');
  await wakeJob(ctx, 'sweep-people', 'admin');
}

/**
 * Queues one job for the next free worker; deliveries that are paused go on. Throws AppError `not_found` for an unknown
 * job, `conflict` while the people sync, to which it belongs, is off.
 */
export async function runJobSoon(ctx: Ctx, asked: string): Promise<JobName> {
  const name = jobNamed(asked);
  const job = (await selectJobs(ctx.db)).find((row) => row.name === name);
  const delivers = deliveryJobNames.some((one) => one === name);
  if (!job?.enabled && !delivers) throw new AppError('conflict', 'The sync is off. Start it first.');
  await updateJobs(ctx.db, [name], { waitUntil: null, ...(delivers && { enabled: true, pausedReason: null }) });
  await ctx.queue.send(name, 'admin');
  return name;
}

/** Runs one job here until `deadline`, unless it already runs somewhere. Throws AppError `not_found` for an unknown one. */
export async function runJobNow(ctx: Ctx, asked: string, deadline: Date): Promise<CronAnswer> {
  const name = jobNamed(asked);
  const result = await ctx.queue.runNow(name, 'cron', ({ trigger }) => runRegistered(ctx, name, { trigger, deadline }));
  if (!result) {
    return { job: name, outcome: 'already-running', counts: noCounts, apiCalls: 0, durationMs: 0, message: null };
  }
  const { wakes: _, faultKind: __, ...answer } = result;
  return answer;
}

function jobNamed(name: string): JobName {
  const job = jobNames.find((known) => known === name);
  if (!job) throw new AppError('not_found', `There is no job "${name}". Jobs: ${jobNames.join(', ')}.`);
  return job;
}
