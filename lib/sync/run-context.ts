import { createUsageWatch } from '../call-budget/measure';
import type { CallLane } from '../call-budget/model';
import type { Ctx } from '../context';
import type { MarketoClient } from '../marketo/client';
import type { SalesforceClient } from '../salesforce/client';
import type { SyncCtx } from './engine';

/** `ctx` for one run: remembers the clients it hands out, so that the run knows what it cost. */
export function runContext(ctx: Ctx): SyncCtx & { tokenIssuedAt(): Date | null; clockAheadMs(): number | null } {
  const watchUsage = createUsageWatch(ctx);
  const marketo = remembering((lane: CallLane) => ctx.marketo(lane), String);
  const salesforce = remembering(ctx.salesforce, (connectionId, lane) => `${connectionId} ${lane}`);
  return {
    ...ctx,
    marketo: async (lane: CallLane) => {
      await watchUsage(callsOf(marketo.made));
      return marketo.client(lane);
    },
    salesforce: salesforce.client,
    apiCalls: () => callsOf(marketo.made) + callsOf(salesforce.made),
    clockAheadMs: () => [...marketo.made].map((client) => client.clockAheadMs()).find((ms) => ms !== null) ?? null,
    tokenIssuedAt: () => {
      const [status] = [...marketo.made].map((client) => client.tokenStatus()).filter((s) => s !== null);
      return status ? new Date(ctx.clock.now().getTime() - status.ageSeconds * 1000) : null;
    },
  };
}

type Counting = Pick<MarketoClient | SalesforceClient, 'callsMade'>;

function callsOf(clients: Set<Counting>): number {
  return [...clients].reduce((sum, client) => sum + client.callsMade(), 0);
}

/** One client per key, made when it is first asked for; one that could not be made is tried anew. */
function remembering<A extends unknown[], C extends Counting>(
  make: (...args: A) => Promise<C>,
  key: (...args: A) => string,
) {
  const clients = new Map<string, Promise<C>>();
  const made = new Set<C>();
  const client = (...args: A): Promise<C> => {
    const known = clients.get(key(...args));
    if (known) return known;
    const making = make(...args);
    clients.set(key(...args), making);
    making.then((one) => made.add(one)).catch(() => clients.delete(key(...args)));
    return making;
  };
  return { client, made };
}
