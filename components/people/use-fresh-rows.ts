'use client';

import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { PeoplePage } from '@/lib/people/contract';
import { withFreshPage } from './fresh-pages';
import { getPeoplePage, type PeopleListQuery, peopleKeys } from './queries';

const refreshMs = 30_000;

// Room for rows that are new on the page; the API gives at most 500 at once.
const extraRows = 50;
const largestPage = 500;

type FreshRowsInput = {
  query: PeopleListQuery;
  /** First and last row on the screen; asked for when it is time. */
  visibleRows(): [first: number, last: number];
  onFailure(error: unknown): void;
  onSuccess(): void;
};

/**
 * Keeps the rows on the screen current: every 30 seconds, and when the tab is looked at again, the pages in sight are
 * read anew. The pages out of sight are not, so it costs one or two requests however far somebody has scrolled.
 */
export function useFreshRows(input: FreshRowsInput) {
  const queryClient = useQueryClient();

  const refresh = useEffectEvent(async (signal: AbortSignal) => {
    if (document.hidden) return;
    const { query } = input;
    const key = peopleKeys.list(query);
    const list = queryClient.getQueryData<ListData>(key);
    if (!list) return void queryClient.refetchQueries({ queryKey: key });
    try {
      for (const { index, cursor, rows } of pagesInSight(list, input.visibleRows())) {
        const limit = Math.min(largestPage, rows + extraRows);
        const fresh = await getPeoplePage({ query, cursor, limit, signal });
        queryClient.setQueryData<ListData>(key, (now) => {
          const unmoved = now?.pageParams[index] === cursor;
          return now && unmoved ? withFreshPage(now, index, fresh) : now;
        });
      }
      input.onSuccess();
    } catch (error) {
      if (!signal.aborted) input.onFailure(error);
    }
  });

  useEffect(() => {
    const stop = new AbortController();
    const run = () => void refresh(stop.signal);
    const timer = setInterval(run, refreshMs);
    document.addEventListener('visibilitychange', run, { signal: stop.signal });
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, []);
}

type ListData = InfiniteData<PeoplePage, string | undefined>;

function pagesInSight(list: ListData, [first, last]: [number, number]) {
  let start = 0;
  return list.pages.flatMap((page, index) => {
    const from = start;
    start += page.items.length;
    const inSight = from <= last && start >= first;
    return inSight ? [{ index, cursor: list.pageParams[index], rows: page.items.length }] : [];
  });
}
