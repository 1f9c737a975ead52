import 'server-only';
import { countWaitingBySeller } from '@/db/queries/delivery-waiting';
import { selectSalesforceApp } from '@/db/queries/salesforce-apps';
import {
  deleteSalesforceConnection,
  lockSalesforceConnection,
  resumeSalesforceConnection,
  type SalesforceConnection,
  selectSalesforceConnectionOf,
  selectSalesforceConnections,
  selectUnconnectedUsers,
} from '@/db/queries/salesforce-connections';
import { selectConnectedOrgs } from '@/db/queries/salesforce-orgs';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { wakeJob } from '../sync/wake-job';
import { requireActor, requireConnection } from './access';
import type { ConnectionsView, ConnectionView, MyConnection } from './contract';
import { carrierOf, loginHosts } from './model';
import { orgViewFrom } from './org-view';
import { revokeQuietly } from './revoke';

/** How whoever asks stands with Salesforce. */
export async function readMyConnection(ctx: Ctx): Promise<MyConnection> {
  const { userId } = requireActor(ctx);
  const [app, own, integration, waiting] = await Promise.all([
    selectSalesforceApp(ctx.db),
    selectSalesforceConnectionOf(ctx.db, { purpose: 'seller', userId }),
    selectSalesforceConnectionOf(ctx.db, { purpose: 'integration', userId }),
    countWaitingBySeller(ctx.db, { destination: 'salesforce', userId }),
  ]);
  const carrier = carrierOf([own, integration].filter(isThere), userId);
  return {
    ready: app !== null,
    loginUrl: app?.loginUrl ?? loginHosts.production,
    connection: own && viewFrom(own),
    served: carrier?.purpose === 'integration' && carrier.state === 'active',
    waiting: waiting.get(userId) ?? 0,
  };
}

/** Everybody's connections, who has none, and the orgs behind them. */
export async function listConnections(ctx: Ctx): Promise<ConnectionsView> {
  const [rows, unconnected, orgs, waiting] = await Promise.all([
    selectSalesforceConnections(ctx.db),
    selectUnconnectedUsers(ctx.db),
    selectConnectedOrgs(ctx.db),
    countWaitingBySeller(ctx.db, { destination: 'salesforce' }),
  ]);
  const inUse = rows.filter(({ connection, user }) => connection.purpose === 'integration' || user.active);
  const carriers = inUse.map(({ connection }) => connection);
  const carried = new Map<string, number>();
  for (const [sellerId, count] of waiting) {
    const carrier = carrierOf(carriers, sellerId);
    if (carrier) carried.set(carrier.id, (carried.get(carrier.id) ?? 0) + count);
  }
  return {
    connections: rows.map(({ connection, user: { id, name, email } }) => ({
      ...viewFrom(connection),
      user: { id, name, email },
      waiting: carried.get(connection.id) ?? 0,
    })),
    unconnected: unconnected.map((user) => ({ ...user, waiting: waiting.get(user.id) ?? 0 })),
    orgs: await Promise.all(orgs.map((org) => orgViewFrom(ctx, org))),
  };
}

const isThere = <T>(one: T | null): one is T => one !== null;

/**
 * Ends a connection here and, as far as Salesforce answers, the consent there. What waits for it goes on waiting. Throws
 * AppError `not_found` for one of somebody else.
 */
export async function disconnect(ctx: Ctx, id: string): Promise<{ revoked: boolean }> {
  await requireConnection(ctx, id);
  const ended = await ctx.db.transaction(async (tx) => {
    // Locked, so that a renewal under way has put its refresh token there.
    const row = await lockSalesforceConnection(tx, id);
    if (row) await deleteSalesforceConnection(tx, id);
    return row;
  });
  const revoked = ended === null || (await revokeQuietly(ctx, ended));
  ctx.log.info({ connectionId: id, revoked }, 'disconnected from Salesforce');
  return { revoked };
}

/** Lets a paused connection try again. Throws AppError `conflict` for one that is not paused. */
export async function resumeConnection(ctx: Ctx, id: string): Promise<ConnectionView> {
  const { state } = await requireConnection(ctx, id);
  if (!(await resumeSalesforceConnection(ctx.db, id))) {
    const why =
      state === 'needs-reauth' ? 'This connection needs its user to sign in.' : 'This connection is not paused.';
    throw new AppError('conflict', why);
  }
  await wakeJob(ctx, 'deliver-to-salesforce', 'write');
  return viewFrom(await requireConnection(ctx, id));
}

function viewFrom(row: SalesforceConnection): ConnectionView {
  const { id, purpose, state, stateReason, name, username, instanceUrl, connectedAt, lastUsedAt } = row;
  return {
    id,
    purpose,
    state,
    stateReason,
    name,
    username,
    instanceUrl,
    connectedAt: connectedAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
