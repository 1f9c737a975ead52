'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { getJson } from '@/lib/http/fetch-json';
import { PassportPage } from '@/lib/passport/contract';

const pollMs = 30_000;

/** What happened to a person here, newest first, page by page. */
export function usePassport(marketoId: number) {
  return useInfiniteQuery({
    queryKey: ['people', 'passport', marketoId],
    queryFn: ({ pageParam, signal }) =>
      getJson(`/api/people/${marketoId}/passport`, PassportPage, { query: { cursor: pageParam, limit: 25 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: pollMs,
  });
}
