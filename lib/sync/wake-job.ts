import type { Ctx } from '../context';
import type { JobName, RunTrigger } from './model';

/** Lets `job` begin, once what it has to do is written. Where the queue cannot be told, the job's schedule will. */
export async function wakeJob(ctx: Ctx, job: JobName, trigger: RunTrigger): Promise<void> {
  await ctx.queue.send(job, trigger).catch((err: unknown) => {
    ctx.log.warn({ err, job }, 'the queue was not told of work that waits; the schedule will find it');
  });
}
