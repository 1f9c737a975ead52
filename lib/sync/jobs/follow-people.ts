/** Follows the change feeds from kept positions, all three at once. A page's hints and its position commit together. */
import { z } from 'zod';
import type { Tx } from '@/db/client';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { mergePeople } from '@/db/queries/person-merges';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { ProviderFault } from '../../provider-fault';
import type { Job, Step, SyncCtx } from '../engine';
import { askedRound, type Counts, type JobName, noCounts } from '../model';
import { comingToRest } from '../quiet-step';
import { discoveryIsUnfinished } from './discover-checkpoint';
import {
  afterNewSelection,
  afterRefusal,
  firstPositions,
  isRefusal,
  isTooOld,
  marketoNow,
  Position,
  wasJustReplaced,
} from './feed-positions';
import { type FeedHints, type FeedName, feedFingerprint, feedNames, readFeed } from './feeds';
import { sweepIsUnfinished } from './sweep-checkpoint';

const Feeds = z.array(z.enum(feedNames)).default([]);

export const FollowCheckpoint = z.object({
  positions: z.object({ changes: Position, events: Position, deletes: Position }).nullable(),
  /** Feeds that were read to their end in this round. */
  drained: Feeds,
  /** Feeds that failed in this round; asked again when the others are at their end. */
  aside: Feeds,
  /** Pages of the busiest feed in this round, when it began, and when it last went on. */
  pages: z.number().int().default(0),
  startedAt: z.coerce.date().nullable().default(null),
  steppedAt: z.coerce.date().nullable().default(null),
});
export type FollowCheckpoint = z.infer<typeof FollowCheckpoint>;

const mostPages = 200;
const longestRoundMs = 5 * 60_000;
// A round that stood still for so long was left by a run that failed or was killed.
const longestStepMs = 30_000;
const newRound = { drained: [], aside: [], pages: 0, startedAt: null, steppedAt: null };

export const followPeople: Job<FollowCheckpoint> = {
  name: 'follow-people',
  checkpoint: FollowCheckpoint,
  first: () => ({ positions: null, ...newRound }),

  async step(checkpoint, ctx) {
    const kept = checkpoint.positions;
    if (!kept) return begin(checkpoint, ctx);
    const round = wasLeft(checkpoint, ctx) ? { ...checkpoint, ...newRound, aside: checkpoint.aside } : checkpoint;
    const open = feedNames.filter((feed) => !round.drained.includes(feed));
    if (open.length === 0) return endOfRound(round, ctx);
    if (isLong(round, ctx)) return yieldTurn(round, ctx);
    const now = await marketoNow(ctx);
    if (open.some((feed) => isTooOld(feed, kept[feed], now))) return reconcile(ctx);
    const untried = open.filter((feed) => !round.aside.includes(feed));
    const asked = untried.length > 0 ? untried : open;
    const results = await Promise.allSettled(asked.map((feed) => readOn(ctx, feed, kept[feed], now)));
    return save(round, ctx, asked, results);
  },
};

/** Where the feeds stood before the first load. */
export async function firstFollow(ctx: SyncCtx): Promise<FollowCheckpoint> {
  return { positions: await firstPositions(ctx), ...newRound };
}

/** The first load takes the positions. If it did and they are gone, nobody knows what was missed: read everybody. */
async function begin(checkpoint: FollowCheckpoint, ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  const load = await selectJob(ctx.db, 'load-people');
  return load.checkpoint === null ? endOfRound(checkpoint, ctx) : reconcile(ctx);
}

type Read = { position: Position; page: FeedHints | null; ended: boolean };

/** One page, or a position that replaces one that does not serve any more. Throws ProviderFault. */
async function readOn(ctx: SyncCtx, feed: FeedName, position: Position, now: Date): Promise<Read> {
  if (position.fingerprint !== (await feedFingerprint(ctx, feed))) {
    return { position: await afterNewSelection(ctx, feed, position), page: null, ended: false };
  }
  try {
    const page = await readFeed(ctx, feed, position.token);
    // More is said to follow, but from the place where we already are: going on would go round in a circle.
    if (page.moreResult && page.nextPageToken === position.token) {
      return { ...(await withoutService(ctx, feed, position, now)), page, ended: wasJustReplaced(position, now) };
    }
    const lastActivityAt = later(position.lastActivityAt, page.lastActivityAt);
    const moved = { token: page.nextPageToken, savedAt: now, lastActivityAt, refusals: 0, replacedAt: null };
    return { position: { ...position, ...moved }, page, ended: !page.moreResult };
  } catch (error) {
    if (!isRefusal(error) || wasJustReplaced(position, now)) throw error;
    return withoutService(ctx, feed, position, now);
  }
}

