/** Our processes together: they take jobs as the queue gives them out, are killed, stand still and are replaced. */

import { updateJobs } from '@/db/queries/sync';
import type { Ctx } from '../../context';
import type { RunResult } from '../../sync/engine';
import type { JobName } from '../../sync/model';
import { jobNames } from '../../sync/model';
import { runRegistered } from '../../sync/run-registered';
import { countLockWaits } from './ground';
import type { Journal } from './journal';
import { type Machine, type MachineDeps, startMachine } from './machine';
import { createScheduler, type SchedulerDeps, type SimulatedProcess } from './scheduler';
import { InjectedError, type Weather } from './weather';

export type Crew = {
  /** Runs these jobs and does `besides` at the same time, each in a process of its own, then what the jobs wake. */
  run(jobs: JobName[], besides?: Deed[]): Promise<Ended[]>;
  /** An admin wakes every job that was paused. */
  resumeJobs(): Promise<void>;
  /** When `process` stands still, the queue gives its job to another process, and the others go on, too. */
  goOnWithout(process: SimulatedProcess): void;
  /** Failures that nobody injected. */
  surprises(): string[];
  standstills(): number;
};

/** Something a user or another system has done here, and no job. */
export type Deed = (ctx: Ctx) => Promise<void>;

export type Ended = { job: JobName; result: RunResult | 'killed' | 'no database' };

const runMs = 10 * 60_000;
const longestChain = 4;

type CrewDeps = MachineDeps & {
  journal: Journal;
  weather: Weather;
  /** What goes on while a process stands still, beside the job it had. */
  meanwhile: JobName[];
};

/** A crew whose operations go one at a time, as the dice choose; `after` is what the world does after each. */
export function createCrew({
  dice,
  after = () => {},
  ...deps
}: Omit<CrewDeps, 'scheduler'> & Pick<SchedulerDeps, 'dice'> & Partial<Pick<SchedulerDeps, 'after'>>): Crew {
  const { journal, time, weather, ground } = deps;
  const scheduler = createScheduler({
    dice,
    journal,
    time,
    fateOf: weather.fateOf,
    countLockWaits: () => countLockWaits(ground.client),
    after,
    onPause: (process) => crew.goOnWithout(process),
  });
  const crew = crewOf({ ...deps, scheduler });
  return crew;
}

function crewOf(deps: CrewDeps): Crew {
  const { scheduler, journal, weather, meanwhile } = deps;
  const idle: Machine[] = [];
  const atWork = new Map<SimulatedProcess, JobName>();
  const surprises: string[] = [];
  let hired = 0;
  let standstills = 0;
  let ended: Ended[] = [];

  return {
    async run(jobs, besides = []) {
      const all: Ended[] = [];
      let next = jobs;
      let deeds = besides;
      for (let depth = 0; depth < longestChain && next.length + deeds.length > 0; depth += 1) {
        ended = [];
        const ends = [...next.map(begin), ...deeds.map(perform)];
        deeds = [];
        await scheduler.runUntilIdle();
        await Promise.all(ends);
        all.push(...ended);
        next = wokenBy(ended);
      }
      return all;
    },
    async resumeJobs() {
      journal.note('an admin resumes every job');
      const awake = { enabled: true, pausedReason: null, waitUntil: null };
      await this.run([], [(ctx) => updateJobs(ctx.db, jobNames, awake)]);
    },
    goOnWithout(process) {
      standstills += 1;
      const job = atWork.get(process);
      if (job) for (const other of new Set<JobName>([job, ...meanwhile])) void begin(other);
    },
    surprises: () => surprises,
    standstills: () => standstills,
  };

  function hire(): Machine {
    const known = idle.pop();
    if (known) return known;
    hired += 1;
    return startMachine(`process ${hired}`, deps);
  }

  async function begin(job: JobName): Promise<void> {
    const machine = hire();
    const { process, ctx } = machine;
    weather.beforeRun(process);
    atWork.set(process, job);
    const deadline = new Date(ctx.clock.now().getTime() + runMs);
    const result = await scheduler
      .start(process, () => runRegistered(ctx, job, { trigger: 'cron', deadline }))
      .catch((error) => {
        if (!isInjected(error)) surprises.push(`${job} threw ${error instanceof Error ? error.stack : error}`);
        return 'no database' as const;
      });
    atWork.delete(process);
    if (process.isAlive()) idle.push(machine);
    tell(process, { job, result });
    ended.push({ job, result });
  }

  /** A deed that fails is done again by whoever wants it. */
  async function perform(deed: Deed): Promise<void> {
    const machine = hire();
    weather.beforeRun(machine.process);
    const end = await scheduler
      .start(machine.process, () => deed(machine.ctx))
      .catch((error) => {
        if (!isInjected(error)) surprises.push(`a deed threw ${error instanceof Error ? error.stack : error}`);
        return 'failed' as const;
      });
    if (typeof end === 'string') journal.note(`${machine.process.name}: what somebody did is ${end}`);
    if (machine.process.isAlive()) idle.push(machine);
  }

  function tell(process: SimulatedProcess, { job, result }: Ended): void {
    if (typeof result === 'string') {
      journal.note(`${process.name} ${job}: ${result}`);
      return;
    }
    const { outcome, counts, apiCalls, message, faultKind } = result;
    const numbers = `${counts.read} read, ${counts.written} written, ${counts.removed} removed`;
    journal.note(`${process.name} ${job}: ${outcome}, ${numbers}, ${apiCalls} calls${message ? `. ${message}` : ''}`);
    if (faultKind === 'internal' && !message?.startsWith('injected')) surprises.push(`${job} failed: ${message}`);
  }
}

/** As the queue does: a job that was woken twice runs once. A killed run comes back by its schedule. */
function wokenBy(ended: Ended[]): JobName[] {
  return [...new Set(ended.flatMap(({ result }) => (typeof result === 'string' ? [] : result.wakes)))];
}

function isInjected(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof InjectedError) return true;
  return false;
}
