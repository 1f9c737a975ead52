'use client';

import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { getJson } from '@/lib/http/fetch-json';
import { PeopleFilters, PeoplePage, type PeopleQuery, PersonDetail, type PersonView } from '@/lib/people/contract';

/** What the list shows; paging is added by the reader. */
export type PeopleListQuery = Pick<PeopleQuery, 'search' | 'owner' | 'source' | 'company' | 'sort'>;

export const peopleKeys = {
  all: ['people'] as const,
  list: (query: PeopleListQuery) => [...peopleKeys.all, 'list', query] as const,
  search: (text: string) => [...peopleKeys.all, 'search', text] as const,
  detail: (marketoId: number) => [...peopleKeys.all, 'detail', marketoId] as const,
  filters: () => [...peopleKeys.all, 'filters'] as const,
};

// Three screens of rows; what a search must find before it is seen (bench/people-list.ts).
const pageSize = 100;

/** One page of the list, from `cursor` on. */
export function getPeoplePage(input: {
  query: PeopleListQuery;
  cursor?: string;
  limit?: number;
  signal?: AbortSignal;
}) {
  const query = { ...input.query, cursor: input.cursor, limit: input.limit ?? pageSize };
  return getJson('/api/people', PeoplePage, { query, signal: input.signal });
}

/** The pages read so far. They are kept current by `useFreshRows`, so reading all of them again is never needed. */
export function peopleListOptions(query: PeopleListQuery) {
  return infiniteQueryOptions({
    queryKey: peopleKeys.list(query),
    queryFn: ({ pageParam, signal }) => getPeoplePage({ query, cursor: pageParam, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

export function usePeople(query: PeopleListQuery) {
  return useInfiniteQuery(peopleListOptions(query));
}

/** A few people for the palette. */
export function usePeopleSearch(text: string) {
  return useQuery({
    queryKey: peopleKeys.search(text),
    queryFn: ({ signal }) => getPeoplePage({ query: { search: text, sort: 'name' }, limit: 8, signal }),
    placeholderData: keepPreviousData,
    enabled: text.length > 0,
  });
}

export function personOptions(marketoId: number) {
  return queryOptions({
    queryKey: peopleKeys.detail(marketoId),
    queryFn: ({ signal }) => getJson(`/api/people/${marketoId}`, PersonDetail, { signal }),
    refetchInterval: 30_000,
  });
}

/** One person in full. */
export function usePerson(marketoId: number) {
  return useQuery(personOptions(marketoId));
}

/** What the filters offer. */
export function usePeopleFilters(enabled: boolean) {
  return useQuery({
    queryKey: peopleKeys.filters(),
    queryFn: ({ signal }) => getJson('/api/people/filters', PeopleFilters, { signal }),
    staleTime: 60_000,
    enabled,
  });
}

/** The address of a person's page. */
export function personHref(person: Pick<PersonView, 'marketoId'>) {
  return `/people/${person.marketoId}`;
}
