'use client';

import { type RefObject, useMemo, useState } from 'react';
import type { PeoplePage, PersonView } from '@/lib/people/contract';
import { type ListView, listQueryOf } from './list-view';
import type { GridHandle } from './people-grid';
import { usePeople } from './queries';
import { useDelayed } from './use-delayed';
import { useFreshRows } from './use-fresh-rows';

const searchDelayMs = 30;

/** The rows of the view. Those of the last good answer stay until the next one is there, whatever happens meanwhile. */
export function usePeopleList(view: ListView, grid: RefObject<GridHandle | null>) {
  const query = listQueryOf(view, useDelayed(view.search, searchDelayMs));
  const list = usePeople(query);
  const [refreshError, setRefreshError] = useState<unknown>(null);
  const [kept, setKept] = useState(list.data);
  if (list.data && list.data !== kept) setKept(list.data);
  const data = list.data ?? kept;

  useFreshRows({
    query,
    visibleRows: () => grid.current?.visibleRows() ?? [0, 0],
    onFailure: setRefreshError,
    onSuccess: () => setRefreshError(null),
  });
  const isOfQuery = Boolean(list.data) && !list.isPlaceholderData;
  return {
    query,
    people: useMemo(() => distinctPeople(data?.pages ?? []), [data]),
    /** The head of the list, with its total; undefined before the first answer. */
    head: data?.pages[0],
    /** False while the rows shown are still those of the view before. */
    isOfQuery,
    error: list.error ?? refreshError,
    hasMore: isOfQuery && list.hasNextPage,
    loadMore: isOfQuery && list.hasNextPage && !list.isFetching && !list.isError ? list.fetchNextPage : undefined,
    retry: () => {
      setRefreshError(null);
      return list.isFetchNextPageError ? list.fetchNextPage() : list.refetch();
    },
  };
}

// A row that moved between two requests can be in both pages; its first place is the newer truth or as good.
function distinctPeople(pages: PeoplePage[]): PersonView[] {
  const byId = new Map<number, PersonView>();
  for (const page of pages) {
    for (const person of page.items) if (!byId.has(person.marketoId)) byId.set(person.marketoId, person);
  }
  return [...byId.values()];
}
