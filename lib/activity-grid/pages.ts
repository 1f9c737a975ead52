import type { Tx } from '@/db/client';
import { type ActivityRow, countActivities, selectActivities } from '@/db/queries/activities';
import { type ActivityRead, selectActivityReads } from '@/db/queries/activity-reads';
import type { ActivitiesPage, ActivityView } from './contract';
import { cursorFromPosition, type Position } from './cursor';
import type { ActivityKind } from './model';
import { contiguousFrom } from './plan';

/** Which page of whose activities; `before` is null for the newest page. */
export type PageWish = { marketoId: number; kinds?: ActivityKind[]; before: Position | null; limit: number };

/** A page from the stored rows; `filled` when no older row is missing in it. */
export type StoredPage = Pick<ActivitiesPage, 'items' | 'asOf' | 'nextBefore'> & { filled: boolean };

/**
 * The stored rows of a page. Only rows of the range that is covered without a gap are paged through; while none of
 * them is known yet, a page shows what is known, and leads nowhere.
 */
export async function storedPage(db: Tx, wish: PageWish): Promise<StoredPage> {
  const reads = await selectActivityReads(db, wish.marketoId);
  const since = contiguousFrom(reads);
  const asOf = asOfReads(reads);
  if (!since) return { items: await knownItems(db, wish), asOf, nextBefore: null, filled: false };

  const rows = await selectActivities(db, { ...selectionOf(wish), since }, wish.limit + 1);
  const items = rows.slice(0, wish.limit).map(viewFromRow);
  const reachedStart = since.getTime() === 0;
  if (reachedStart && rows.length <= wish.limit) return { items, asOf, nextBefore: null, filled: true };

  const filled = items.length === wish.limit;
  if (items.length === 0 && !wish.before) {
    return { items: await knownItems(db, wish), asOf, nextBefore: null, filled };
  }
  const last = rows[items.length - 1] ?? wish.before;
  return { items, asOf, nextBefore: last && cursorFromPosition(last), filled };
}

/** True when the covered range has too few rows for the page and may be extended into the past. */
export async function needsOlderRows(db: Tx, wish: PageWish, reads: ActivityRead[]): Promise<boolean> {
  const since = contiguousFrom(reads);
  if (!since || since.getTime() === 0) return false;
  return (await countActivities(db, { ...selectionOf(wish), since }, wish.limit)) < wish.limit;
}

function selectionOf({ marketoId, kinds, before }: PageWish) {
  return { marketoId, kinds, before: before ?? undefined };
}

async function knownItems(db: Tx, wish: PageWish): Promise<ActivityView[]> {
  return (await selectActivities(db, selectionOf(wish), wish.limit)).map(viewFromRow);
}

// The group that was current longest ago decides for all of them.
function asOfReads(reads: ActivityRead[]): string | null {
  const moments = reads.map((read) => read.headReadAt?.getTime() ?? 0);
  const oldest = Math.min(...moments);
  return reads.length === 0 || oldest === 0 ? null : new Date(oldest).toISOString();
}

function viewFromRow(row: ActivityRow): ActivityView {
  const { marketoGuid, kind, type, title, attributes } = row;
  return { marketoGuid, kind, type, occurredAt: row.occurredAt.toISOString(), title, attributes };
}
