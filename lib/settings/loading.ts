import 'server-only';
import { selectHighestMarketoId } from '@/db/queries/people';
import { type MarketoConnection, selectMarketoConnection, updateLoading } from '@/db/queries/settings';
import type { Ctx } from '../context';
import { AppError } from '../errors';
import { probeCapabilities } from './capabilities';
import type { MarketoLoading, MarketoLoadingInput } from './contract';
import { chooseLoadMethod, loadMethodOptions } from './load-method';
import { defaultLists, type ListChoice } from './model';

/** How the first load reads people as things are, what else it could do, and what stands in the way. No calls. */
export async function readMarketoLoading(ctx: Ctx): Promise<MarketoLoading> {
  const stored = await selectMarketoConnection(ctx.db);
  const capabilities = stored?.capabilities ?? null;
  const choice = stored?.loadMethod ?? 'auto';
  const { name: listName, ...listIds } = stored?.loadLists ?? defaultLists;
  const highestId = await selectHighestMarketoId(ctx.db);
  return {
    connected: stored !== null,
    ...chooseLoadMethod({ capabilities, choice, highestId, callsLeftToday: null }),
    choice,
    options: loadMethodOptions(capabilities),
    listName,
    ...listIds,
    capabilities,
  };
}

/** Stores what an admin wants; another list is looked for at once. Throws AppError `not_configured`. */
export async function saveMarketoLoading(ctx: Ctx, input: MarketoLoadingInput): Promise<MarketoLoading> {
  const stored = await connected(ctx);
  const { smartListId, staticListId } = input;
  const lists: ListChoice = { name: input.listName, smartListId, staticListId };
  const isSame =
    lists.name === stored.loadLists.name &&
    smartListId === stored.loadLists.smartListId &&
    staticListId === stored.loadLists.staticListId;
  const capabilities = isSame && stored.capabilities ? stored.capabilities : await probe(ctx, stored, lists);
  await updateLoading(ctx.db, { loadMethod: input.choice, loadLists: lists, capabilities });
  ctx.log.info({ loadMethod: input.choice, lists }, 'way of loading people saved');
  return readMarketoLoading(ctx);
}

/** Tries again what the instance can do; at most six calls. Throws AppError `not_configured`. */
export async function checkMarketoLoading(ctx: Ctx): Promise<MarketoLoading> {
  const stored = await connected(ctx);
  await updateLoading(ctx.db, { capabilities: await probe(ctx, stored, stored.loadLists) });
  return readMarketoLoading(ctx);
}

async function probe(ctx: Ctx, stored: MarketoConnection, lists: ListChoice) {
  const client = await ctx.marketo('live-grid', 'settings');
  return probeCapabilities({ client, clock: ctx.clock, lists, known: stored.capabilities });
}

async function connected(ctx: Ctx): Promise<MarketoConnection> {
  const stored = await selectMarketoConnection(ctx.db);
  if (!stored) throw new AppError('not_configured', 'Connect Marketo first.');
  return stored;
}
