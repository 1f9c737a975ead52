/** Drives the people jobs as the queue would, in-process, until nothing is left to do. */

import { selectDirtyPeople } from '@/db/queries/dirty-people';
import { selectJobs, updateJobs } from '@/db/queries/sync';
import type { Clock } from '../clock';
import type { Ctx } from '../context';
import type { RunResult } from '../sync/engine';
import { type JobName, jobNames } from '../sync/model';
import { runRegistered } from '../sync/run-registered';

type SimulatedTime = { now(): Date; advance(ms: number): void };

/** The simulator's time as ours: a sleep moves both, and every look at the clock is a millisecond later. */
export function clockOf(time: SimulatedTime): Clock {
  return {
    now: () => {
      time.advance(1);
      return time.now();
    },
    sleep: async (ms) => time.advance(ms),
  };
}

const maxRuns = 100;

export async function enableJobs(ctx: Ctx): Promise<void> {
  await selectJobs(ctx.db);
  await updateJobs(ctx.db, jobNames, { enabled: true, pausedReason: null, waitUntil: null });
}

/** One run of a job, as the cron door would make it. */
export async function runOnce(ctx: Ctx, job: JobName, runMs = 10 * 60_000): Promise<RunResult> {
  return runRegistered(ctx, job, { trigger: 'command', deadline: new Date(ctx.clock.now().getTime() + runMs) });
}

/** Repeats one job until it is done; `wait` lets time pass between runs that were throttled or failed. */
export async function runToEnd(ctx: Ctx, job: JobName, wait: () => void): Promise<RunResult> {
  let result = await runOnce(ctx, job);
  for (let runs = 1; result.outcome !== 'done'; runs++) {
    if (runs === maxRuns)
      throw new Error(`${job} did not end in ${maxRuns} runs: ${result.outcome}, ${result.message}`);
    wait();
    result = await runOnce(ctx, job);
  }
  return result;
}

/** Reads opportunities as far as they are due, then follows and refreshes until no hint is due. */
export async function quiesce(ctx: Ctx, wait: () => void): Promise<void> {
  await runToEnd(ctx, 'read-opportunities', wait);
  for (let rounds = 0; rounds < 50; rounds++) {
    await runToEnd(ctx, 'follow-people', wait);
    await runToEnd(ctx, 'refresh-people', wait);
    if ((await selectDirtyPeople(ctx.db, { now: ctx.clock.now(), limit: 1 })).length === 0) return;
    wait();
  }
  throw new Error('hints were left after 50 rounds');
}
