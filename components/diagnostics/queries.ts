'use client';

import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { deliveryKeys } from '@/components/deliveries/queries';
import {
  type DiagnosticsQuery,
  DiagnosticsView,
  OpenProblems,
  ProblemPage,
  RetryStarted,
} from '@/lib/diagnostics/contract';
import { getJson, sendJson, urlWithQuery } from '@/lib/http/fetch-json';

// Under the key of deliveries: a retry makes this old, too.
const keys = {
  list: (query: DiagnosticsQuery) => [...deliveryKeys.all, 'problems', query] as const,
  problem: (id: string, seller: string | undefined) => [...deliveryKeys.all, 'problem', id, seller] as const,
  count: () => [...deliveryKeys.all, 'problems', 'count'] as const,
};

const busyPollMs = 3_000;
const quietPollMs = 15_000;
const countPollMs = 60_000;

/** Why deliveries fail: asked every 3 s while a retry is under way, else every 15 s. */
export function useDiagnostics(query: DiagnosticsQuery) {
  return useQuery({
    queryKey: keys.list(query),
    queryFn: ({ signal }) => getJson('/api/diagnostics', DiagnosticsView, { query, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.retries.some((retry) => retry.waiting > 0) ? busyPollMs : quietPollMs),
  });
}

/** One problem and what it stops, page by page. */
export function useProblem(id: string, seller: string | undefined) {
  return useInfiniteQuery({
    queryKey: keys.problem(id, seller),
    queryFn: ({ pageParam, signal }) =>
      getJson(`/api/diagnostics/${id}`, ProblemPage, { query: { seller, cursor: pageParam, limit: 25 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: quietPollMs,
  });
}

/** Lets everything of a problem go again. */
export function useRetryProblem(seller: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      sendJson('POST', urlWithQuery(`/api/diagnostics/${id}/retry`, { seller }), undefined, RetryStarted),
    onSettled: () => client.invalidateQueries({ queryKey: deliveryKeys.all }),
  });
}

/** How many problems are open, for the menu of an admin. */
export function useOpenProblems() {
  return useQuery({
    queryKey: keys.count(),
    queryFn: ({ signal }) => getJson('/api/diagnostics/count', OpenProblems, { signal }),
    refetchInterval: countPollMs,
  });
}
