import type { Ctx } from '../context';
import type { JobName } from '../sync/model';
import { wakeJob } from '../sync/wake-job';
import type { Destination } from './model';
import type { DeliveryStanding } from './record';

/** The job that carries deliveries to a destination. */
export const deliveryJobs: Record<Destination, JobName> = {
  marketo: 'deliver-to-marketo',
  salesforce: 'deliver-to-salesforce',
};

/** Lets the jobs begin that carry these on. */
export async function wakeDeliveries(ctx: Ctx, standings: Omit<DeliveryStanding, 'reason'>[]): Promise<void> {
  // What may have arrived is looked for by the same job.
  const waiting = standings.filter(({ state }) => state === 'queued' || state === 'unknown');
  for (const destination of new Set(waiting.map((standing) => standing.destination))) {
    await wakeJob(ctx, deliveryJobs[destination], 'write');
  }
}