/** Once may be a whim of Marketo. The second time the position is replaced. */
async function withoutService(ctx: SyncCtx, feed: FeedName, position: Position, now: Date): Promise<Read> {
  const again = position.refusals + 1 >= 2 && !wasJustReplaced(position, now);
  const next = again ? await afterRefusal(ctx, feed, position, now) : { ...position, refusals: position.refusals + 1 };
  return { position: next, page: null, ended: false };
}

/** What was read is saved even when another feed failed; that one is asked again once nothing else is left to read. */
function save(
  checkpoint: FollowCheckpoint,
  ctx: SyncCtx,
  asked: FeedName[],
  results: PromiseSettledResult<Read>[],
): Step<FollowCheckpoint> {
  const reads = results.flatMap((result, i) =>
    result.status === 'fulfilled' ? [{ feed: asked[i] as FeedName, ...result.value }] : [],
  );
  const failed = asked.filter((_, i) => results[i]?.status === 'rejected');
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const stop = faults.find((fault) => !isOfOneFeed(fault)) ?? (reads.length === 0 ? faults[0] : null);
  if (stop || !checkpoint.positions) throw stop;
  const moved = Object.fromEntries(reads.map(({ feed, position }) => [feed, position]));
  const pages = reads.flatMap(({ page }) => page ?? []);
  const at = ctx.clock.now();
  return {
    next: {
      positions: { ...checkpoint.positions, ...moved },
      drained: [...checkpoint.drained, ...reads.flatMap(({ feed, ended }) => (ended ? [feed] : []))],
      aside: [...checkpoint.aside.filter((feed) => !asked.includes(feed)), ...failed],
      pages: checkpoint.pages + 1,
      startedAt: checkpoint.startedAt ?? at,
      steppedAt: at,
    },
    done: false,
    wakes: pages.some((page) => page.hints.length > 0) ? ['refresh-people'] : [],
    commit: (tx) => note(tx, pages, at),
  };
}

// A limit, or a refused sign-in, is met by the other feeds as well.
function isOfOneFeed(error: unknown): boolean {
  return error instanceof ProviderFault && ['rejected', 'gone', 'unavailable', 'unknown'].includes(error.kind);
}

async function note(tx: Tx, pages: FeedHints[], at: Date): Promise<Counts> {
  const hints = pages.flatMap((page) => page.hints);
  for (const merge of pages.flatMap((page) => page.merges)) await mergePeople(tx, { ...merge, at });
  await upsertDirtyPeople(tx, hints, at);
  return { ...noCounts, read: hints.length };
}

function wasLeft({ steppedAt }: FollowCheckpoint, ctx: SyncCtx): boolean {
  return steppedAt !== null && ctx.clock.now().getTime() - steppedAt.getTime() > longestStepMs;
}

function isLong({ pages, startedAt }: FollowCheckpoint, ctx: SyncCtx): boolean {
  if (pages >= mostPages) return true;
  return startedAt !== null && ctx.clock.now().getTime() - startedAt.getTime() >= longestRoundMs;
}

/** After a long absence the feeds hold more than one round should read; the next goes on from the kept positions. */
async function yieldTurn(checkpoint: FollowCheckpoint, ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  return {
    ...(await endOfRound(checkpoint, ctx)),
    done: false,
    wait: {
      until: ctx.clock.now(),
      why: 'The feeds hold more than one round reads; the next round goes on from here.',
    },
  };
}

/** Too long away for the feeds: read everybody again, then follow from now. */
async function reconcile(ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  const next = await firstFollow(ctx);
  ctx.log.warn('the change feeds were not read for too long: reading everybody again');
  return {
    next,
    done: false,
    wakes: ['sweep-people', 'discover-people'],
    commit: async (tx) => {
      await replaceCheckpoint(tx, 'sweep-people', askedRound);
      await replaceCheckpoint(tx, 'discover-people', askedRound);
      return noCounts;
    },
  };
}

/** A sweep takes many runs, but its schedule starts it only once: this job, which runs every minute, wakes it. */
async function endOfRound({ positions }: FollowCheckpoint, ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  const sweep = await selectJob(ctx.db, 'sweep-people');
  const discovery = await selectJob(ctx.db, 'discover-people');
  const wakes: JobName[] = [];
  if (sweepIsUnfinished(sweep.checkpoint)) wakes.push('sweep-people');
  if (discoveryIsUnfinished(discovery.checkpoint)) wakes.push('discover-people');
  return { ...comingToRest<FollowCheckpoint>({ positions, ...newRound }), wakes };
}

function later(a: Date | null, b: Date | null): Date | null {
  return a && b ? new Date(Math.max(a.getTime(), b.getTime())) : (a ?? b);
}
