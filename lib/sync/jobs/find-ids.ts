/** Between which ids there are people: Marketo hands ids out upwards, with gaps, and does not say where they begin or end. */
import { parseMarketoDate } from '../../marketo/dates';
import type { SyncCtx } from '../engine';
import { peoplePerCall } from './read-people';

const greatestId = 2 ** 31 - 1;
const newLeadTypeId = 12;
// Below this a search costs more calls than it can save.
const worthSearching = 20_000;

/**
 * An id at or above every existing person: the newest "New Lead" of the last day, else a search upwards with calls
 * that spread 300 ids over ever wider ranges. Ids made later come through the feeds.
 */
export async function findHighestId(ctx: SyncCtx): Promise<number> {
  const client = await ctx.marketo('loads');
  let token = await client.getPagingToken({ since: new Date(ctx.clock.now().getTime() - 24 * 3600_000) });
  let highest = 0;
  for (let pages = 0; pages < 20; pages++) {
    const page = await client.getActivities({ nextPageToken: token, activityTypeIds: [newLeadTypeId] });
    for (const activity of page.activities) {
      if (parseMarketoDate(activity.activityDate)) highest = Math.max(highest, activity.leadId);
    }
    token = page.nextPageToken;
    if (!page.moreResult) break;
  }
  return searchFrom(ctx, highest, 'up');
}

/** An id at or below every existing person, searched downwards from `highest` in the same way; 1 where that is near. */
export async function findLowestId(ctx: SyncCtx, highest: number): Promise<number> {
  if (highest <= worthSearching) return 1;
  const lowest = await searchFrom(ctx, highest, 'down');
  return lowest <= worthSearching ? 1 : lowest;
}

/**
 * A time before which no person was made: of those with the lowest ids, the oldest, and some months more, because ids
 * need not follow the times exactly.
 */
export async function oldestCreation(ctx: SyncCtx, highestId: number | null): Promise<Date> {
  const highest = highestId ?? (await findHighestId(ctx));
  const lowest = await searchFrom(ctx, highest, 'down');
  const ids = [lowest, ...idSamples(lowest, 'up')].slice(0, peoplePerCall);
  const found = await (await ctx.marketo('loads')).getLeadsById({ ids, fields: ['id', 'createdAt'] });
  const times = found.flatMap((lead) => parseMarketoDate(lead.createdAt)?.getTime() ?? []);
  return new Date(Math.min(ctx.clock.now().getTime(), ...times) - margin);
}
const margin = 92 * 24 * 3600_000;

type Direction = 'up' | 'down';

// The end is where a dense page and ever wider samples beyond it are all empty.
async function searchFrom(ctx: SyncCtx, from: number, direction: Direction): Promise<number> {
  const client = await ctx.marketo('loads');
  for (let end = from; ; ) {
    const ids = idSamples(end, direction);
    const found = await client.getLeadsById({ ids, fields: ['id'] });
    if (found.length === 0) return end;
    const reached = found.map((lead) => lead.id);
    end = direction === 'up' ? Math.max(...reached) : Math.min(...reached);
  }
}

/** 150 ids right beyond `from`, then 150 ever further apart up to the greatest id there can be, or down to 1. */
export function idSamples(from: number, direction: Direction): number[] {
  const sign = direction === 'up' ? 1 : -1;
  const room = direction === 'up' ? greatestId - from : from - 1;
  const near = idRange(1, Math.min(150, room));
  const far = Array.from({ length: 150 }, (_, i) => 150 + Math.ceil(Math.max(0, room - 150) ** ((i + 1) / 150)));
  const distances = new Set([...near, ...far.filter((distance) => distance <= room)]);
  return [...distances].map((distance) => from + sign * distance).slice(0, peoplePerCall);
}

/** The ids from `from` to `to`, both included; none when `to` is smaller. */
export function idRange(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
