/** Where each feed stands, and how a position is won back that is lost. A position is never taken from our own clock. */
import { z } from 'zod';
import { ProviderFault } from '../../provider-fault';
import type { SyncCtx } from '../engine';
import { type FeedName, feedFingerprint, mintFeedToken } from './feeds';

export const Position = z.object({
  token: z.string(),
  fingerprint: z.string(),
  /** Marketo's time when this position was won. */
  savedAt: z.coerce.date(),
  lastActivityAt: z.coerce.date().nullable(),
  /** Times in a row that Marketo refused this position, or did not move on from it. */
  refusals: z.number().int(),
  /** When a refused position was last replaced; null once Marketo accepted it. */
  replacedAt: z.coerce.date().nullable().default(null),
});
export type Position = z.infer<typeof Position>;
export type Positions = Record<FeedName, Position>;

const minutes = (n: number) => n * 60_000;
const days = (n: number) => n * 24 * 3600_000;

// Marketo keeps deletions for 14 days and field changes for 90; beyond that the feeds cannot tell what happened.
const longestGapMs: Record<FeedName, number> = { changes: days(80), events: days(80), deletes: days(12) };

/** True when rows that `feed` had to tell may be gone from Marketo. */
export function isTooOld(feed: FeedName, position: Position, now: Date): boolean {
  return now.getTime() - position.savedAt.getTime() > longestGapMs[feed];
}

/** Positions for all feeds, 15 minutes back: taken before the first load, so that nothing falls between. */
export async function firstPositions(ctx: SyncCtx): Promise<Positions> {
  const now = await marketoNow(ctx);
  const token = await mintFeedToken(ctx, new Date(now.getTime() - minutes(15)), 'feeds');
  const at = async (feed: FeedName): Promise<Position> => ({
    token,
    fingerprint: await feedFingerprint(ctx, feed),
    savedAt: now,
    lastActivityAt: null,
    refusals: 0,
    replacedAt: null,
  });
  return { changes: await at('changes'), events: await at('events'), deletes: await at('deletes') };
}

/** A position for what is asked for now; a day back, since another selection has other rows that come late. */
export function afterNewSelection(ctx: SyncCtx, feed: FeedName, old: Position): Promise<Position> {
  return replaced(ctx, feed, old, { backMs: days(1), replacedAt: null });
}

/** A position in place of a refused one: an hour back, and a day after an outage. What is read twice does no harm. */
export function afterRefusal(ctx: SyncCtx, feed: FeedName, old: Position, now: Date): Promise<Position> {
  const wasAway = now.getTime() - old.savedAt.getTime() > minutes(60);
  return replaced(ctx, feed, old, { backMs: wasAway ? days(1) : minutes(60), replacedAt: now });
}

async function replaced(
  ctx: SyncCtx,
  feed: FeedName,
  old: Position,
  { backMs, replacedAt }: { backMs: number; replacedAt: Date | null },
): Promise<Position> {
  const from = Math.min(old.lastActivityAt?.getTime() ?? Infinity, old.savedAt.getTime());
  const token = await mintFeedToken(ctx, new Date(from - backMs), 'feeds');
  return { ...old, token, fingerprint: await feedFingerprint(ctx, feed), refusals: 0, replacedAt };
}

// Where a new position is refused as well, the fault is Marketo's: asking for ever newer ones would only spend calls.
export const wasJustReplaced = ({ replacedAt }: Position, now: Date) =>
  replacedAt !== null && now.getTime() - replacedAt.getTime() < minutes(60);

// What Marketo answers to a token it does not accept differs between instances.
const refusalCodes = new Set(['1001', '1003', '610', '611']);
export const isRefusal = (error: unknown) => error instanceof ProviderFault && refusalCodes.has(error.remoteCode ?? '');

/** Marketo's own time. Throws ProviderFault. */
export async function marketoNow(ctx: SyncCtx): Promise<Date> {
  return (await ctx.marketo('feeds')).now();
}
