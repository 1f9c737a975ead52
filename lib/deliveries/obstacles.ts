/** What keeps all deliveries of a seller from going to a destination, whatever each of them is. */
import { type SalesforceStanding, selectSalesforceStanding } from '@/db/queries/salesforce-standing';
import { selectJobs } from '@/db/queries/sync';
import type { Ctx } from '../context';
import type { SettingsPage, Solver } from '../diagnostics/model';
import { type Destination, destinationTitles } from '../sales-activities/model';
import { deliveryJobs } from '../sales-activities/wake-deliveries';

export type Obstacle = { sentence: string; until: Date | null; solver: Solver; settings?: SettingsPage };

export type Obstacles = {
  /** Why the job of a destination is paused; a destination without one runs. */
  paused: Partial<Record<Destination, string>>;
  salesforce: SalesforceStanding;
};

/** Reads what may be in the way of deliveries of these sellers. */
export async function readObstacles({ db }: Pick<Ctx, 'db'>, userIds: string[]): Promise<Obstacles> {
  const [jobs, salesforce] = await Promise.all([selectJobs(db), selectSalesforceStanding(db, userIds)]);
  const paused: Obstacles['paused'] = {};
  for (const [destination, job] of Object.entries(deliveryJobs)) {
    const row = jobs.find(({ name }) => name === job);
    if (row && !row.enabled) paused[destination as Destination] = row.pausedReason ?? '';
  }
  return { paused, salesforce };
}

/** The obstacle of a seller's deliveries to a destination; null when the way is free. */
export function obstacleOf(
  { paused, salesforce }: Obstacles,
  { destination, userId }: { destination: Destination; userId: string },
  now: Date,
): Obstacle | null {
  const reason = paused[destination];
  if (reason !== undefined) {
    const why = reason ? `: ${reason.replace(/\.?$/, '.')}` : '.';
    const sentence = `Deliveries to ${destinationTitles[destination]} are paused${why} It is sent once they go on.`;
    return { sentence, until: null, solver: 'admin', settings: 'sync' };
  }
  return destination === 'salesforce' ? salesforceObstacle(salesforce, userId, now) : null;
}

function salesforceObstacle(standing: SalesforceStanding, userId: string, now: Date): Obstacle | null {
  const own = standing.connections.find((one) => one.purpose === 'seller' && one.userId === userId);
  const used = own ?? standing.connections.find((one) => one.purpose === 'integration');
  if (!used) {
    return bySigningIn('It waits until the seller connects Salesforce; it is then sent by itself.', 'seller');
  }
  if (used.state !== 'active') {
    const [whose, solver] = used === own ? (['seller', 'seller'] as const) : (['admin', 'admin'] as const);
    return bySigningIn(`It waits until the ${whose} connects Salesforce again; it is then sent by itself.`, solver);
  }
  const org = standing.orgs.find(({ orgId }) => orgId === used.orgId);
  if (!org?.pausedUntil || org.pausedUntil <= now) return null;
  const why = org.pausedReason ? `: ${org.pausedReason.replace(/\.?$/, '.')}` : '.';
  return { sentence: `Nothing is sent to Salesforce for a while${why}`, until: org.pausedUntil, solver: 'nobody' };
}

function bySigningIn(sentence: string, solver: Solver): Obstacle {
  return { sentence, until: null, solver, settings: 'salesforce' };
}
