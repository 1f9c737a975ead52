import type { Tx } from '@/db/client';
import { type ActivityRow, selectActivities } from '@/db/queries/activities';
import { type ActivityRead, selectActivityReads } from '@/db/queries/activity-reads';
import { selectLineKeys, selectWaitingLines } from '@/db/queries/journal-lines';
import type { ActivitiesPage, ActivityView } from './contract';
import { cursorFromPosition, type Position } from './cursor';
import { lineKindsOf, viewFromLine } from './journal';
import { type ActivityKind, deliveryKeyAttribute } from './model';
import { contiguousFrom } from './plan';

/** Which page of whose activities; `before` is null for the newest page. */
export type PageWish = { marketoId: number; kinds?: ActivityKind[]; before: Position | null; limit: number };

/** A page from the stored rows; `filled` when no older row is missing in it. */
export type StoredPage = Pick<ActivitiesPage, 'items' | 'asOf' | 'nextBefore'> & { filled: boolean };

/**
 * The stored rows of a page: what Marketo returned, and what only the journal tells so far. Only rows of the range that
 * is covered without a gap are paged through; while none of them is known yet, a page shows what is known, and leads
 * nowhere.
 */
export async function storedPage(db: Tx, wish: PageWish): Promise<StoredPage> {
  const reads = await selectActivityReads(db, wish.marketoId);
  const since = contiguousFrom(reads);
  const asOf = asOfReads(reads);
  if (!since) return { items: await rowsSince(db, wish, undefined), asOf, nextBefore: null, filled: false };

  const rows = await rowsSince(db, { ...wish, limit: wish.limit + 1 }, since);
  const items = rows.slice(0, wish.limit);
  const reachedStart = since.getTime() === 0;
  if (reachedStart && rows.length <= wish.limit) return { items, asOf, nextBefore: null, filled: true };

  const filled = items.length === wish.limit;
  if (items.length === 0 && !wish.before) {
    return { items: await rowsSince(db, wish, undefined), asOf, nextBefore: null, filled };
  }
  const last = items.at(-1);
  const position = last ? positionOf(last) : wish.before;
  return { items, asOf, nextBefore: position && cursorFromPosition(position), filled };
}

/** True when the covered range has too few rows for the page and may be extended into the past. */
export async function needsOlderRows(db: Tx, wish: PageWish, reads: ActivityRead[]): Promise<boolean> {
  const since = contiguousFrom(reads);
  if (!since || since.getTime() === 0) return false;
  return (await rowsSince(db, wish, since)).length < wish.limit;
}

/** Marketo's rows and the journal's in one order, at most as many as wished for. */
async function rowsSince(db: Tx, wish: PageWish, since: Date | undefined): Promise<ActivityView[]> {
  const { marketoId, kinds, limit } = wish;
  const before = beforeOf(wish.before);
  const returned = await selectActivities(db, { marketoId, kinds, before: before.activities, since }, limit);
  const lineKinds = lineKindsOf(kinds);
  if (lineKinds.length === 0) return returned.map((row) => viewFromRow(row, null));
  // Below a full page of Marketo's rows no line is on the page.
  const oldest = returned.length === limit ? returned.at(-1)?.occurredAt : since;
  const [waiting, lineOf] = await Promise.all([
    selectWaitingLines(db, { marketoId, kinds: lineKinds, before: before.lines, since: oldest }, limit),
    linesOfRows(db, marketoId, returned),
  ]);
  const rows = [...waiting.map(viewFromLine), ...returned.map((row) => viewFromRow(row, lineOf(row)))];
  return rows.sort(newestFirst).slice(0, limit);
}

/** Of one moment the journal's before Marketo's, each in the order of its table. */
function newestFirst(a: ActivityView, b: ActivityView): number {
  const rank = (row: ActivityView) => (row.standing === null ? 1 : 0);
  return Date.parse(b.occurredAt) - Date.parse(a.occurredAt) || rank(a) - rank(b);
}

function positionOf({ occurredAt: at, id, standing }: ActivityView): Position {
  const occurredAt = new Date(at);
  return standing === null ? { occurredAt, marketoGuid: id } : { occurredAt, salesActivityId: id };
}

/** What is older than a position, in terms of each table. */
function beforeOf(position: Position | null) {
  if (!position) return {};
  const { occurredAt } = position;
  if ('marketoGuid' in position) return { activities: position, lines: { occurredAt } };
  return { activities: { occurredAt }, lines: { occurredAt, id: position.salesActivityId } };
}

/** Tells which line of the journal a row of Marketo's stands for: it names the line's delivery, or is what became of it. */
async function linesOfRows(db: Tx, marketoId: number, rows: ActivityRow[]) {
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (!newest || !oldest) return () => null;
  const lines = await selectLineKeys(db, { marketoId, from: oldest.occurredAt, to: newest.occurredAt });
  const byKey = new Map(lines.map((line) => [line.key, line.id]));
  const byGuid = new Map(lines.map((line) => [line.marketoGuid, line.id]));
  return ({ marketoGuid, attributes }: ActivityRow) =>
    byGuid.get(marketoGuid) ?? byKey.get(attributes[deliveryKeyAttribute] ?? '') ?? null;
}

// The group that was current longest ago decides for all of them.
function asOfReads(reads: ActivityRead[]): string | null {
  const moments = reads.map((read) => read.headReadAt?.getTime() ?? 0);
  const oldest = Math.min(...moments);
  return reads.length === 0 || oldest === 0 ? null : new Date(oldest).toISOString();
}

function viewFromRow(row: ActivityRow, salesActivityId: string | null): ActivityView {
  const { marketoGuid: id, kind, type, title, attributes } = row;
  return {
    id,
    kind,
    type,
    occurredAt: row.occurredAt.toISOString(),
    title,
    attributes,
    salesActivityId,
    standing: null,
  };
}
