/** Follows the change feeds from kept positions. A page's hints and its position commit together. */
import { z } from 'zod';
import { upsertDirtyPeople } from '@/db/queries/dirty-people';
import { mergePeople } from '@/db/queries/person-merges';
import { replaceCheckpoint, selectJob } from '@/db/queries/sync';
import { ProviderFault } from '../../provider-fault';
import type { Job, Step, SyncCtx } from '../engine';
import { noCounts } from '../model';
import { type FeedName, feedFingerprint, feedNames, mintFeedToken, readFeed } from './feeds';
import { sweepIsUnfinished, sweepStart } from './sweep-checkpoint';

const Position = z.object({
  token: z.string(),
  fingerprint: z.string(),
  savedAt: z.coerce.date(),
  lastActivityAt: z.coerce.date().nullable(),
  /** Times in a row that Marketo refused this position. */
  refusals: z.number().int(),
  /** When a refused position was last replaced; null once Marketo accepted it. */
  replacedAt: z.coerce.date().nullable().default(null),
});
type Position = z.infer<typeof Position>;

export const FollowCheckpoint = z.object({
  positions: z.object({ changes: Position, events: Position, deletes: Position }).nullable(),
  /** Feeds that were read to their end in this round. */
  drained: z.array(z.enum(feedNames)),
});
export type FollowCheckpoint = z.infer<typeof FollowCheckpoint>;

const minutes = (n: number) => n * 60_000;
const days = (n: number) => n * 24 * 3600_000;

// Marketo keeps deletions for 14 days and field changes for 90; beyond that the feeds cannot tell what happened.
const longestGapMs: Record<FeedName, number> = { changes: days(80), events: days(80), deletes: days(12) };

export const followPeople: Job<FollowCheckpoint> = {
  name: 'follow-people',
  checkpoint: FollowCheckpoint,
  first: () => ({ positions: null, drained: [] }),

  async step(checkpoint, ctx) {
    if (!checkpoint.positions) return begin(checkpoint, ctx);
    const feed = feedNames.find((name) => !checkpoint.drained.includes(name));
    if (!feed) return endOfRound(checkpoint, ctx);
    const position = checkpoint.positions[feed];
    const now = ctx.clock.now();
    if (now.getTime() - position.savedAt.getTime() > longestGapMs[feed]) return reconcile(ctx);
    const fingerprint = await feedFingerprint(ctx, feed);
    if (position.fingerprint !== fingerprint)
      return remint(ctx, checkpoint, feed, { backMs: days(1), replacedAt: null });
    try {
      return await readOn(ctx, checkpoint, feed, position);
    } catch (error) {
      if (!isRefusal(error) || isFresh(position, now)) throw error;
      if (position.refusals + 1 >= 2) return remint(ctx, checkpoint, feed, { backMs: minutes(60), replacedAt: now });
      return save(checkpoint, feed, { ...position, refusals: position.refusals + 1 });
    }
  },
};

/** Positions for all feeds, 15 minutes back: taken before the first load, so that nothing falls between. */
export async function firstPositions(ctx: SyncCtx): Promise<FollowCheckpoint> {
  const now = ctx.clock.now();
  const token = await mintFeedToken(ctx, new Date(now.getTime() - minutes(15)), 'feeds');
  const at = async (feed: FeedName): Promise<Position> => ({
    token,
    fingerprint: await feedFingerprint(ctx, feed),
    savedAt: now,
    lastActivityAt: null,
    refusals: 0,
    replacedAt: null,
  });
  return {
    positions: { changes: await at('changes'), events: await at('events'), deletes: await at('deletes') },
    drained: [],
  };
}

/** The first load takes the positions. If it did and they are gone, nobody knows what was missed: read everybody. */
async function begin(checkpoint: FollowCheckpoint, ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  const load = await selectJob(ctx.db, 'load-people');
  return load.checkpoint === null ? nothingMore(checkpoint) : reconcile(ctx);
}

