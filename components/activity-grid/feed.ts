import type { ActivitiesPage, ActivityView } from '@/lib/activity-grid/contract';
import { newestFirst } from './rows';

/** All rows of one tab that were read so far: the newest page, and the older ones asked for below it. */
export type Feed = {
  /** Newest first, each activity once. */
  items: ActivityView[];
  asOf: string | null;
  live: boolean;
  notice: string | null;
  /** False while the newest page is still being read from Marketo. */
  complete: boolean;
  /** Answers in a row that were not complete: the more, the longer until the next question. */
  incompleteAnswers: number;
  hasOlder: boolean;
  /** Where the page below the last row starts; null when there is none. */
  nextBefore: string | null;
  /** The older page that was not complete and has to be asked for again; by hand once it is stalled. */
  unfinished: { before: string; answers: number; isStalled: boolean } | null;
  /** The newest row of the last complete answer: from here down nothing is missing. */
  settledTop: ActivityView | null;
};

/**
 * The feed after the newest page was read again. Older rows below stay, unless so much is new that the
 * page no longer reaches down to them: a hole would be hidden, so they are then read anew.
 */
export function withNewest(feed: Feed | undefined, page: ActivitiesPage): Feed {
  if (!feed) return feedOf(page, 0);
  if (!page.complete) return withUnfinished(feed, page);
  if (!page.live && page.items.length === 0) return { ...feed, ...standing(page, feed), incompleteAnswers: 0 };
  if (!feed.hasOlder || !reachesDown(page.items, feed.settledTop)) return feedOf(page, 0);
  return {
    ...feed,
    ...standing(page, feed),
    items: union(feed.items, page.items),
    incompleteAnswers: 0,
    settledTop: page.items[0] ?? feed.settledTop,
  };
}

/** The feed after the page that starts at `before` was read. An answer to a cursor no longer in use changes nothing. */
export function withOlder(feed: Feed, before: string, page: ActivitiesPage): Feed {
  if (olderCursor(feed) !== before) return feed;
  const answers = (feed.unfinished?.answers ?? 0) + 1;
  return {
    ...feed,
    items: union(feed.items, page.items),
    notice: page.notice ?? feed.notice,
    hasOlder: true,
    nextBefore: page.nextBefore,
    unfinished: page.complete ? null : { before, answers, isStalled: page.notice !== null },
  };
}

/** The feed with what the journal has meanwhile, as far down as the rows go; Marketo's rows wait for its own answer. */
export function withJournal(feed: Feed, stored: ActivitiesPage): Feed {
  const last = feed.items.at(-1);
  const reaches = (item: ActivityView) => olderCursor(feed) === null || !last || newestFirst(item, last) < 0;
  const lines = stored.items.filter((item) => !isOfMarketo(item) && reaches(item));
  return { ...feed, items: union(feed.items, lines) };
}

/** The cursor to ask older rows with; null when there are none, or when the newest page has to settle first. */
export function olderCursor(feed: Feed): string | null {
  if (feed.live && !feed.complete && !feed.hasOlder) return null;
  return feed.unfinished?.before ?? feed.nextBefore;
}

/** How long to wait before asking an unfinished page again: 1 s, growing to 5 s. */
export function askAgainMs(incompleteAnswers: number): number {
  return Math.min(5_000, Math.round(1_000 * 1.4 ** Math.max(0, incompleteAnswers - 1)));
}

function feedOf(page: ActivitiesPage, incompleteAnswers: number): Feed {
  const items = union([], page.items);
  return {
    ...standing(page, undefined),
    items,
    incompleteAnswers: page.complete ? 0 : incompleteAnswers + 1,
    hasOlder: false,
    nextBefore: page.nextBefore,
    unfinished: null,
    settledTop: page.complete ? (items[0] ?? null) : null,
  };
}

/** While Marketo is still being read rows are only added, so nothing on the screen disappears and comes back. */
function withUnfinished(feed: Feed, page: ActivitiesPage): Feed {
  return {
    ...feed,
    ...standing(page, feed),
    items: union(feed.items, page.items),
    incompleteAnswers: feed.incompleteAnswers + 1,
    nextBefore: feed.hasOlder ? feed.nextBefore : page.nextBefore,
  };
}

function standing(page: ActivitiesPage, feed: Feed | undefined) {
  return { asOf: page.asOf ?? feed?.asOf ?? null, live: page.live, notice: page.notice, complete: page.complete };
}

function reachesDown(items: ActivityView[], settledTop: ActivityView | null): boolean {
  return settledTop !== null && items.some((item) => newestFirst(settledTop, item) <= 0);
}

/** Each activity once: a line of the journal is no longer shown where a row of Marketo's stands for it. */
function union(known: ActivityView[], more: ActivityView[]): ActivityView[] {
  const items = [...new Map([...known, ...more].map((item) => [item.id, item])).values()];
  const returned = new Set(items.filter(isOfMarketo).map((item) => item.salesActivityId));
  return items.filter((item) => isOfMarketo(item) || !returned.has(item.id)).sort(newestFirst);
}

const isOfMarketo = (item: ActivityView) => item.standing === null;
