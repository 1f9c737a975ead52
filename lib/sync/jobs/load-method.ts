/** Decides how the first load reads people, again whenever a way has failed. */
import type { MarketoConnection } from '@/db/queries/settings';
import { chooseLoadMethod } from '../../settings/load-method';
import type { LoadMethod } from '../../settings/model';
import type { Step, SyncCtx } from '../engine';
import { goingOn } from '../quiet-step';
import { findHighestId } from './find-ids';
import type { LoadCheckpoint } from './load-checkpoint';
import { beginExports } from './load-exports';
import { connectionOf } from './read-people';

/** Looks for the highest id, and at the day's calls, only when no list makes the choice. */
export async function chooseMethod(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const possible = remaining(await connectionOf(ctx), checkpoint);
  const first = chooseLoadMethod({ ...possible, highestId: null, callsLeftToday: null });
  if (first.method !== 'id-ranges' || possible.choice === 'id-ranges') return goOn(checkpoint, ctx, first);
  const highestId = await findHighestId(ctx);
  const choice = chooseLoadMethod({ ...possible, highestId, callsLeftToday: await callsLeftToday(ctx) });
  return goOn({ ...checkpoint, highestId }, ctx, choice);
}

async function goOn(
  checkpoint: LoadCheckpoint,
  ctx: SyncCtx,
  chosen: { method: LoadMethod; why: string },
): Promise<Step<LoadCheckpoint>> {
  ctx.log.info(chosen, 'way of loading people chosen');
  const next = { ...checkpoint, ...chosen };
  if (chosen.method === 'id-ranges') {
    return goingOn<LoadCheckpoint>({ ...next, phase: 'probe' });
  }
  return beginExports(next, ctx);
}

/** What the instance can do, without the ways that were tried. */
function remaining({ capabilities, loadMethod }: MarketoConnection, { tried }: LoadCheckpoint) {
  const failed = (method: string) => tried.some((way) => way.method === method);
  return {
    choice: failed(loadMethod) ? ('auto' as const) : loadMethod,
    capabilities: capabilities && {
      ...capabilities,
      smartList: failed('smart-list') ? null : capabilities.smartList,
      staticList: failed('static-list') ? null : capabilities.staticList,
      bulkExtract: capabilities.bulkExtract && !failed('created-windows'),
    },
  };
}

/** Null when Marketo does not tell how many were made. */
async function callsLeftToday(ctx: SyncCtx): Promise<number | null> {
  const { dailyCalls } = await connectionOf(ctx);
  const [today] = await (await ctx.marketo('loads')).getUsage();
  return today ? Math.max(0, dailyCalls - today.total) : null;
}