async function readOn(
  ctx: SyncCtx,
  checkpoint: FollowCheckpoint,
  feed: FeedName,
  position: Position,
): Promise<Step<FollowCheckpoint>> {
  const page = await readFeed(ctx, feed, position.token);
  const now = ctx.clock.now();
  const saved = save(checkpoint, feed, {
    ...position,
    token: page.nextPageToken,
    savedAt: now,
    lastActivityAt: page.lastActivityAt ?? position.lastActivityAt,
    refusals: 0,
    replacedAt: null,
  });
  if (!page.moreResult) saved.next.drained = [...checkpoint.drained, feed];
  return {
    ...saved,
    wakes: page.hints.length > 0 ? ['refresh-people'] : [],
    commit: async (tx) => {
      for (const merge of page.merges) await mergePeople(tx, { ...merge, at: now });
      await upsertDirtyPeople(tx, page.hints, now);
      return { ...noCounts, read: page.hints.length };
    },
  };
}

/** Too long away for the feeds: read everybody again, then follow from now. */
async function reconcile(ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  const next = await firstPositions(ctx);
  ctx.log.warn('the change feeds were not read for too long: reading everybody again');
  return {
    next,
    done: false,
    wakes: ['sweep-people'],
    commit: async (tx) => {
      await replaceCheckpoint(tx, 'sweep-people', sweepStart(true));
      return noCounts;
    },
  };
}

/** A new position some time before the last activity seen; what is read twice does no harm. */
async function remint(
  ctx: SyncCtx,
  checkpoint: FollowCheckpoint,
  feed: FeedName,
  { backMs, replacedAt }: { backMs: number; replacedAt: Date | null },
): Promise<Step<FollowCheckpoint>> {
  const old = checkpoint.positions?.[feed];
  const from = Math.min(
    old?.lastActivityAt?.getTime() ?? Infinity,
    old?.savedAt.getTime() ?? ctx.clock.now().getTime(),
  );
  return save(checkpoint, feed, {
    token: await mintFeedToken(ctx, new Date(from - backMs), 'feeds'),
    fingerprint: await feedFingerprint(ctx, feed),
    savedAt: old?.savedAt ?? ctx.clock.now(),
    lastActivityAt: old?.lastActivityAt ?? null,
    refusals: 0,
    replacedAt,
  });
}

function save(checkpoint: FollowCheckpoint, feed: FeedName, position: Position): Step<FollowCheckpoint> {
  if (!checkpoint.positions) throw new Error('No positions to save to');
  const positions = { ...checkpoint.positions, [feed]: position };
  return { next: { ...checkpoint, positions }, done: false, commit: async () => noCounts };
}

/** A long sweep takes many runs, but its schedule starts it only once: this job, which runs every minute, wakes it. */
async function endOfRound(checkpoint: FollowCheckpoint, ctx: SyncCtx): Promise<Step<FollowCheckpoint>> {
  const sweep = await selectJob(ctx.db, 'sweep-people');
  return { ...nothingMore(checkpoint), wakes: sweepIsUnfinished(sweep.checkpoint) ? ['sweep-people'] : [] };
}

function nothingMore(checkpoint: FollowCheckpoint): Step<FollowCheckpoint> {
  return { next: { ...checkpoint, drained: [] }, done: true, commit: async () => noCounts };
}

// What Marketo answers to a token it does not accept differs between instances.
const refusalCodes = new Set(['1001', '1003', '610', '611']);
// Where a new position is refused as well, the fault is Marketo's: asking for ever newer ones would only spend calls.
const isFresh = ({ replacedAt }: Position, now: Date) =>
  replacedAt !== null && now.getTime() - replacedAt.getTime() < minutes(60);
const isRefusal = (error: unknown) => error instanceof ProviderFault && refusalCodes.has(error.remoteCode ?? '');
