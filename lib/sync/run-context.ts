import { createUsageWatch } from '../call-budget/measure';
import type { CallLane } from '../call-budget/model';
import type { Ctx } from '../context';
import type { MarketoClient } from '../marketo/client';
import type { SyncCtx } from './engine';

/** `ctx` for one run: remembers the clients it hands out, so that the run knows what it cost. */
export function runContext(ctx: Ctx): SyncCtx & { tokenIssuedAt(): Date | null; clockAheadMs(): number | null } {
  const watchUsage = createUsageWatch(ctx);
  const clients = new Map<CallLane, Promise<MarketoClient>>();
  const settled = new Set<MarketoClient>();
  const apiCalls = () => [...settled].reduce((sum, client) => sum + client.callsMade(), 0);
  const marketo = async (lane: CallLane) => {
    await watchUsage(apiCalls());
    const known = clients.get(lane);
    if (known) return known;
    const client = ctx.marketo(lane);
    clients.set(lane, client);
    client.then((c) => settled.add(c)).catch(() => clients.delete(lane));
    return client;
  };
  return {
    ...ctx,
    marketo,
    apiCalls,
    clockAheadMs: () => [...settled].map((client) => client.clockAheadMs()).find((ms) => ms !== null) ?? null,
    tokenIssuedAt: () => {
      const [status] = [...settled].map((client) => client.tokenStatus()).filter((s) => s !== null);
      return status ? new Date(ctx.clock.now().getTime() - status.ageSeconds * 1000) : null;
    },
  };
}
