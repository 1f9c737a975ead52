import type { Ctx } from '../context';
import type { JobName } from '../sync/model';
import type { Destination } from './model';
import type { DeliveryStanding } from './record';

const jobs: Record<Destination, JobName> = {
  marketo: 'deliver-to-marketo',
  salesforce: 'deliver-to-salesforce',
};

/** Lets the jobs begin that carry these on. Where the queue cannot be told, their schedules will. */
export async function wakeDeliveries(ctx: Ctx, standings: Omit<DeliveryStanding, 'reason'>[]): Promise<void> {
  const queued = standings.filter(({ state }) => state === 'queued');
  for (const destination of new Set(queued.map((standing) => standing.destination))) {
    await ctx.queue.send(jobs[destination], 'write').catch((err: unknown) => {
      ctx.log.warn({ err, job: jobs[destination] }, 'the queue was not told of a new delivery');
    });
  }
}
