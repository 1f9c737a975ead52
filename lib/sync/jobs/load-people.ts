/** The first load: feed positions first, then every id range up to the highest id, then the feeds take over. */
import { replaceCheckpoint } from '@/db/queries/sync';
import { parseMarketoDate } from '../../marketo/dates';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { firstPositions } from './follow-people';
import { LoadCheckpoint } from './load-checkpoint';
import { peoplePerCall, readPeople, storePeople } from './read-people';

const highestId = 2 ** 31 - 1;
// People made while the load runs, and the odd block of ids that the search for the end stepped over.
const headRoom = 0.1;

export const loadPeople: Job<LoadCheckpoint> = {
  name: 'load-people',
  checkpoint: LoadCheckpoint,
  first: () => ({ phase: 'positions', nextId: 1, endId: null, startedAt: null, read: 0, written: 0 }),

  async step(checkpoint, ctx) {
    if (checkpoint.phase === 'positions') return takePositions(checkpoint, ctx);
    if (checkpoint.phase === 'probe') return probe(checkpoint, ctx);
    if (checkpoint.phase === 'range') return readRange(checkpoint, ctx);
    return { next: checkpoint, done: true, commit: async () => noCounts };
  },
};

async function takePositions(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const positions = await firstPositions(ctx);
  return {
    next: { ...checkpoint, phase: 'probe', startedAt: ctx.clock.now() },
    done: false,
    commit: async (tx) => {
      await replaceCheckpoint(tx, 'follow-people', positions);
      return noCounts;
    },
  };
}

async function probe(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const highest = await findHighestId(ctx);
  const endId = highest + Math.max(peoplePerCall, Math.ceil(highest * headRoom));
  return { next: { ...checkpoint, phase: 'range', endId }, done: false, commit: async () => noCounts };
}

async function readRange(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const endId = checkpoint.endId ?? 0;
  const ids = idRange(checkpoint.nextId, Math.min(endId, checkpoint.nextId + peoplePerCall - 1));
  const read = await readPeople(ctx, ids, { lane: 'loads', roles: false });
  const nextId = checkpoint.nextId + peoplePerCall;
  const next: LoadCheckpoint = {
    ...checkpoint,
    nextId,
    phase: nextId > endId ? 'done' : 'range',
    read: checkpoint.read + read.owned.length + read.notOwned.length,
    written: checkpoint.written + read.owned.length,
  };
  return {
    next,
    done: next.phase === 'done',
    wakes: next.phase === 'done' ? ['follow-people', 'read-opportunities'] : [],
    commit: (tx) => storePeople(tx, read, { source: 'first-load' }),
  };
}

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
  return searchUpwards(ctx, highest);
}
const newLeadTypeId = 12;

// Ids are handed out upwards, with gaps. The end is where a dense page and ever wider samples above it are all empty.
async function searchUpwards(ctx: SyncCtx, from: number): Promise<number> {
  const client = await ctx.marketo('loads');
  let highest = from;
  for (;;) {
    const samples = idSamples(highest);
    const found = await client.getLeadsById({ ids: samples, fields: ['id'] });
    const top = Math.max(highest, ...found.map((lead) => lead.id));
    if (top === highest) return highest;
    highest = top;
  }
}

/** 150 ids right above `from`, then 150 ever further apart up to the highest id Marketo can give. */
export function idSamples(from: number): number[] {
  const near = idRange(from + 1, from + 150);
  const room = highestId - (from + 150);
  const far = Array.from({ length: 150 }, (_, i) => from + 150 + Math.ceil(room ** ((i + 1) / 150)));
  return [...new Set([...near, ...far])].filter((id) => id <= highestId).slice(0, peoplePerCall);
}

/** The ids from `from` to `to`, both included; none when `to` is smaller. */
export function idRange(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
