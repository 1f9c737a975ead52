/** pg-boss, narrowed to what jobs need: one run of a job at a time everywhere, schedules, heartbeat, recovery. */
import { PgBoss } from 'pg-boss';
import type { Logger } from '../logger';
import { type JobName, jobNames, type RunTrigger } from './model';

type Ticket = { trigger: RunTrigger };
/** A job handed to this process alone; `signal` aborts when the queue takes it back. */
export type TakenJob = { trigger: RunTrigger; signal?: AbortSignal };

export type JobQueue = {
  /** Connects and makes the queues. Safe to call often. */
  start(): Promise<void>;
  /** Puts `job` in the queue unless it already waits or runs. */
  send(job: JobName, trigger: RunTrigger): Promise<void>;
  /** Runs `job` here, now, unless it already runs somewhere: then null. */
  runNow<T>(job: JobName, trigger: RunTrigger, run: (taken: TakenJob) => Promise<T>): Promise<T | null>;
  /** Takes jobs as they come, one of each at a time, until `stop`. */
  work(run: (job: JobName, taken: TakenJob) => Promise<void>): Promise<void>;
  schedule(job: JobName, cron: string): Promise<void>;
  isReady(): Promise<boolean>;
  /** Lets running jobs finish for at most `timeoutMs`. */
  stop(timeoutMs?: number): Promise<void>;
};

export type QueueOptions = {
  connectionString: string;
  log: Logger;
  /** A run without a sign of life for this long is given to another process. At least 10. */
  heartbeatSeconds?: number;
  /** The worker also runs the schedules and the recovery of killed runs. */
  worker?: boolean;
};

const runLimitSeconds = 15 * 60;

/** A queue on the database of `connectionString`; it connects with the first use. */
export function createJobQueue({
  connectionString,
  log,
  heartbeatSeconds = 10,
  worker = false,
}: QueueOptions): JobQueue {
  const boss = new PgBoss({
    connectionString,
    schema: 'pgboss',
    application_name: 'sales-actions-queue',
    max: worker ? 6 : 2,
    schedule: worker,
    supervise: worker,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 5,
  });
  boss.on('error', (err) => log.error({ err }, 'queue'));
  let started: Promise<void> | undefined;

  const start = () => {
    started ??= begin().catch((error) => {
      started = undefined;
      throw error;
    });
    return started;
  };
  const begin = async () => {
    await boss.start();
    for (const name of jobNames) {
      const limits = {
        heartbeatSeconds,
        expireInSeconds: runLimitSeconds,
        // A job comes back after every kill; giving up would leave the sync waiting for its next schedule.
        retryLimit: 100,
        retryDelay: 1,
        retentionSeconds: 24 * 3600,
        deleteAfterSeconds: 3600,
      };
      await boss.createQueue(name, { policy: 'exclusive', ...limits });
      // A queue that an older version made keeps its limits until it is told.
      await boss.updateQueue(name, limits);
    }
  };

  const send: JobQueue['send'] = async (job, trigger) => {
    await start();
    await boss.send(job, { trigger } satisfies Ticket);
  };

  return {
    start,
    send,
    async runNow(job, trigger, run) {
      await start();
      // Without a worker nobody else notices runs that were killed.
      if (!worker) await boss.supervise(job);
      await send(job, trigger);
      const [taken] = await boss.fetch<Ticket>(job, { ignoreStartAfter: true });
      if (!taken) return null;
      const beat = setInterval(() => void boss.touch(job, taken.id).catch(() => {}), (heartbeatSeconds * 1000) / 3);
      try {
        const result = await run({ trigger });
        await boss.complete(job, taken.id);
        return result;
      } catch (error) {
        await boss.fail(job, taken.id);
        throw error;
      } finally {
        clearInterval(beat);
      }
    },
    async work(run) {
      await start();
      for (const job of jobNames) {
        await boss.work<Ticket>(job, { pollingIntervalSeconds: 1, batchSize: 1 }, async ([taken]) => {
          if (taken) await run(job, { trigger: taken.data?.trigger ?? 'worker', signal: taken.signal });
        });
      }
    },
    schedule: async (job, cron) => {
      await start();
      await boss.schedule(job, cron, { trigger: 'worker' } satisfies Ticket);
    },
    isReady: async () => {
      await start();
      return boss.isInstalled();
    },
    async stop(timeoutMs = 10_000) {
      if (started) await boss.stop({ graceful: true, timeout: timeoutMs });
    },
  };
}
