import { type SalesforceConnection, selectSalesforceConnection } from '@/db/queries/salesforce-connections';
import type { Actor } from '../auth/model';
import type { Ctx } from '../context';
import { AppError } from '../errors';

/** Who asks. Throws AppError `unauthenticated` for nobody. */
export function requireActor({ actor }: Pick<Ctx, 'actor'>): Actor {
  if (!actor) throw new AppError('unauthenticated', 'Sign in to continue.');
  return actor;
}

/** A connection of whoever asks, or any for an admin. To everybody else there is none: AppError `not_found`. */
export async function requireConnection(ctx: Ctx, id: string): Promise<SalesforceConnection> {
  const actor = requireActor(ctx);
  const connection = await selectSalesforceConnection(ctx.db, id);
  const isOwn = connection?.purpose === 'seller' && connection.userId === actor.userId;
  if (!connection || !(isOwn || actor.role === 'admin')) {
    throw new AppError('not_found', 'There is no such Salesforce connection.');
  }
  return connection;
}
