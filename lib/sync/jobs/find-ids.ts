/** Between which ids there are people: Marketo hands ids out upwards, with gaps, and does not say where they begin or end. */
import { selectHighestMarketoId } from '@/db/queries/people';
import { parseMarketoDate } from '../../marketo/dates';
import type { SyncCtx } from '../engine';
import { peoplePerCall } from './read-people';

const greatestId = 2 ** 31 - 1;
const newLeadTypeId = 12;
// Below this a search costs more calls than it can save.
const worthSearching = 20_000;
/** Beyond the supposed end everything is read for so long: no gap of 3,000 ids can hide somebody. */
const emptyCallsAtTheEnd = 10;

/**
 * An id at or above every existing person. Whoever was new lately, or is known here, shows how far ids reach at least;
 * from there a search goes upwards, until 3,000 ids in a row are nobody's and a call that spreads 300 ids over all the
 * others finds nobody, either. Ids made later come through the feeds.
 */
export async function findHighestId(ctx: SyncCtx): Promise<number> {
  const known = await selectHighestMarketoId(ctx.db);
  return searchFrom(ctx, Math.max(known ?? 0, await newestId(ctx)), 'up');
}

/** Of those who were new in the last day, else in the last 89, which is what Marketo remembers; 0 when nobody was. */
async function newestId(ctx: SyncCtx): Promise<number> {
  return (await newestOf(ctx, 1)) || newestOf(ctx, 89);
}

async function newestOf(ctx: SyncCtx, days: number): Promise<number> {
  const client = await ctx.marketo('loads');
  let token = await client.getPagingToken({ since: new Date(ctx.clock.now().getTime() - days * 24 * 3600_000) });
  let highest = 0;
  for (let pages = 0; pages < 20; pages++) {
    const page = await client.getActivities({ nextPageToken: token, activityTypeIds: [newLeadTypeId] });
    for (const activity of page.activities) {
      if (parseMarketoDate(activity.activityDate)) highest = Math.max(highest, activity.leadId);
    }
    token = page.nextPageToken;
    if (!page.moreResult) break;
  }
  return highest;
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

async function searchFrom(ctx: SyncCtx, from: number, direction: Direction): Promise<number> {
  for (let end = from; ; ) {
    const further =
      (await farthestOf(ctx, idSamples(end, direction), direction)) ?? (await nextTo(ctx, end, direction));
    if (further === null) return end;
    end = further;
  }
}

/** Somebody beyond `end` with fewer than 3,000 ids between; null when there is nobody. */
async function nextTo(ctx: SyncCtx, end: number, direction: Direction): Promise<number | null> {
  for (let call = 0; call < emptyCallsAtTheEnd; call++) {
    const near = call * peoplePerCall + 1;
    const distances = idRange(near, Math.min(near + peoplePerCall - 1, roomBeyond(end, direction)));
    const ids = distances.map((distance) => end + signOf(direction) * distance);
    const reached = await farthestOf(ctx, ids, direction);
    if (reached !== null) return reached;
  }
  return null;
}

async function farthestOf(ctx: SyncCtx, ids: number[], direction: Direction): Promise<number | null> {
  if (ids.length === 0) return null;
  const client = await ctx.marketo('loads');
  const found = (await client.getLeadsById({ ids, fields: ['id'] })).map((lead) => lead.id);
  if (found.length === 0) return null;
  return direction === 'up' ? Math.max(...found) : Math.min(...found);
}

/** 150 ids right beyond `from`, then 150 ever further apart up to the greatest id there can be, or down to 1. */
export function idSamples(from: number, direction: Direction): number[] {
  const room = roomBeyond(from, direction);
  const near = idRange(1, Math.min(150, room));
  const far = Array.from({ length: 150 }, (_, i) => 150 + Math.ceil(Math.max(0, room - 150) ** ((i + 1) / 150)));
  const distances = new Set([...near, ...far.filter((distance) => distance <= room)]);
  return [...distances].map((distance) => from + signOf(direction) * distance).slice(0, peoplePerCall);
}

const signOf = (direction: Direction) => (direction === 'up' ? 1 : -1);
const roomBeyond = (id: number, direction: Direction) => (direction === 'up' ? greatestId - id : id - 1);

/** The ids from `from` to `to`, both included; none when `to` is smaller. */
export function idRange(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
