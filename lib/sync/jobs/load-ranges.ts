/** The first load by id ranges: needs nothing of the instance but its people. Several pages are read at once. */
import type { Tx } from '@/db/client';
import type { Step, SyncCtx } from '../engine';
import { addCounts, type Counts, noCounts } from '../model';
import { goingOn } from '../quiet-step';
import { findHighestId, findLowestId, idRange } from './find-ids';
import { type LoadCheckpoint, storing } from './load-checkpoint';
import { connectionOf, type PeopleRead, peoplePerCall, readPeople, storePeople } from './read-people';

// People made while the load runs, and the odd block of ids that the search for the ends stepped over.
const headRoom = 0.1;
// So many pages at once hold no more than a few thousand people in memory.
const mostPagesAtOnce = 10;

/** Learns between which ids to read. */
export async function probeIds(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const highestId = checkpoint.highestId ?? (await findHighestId(ctx));
  const nextId = await findLowestId(ctx, highestId);
  const endId = highestId + Math.max(peoplePerCall, Math.ceil((highestId - nextId) * headRoom));
  const next = { ...checkpoint, phase: 'range' as const, nextId, firstId: nextId, highestId, endId };
  return goingOn(next);
}

/** Reads as many pages as may be in flight, and commits them together. */
export async function readRanges(checkpoint: LoadCheckpoint, ctx: SyncCtx): Promise<Step<LoadCheckpoint>> {
  const endId = checkpoint.endId ?? 0;
  const { concurrent } = await connectionOf(ctx);
  const reads = await readPages(ctx, pagesFrom(checkpoint.nextId, endId, Math.min(concurrent, mostPagesAtOnce)));
  const nextId = checkpoint.nextId + reads.length * peoplePerCall;
  const isEmpty = reads.every((read) => read.owned.length + read.notOwned.length === 0);
  const isBeyond = checkpoint.nextId > (checkpoint.highestId ?? 0) && isEmpty;
  const phase = nextId > endId || isBeyond ? 'done' : 'range';
  return storing({ ...checkpoint, nextId, phase }, (tx) => storeAll(tx, reads));
}

/** The pages up to the first that failed; throws its fault when that was the very first. */
async function readPages(ctx: SyncCtx, pages: number[][]): Promise<PeopleRead[]> {
  const settled = await Promise.allSettled(pages.map((ids) => readPeople(ctx, ids, { lane: 'loads', roles: false })));
  const reads: PeopleRead[] = [];
  for (const page of settled) {
    if (page.status === 'fulfilled') reads.push(page.value);
    else if (reads.length === 0) throw page.reason;
    else {
      ctx.log.info({ reason: String(page.reason) }, 'a page failed; it is read again with the next ones');
      break;
    }
  }
  return reads;
}

function pagesFrom(nextId: number, endId: number, atMost: number): number[][] {
  const starts = idRange(0, Math.max(1, atMost) - 1).map((page) => nextId + page * peoplePerCall);
  return starts.filter((from) => from <= endId).map((from) => idRange(from, Math.min(endId, from + peoplePerCall - 1)));
}

async function storeAll(tx: Tx, reads: PeopleRead[]): Promise<Counts> {
  let counts = noCounts;
  for (const read of reads) counts = addCounts(counts, await storePeople(tx, read, { source: 'first-load' }));
  return counts;
}
