/** The three change feeds of Marketo as one thing: read a page, get hints. Feeds only say who to read again. */
import type { DirtyHint } from '@/db/queries/dirty-people';
import type { MarketoConnection } from '@/db/queries/settings';
import type { CallLane } from '../../call-budget/model';
import type { ActivityPage, WireActivity } from '../../marketo/api-types';
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
  hints: DirtyHint[];
  merges: { winnerId: number; loserIds: number[]; happenedAt: Date | null }[];
  /** The newest activity on the page. */
  lastActivityAt: Date | null;
};

/** A position is only valid while what is asked for stays the same. */
export async function feedFingerprint(ctx: SyncCtx, feed: FeedName): Promise<string> {
  const connection = await connectionOf(ctx);
  if (feed === 'changes') return wireFieldsOf(connection.fieldMapping).join(',');
  return feed === 'events' ? feedTypeIds(connection.activityTypes).join(',') : 'all';
}

/** A position at `since` that serves every feed; never one that is still to come for Marketo. Throws ProviderFault. */
export async function mintFeedToken(ctx: SyncCtx, since: Date, lane: CallLane): Promise<string> {
  return (await ctx.marketo(lane)).getPagingToken({ since });
}

/** One page of `feed` from its position. Throws ProviderFault. */
export async function readFeed(ctx: SyncCtx, feed: FeedName, nextPageToken: string): Promise<FeedHints> {
  const connection = await connectionOf(ctx);
  const page = await pageOf(ctx, connection, feed, nextPageToken);
  const names = new Map(connection.activityTypes.map((type) => [type.id, type.name]));
  const told = page.activities.map((activity) => ({
    activity,
    event: names.get(activity.activityTypeId) ?? null,
    at: parseMarketoDate(activity.activityDate),
  }));
  const merges = told.flatMap(({ activity, at }) => {
    const merge = mergeFromActivity(activity);
    return merge ? [{ ...merge, happenedAt: at }] : [];
  });
  const hints = told.map(({ activity, event, at }) => hintFrom(feed, activity, event, at));
  const losers = merges.flatMap((merge) =>
    merge.loserIds.map((marketoId) => ({ marketoId, reason: 'merged' as const, changedAt: null })),
  );
  const times = told.flatMap(({ at }) => (at ? [at.getTime()] : []));
  return {
    nextPageToken: page.nextPageToken,
    moreResult: page.moreResult,
    hints: [...hints, ...losers],
    merges,
    lastActivityAt: times.length > 0 ? new Date(Math.max(...times)) : null,
  };
}

function hintFrom(feed: FeedName, activity: WireActivity, event: string | null, changedAt: Date | null): DirtyHint {
  return { marketoId: activity.leadId, reason: reasonOf(feed, activity.activityTypeId), event, changedAt };
}

async function pageOf(
  ctx: SyncCtx,
  connection: MarketoConnection,
  feed: FeedName,
  nextPageToken: string,
): Promise<ActivityPage> {
  const client = await ctx.marketo('feeds');
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
