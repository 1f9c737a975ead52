import { selectMarketoConnection } from '@/db/queries/settings';
import type { Ctx } from '../context';
import { type Obstacles, readObstacles } from './obstacles';
import type { Places } from './record-links';

/** What is true around deliveries at one moment. */
export type Surroundings = { obstacles: Obstacles; places: Places; now: Date };

/** Reads what is in the way of deliveries of these sellers, and where their records open. */
export async function readSurroundings(ctx: Ctx, userIds: string[]): Promise<Surroundings> {
  const [obstacles, connection] = await Promise.all([
    readObstacles(ctx, [...new Set(userIds)]),
    selectMarketoConnection(ctx.db),
  ]);
  const places = {
    marketo: connection?.webUrl ?? null,
    salesforce: connection?.salesforceUrl ?? null,
    standing: obstacles.salesforce,
  };
  return { obstacles, places, now: ctx.clock.now() };
}
