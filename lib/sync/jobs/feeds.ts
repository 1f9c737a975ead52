/** The three change feeds of Marketo as one thing: read a page, get hints. Feeds only say who to read again. */
import type { CallLane } from '../../call-budget/model';
import type { ActivityPage } from '../../marketo/api-types';
import { parseMarketoDate } from '../../marketo/dates';
import { wireFieldsOf } from '../../marketo/field-mapping';
import { feedTypeIds, mergeFromActivity } from '../../marketo/map-activities';
import type { SyncCtx } from '../engine';
import type { DirtyReason } from '../model';
import { connectionOf } from './read-people';

export const feedNames = ['changes', 'events', 'deletes'] as const;
export type FeedName = (typeof feedNames)[number];

export type FeedHints = {
  nextPageToken: string;
  moreResult: boolean;
  hints: { marketoId: number; reason: DirtyReason; changedAt: Date | null }[];
  merges: { winnerId: number; loserIds: number[] }[];
  /** The newest activity on the page. */
  lastActivityAt: Date | null;
};

/** A position is only valid while what is asked for stays the same. */
export async function feedFingerprint(ctx: SyncCtx, feed: FeedName): Promise<string> {
  const connection = await connectionOf(ctx);
  if (feed === 'changes') return wireFieldsOf(connection.fieldMapping).join(',');
  return feed === 'events' ? feedTypeIds(connection.activityTypes).join(',') : 'all';
}

/** A position at `since` that serves every feed. Throws ProviderFault. */
export async function mintFeedToken(ctx: SyncCtx, since: Date, lane: CallLane): Promise<string> {
  return (await ctx.marketo(lane)).getPagingToken({ since });
}

/** One page of `feed` from its position. Throws ProviderFault. */
export async function readFeed(ctx: SyncCtx, feed: FeedName, nextPageToken: string): Promise<FeedHints> {
  const page = await pageOf(ctx, feed, nextPageToken);
  const merges = page.activities.map(mergeFromActivity).filter((merge) => merge !== null);
  const hints = page.activities.map((activity) => ({
    marketoId: activity.leadId,
    reason: reasonOf(feed, activity.activityTypeId),
    changedAt: parseMarketoDate(activity.activityDate),
  }));
  const losers = merges.flatMap((merge) =>
    merge.loserIds.map((marketoId) => ({ marketoId, reason: 'merged' as const, changedAt: null })),
  );
  const times = hints.map((hint) => hint.changedAt?.getTime()).filter((time) => time !== undefined);
  return {
    nextPageToken: page.nextPageToken,
    moreResult: page.moreResult,
    hints: [...hints, ...losers],
    merges,
    lastActivityAt: times.length > 0 ? new Date(Math.max(...times)) : null,
  };
}

async function pageOf(ctx: SyncCtx, feed: FeedName, nextPageToken: string): Promise<ActivityPage> {
  const client = await ctx.marketo('feeds');
  const connection = await connectionOf(ctx);
  if (feed === 'deletes') return client.getDeletedLeads({ nextPageToken });
  if (feed === 'changes') {
    const fields = wireFieldsOf(connection.fieldMapping).filter((name) => !systemFields.has(name));
    return client.getLeadChanges({ nextPageToken, fields });
  }
  return client.getActivities({ nextPageToken, activityTypeIds: feedTypeIds(connection.activityTypes) });
}

// Marketo never logs a change of these; asking for them would be asking for nothing.
const systemFields = new Set(['id', 'createdAt', 'updatedAt']);

function reasonOf(feed: FeedName, activityTypeId: number): DirtyReason {
  if (feed === 'deletes') return 'deleted';
  if (activityTypeId === 12) return 'created';
  if (activityTypeId === 23) return 'owner';
  return 'changed';
}
