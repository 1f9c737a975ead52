import type { PeoplePage } from '@/lib/people/contract';

/** The pages of an endless list as React Query keeps them. */
export type ListPages = { pages: PeoplePage[]; pageParams: (string | undefined)[] };

/**
 * Puts `fresh`, read from the same cursor as page `index` but longer, in its place. What `fresh` holds beyond that
 * page is cut where the next page begins; when that place has gone, the pages after it are dropped, to be read again.
 */
export function withFreshPage(list: ListPages, index: number, fresh: PeoplePage): ListPages {
  const old = list.pages[index];
  if (!old) return list;
  const end = endOfPage(fresh, old, list.pages[index + 1]);
  const page = end === null ? fresh : { ...fresh, items: fresh.items.slice(0, end), nextCursor: old.nextCursor };
  const after = end === null ? index + 1 : list.pages.length;
  const pages = list.pages.slice(0, after).map((one, i) => (i === index ? page : one));
  const [first] = pages;
  if (first) pages[0] = { ...first, total: fresh.total, totalIsEstimate: fresh.totalIsEstimate, asOf: fresh.asOf };
  return { pages, pageParams: list.pageParams.slice(0, after) };
}

/** How many rows of `fresh` belong to the page; null when all of them do and the next page starts elsewhere now. */
function endOfPage(fresh: PeoplePage, old: PeoplePage, next: PeoplePage | undefined) {
  if (!next) return null;
  const startOfNext = positionOf(fresh, next.items[0]?.marketoId);
  if (startOfNext >= 0) return startOfNext;
  const lastOfOld = positionOf(fresh, old.items.at(-1)?.marketoId);
  return lastOfOld >= 0 ? lastOfOld + 1 : null;
}

function positionOf(page: PeoplePage, marketoId: number | undefined) {
  return page.items.findIndex((person) => person.marketoId === marketoId);
}
