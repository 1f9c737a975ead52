'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ActivitiesPage, ActivityWeeks } from '@/lib/activity-grid/contract';
import { ApiProblem, getJson } from '@/lib/http/fetch-json';
import { askAgainMs, type Feed, olderCursor, withNewest, withOlder } from './feed';
import type { GridTab } from './rows';

type Source = 'marketo' | 'stored';
type Which = { marketoId: number; tab: GridTab };

const pageSize = 100;
const tryAgainMs = 15_000;

export const activityQueries = {
  all: ['activities'] as const,
  person: (marketoId: number) => [...activityQueries.all, marketoId] as const,
  weeks: (marketoId: number) => [...activityQueries.person(marketoId), 'weeks'] as const,
  feed: ({ marketoId, tab }: Which, from: Source) => [...activityQueries.person(marketoId), 'feed', tab, from] as const,
};

/**
 * The rows of a tab. What is known shows at once while Marketo is asked; its answer then replaces that.
 * A failed question leaves the last good rows in place, with `problem` beside them.
 */
export function useActivityFeed(which: Which) {
  const live = useQuery({
    ...feedOptions(which, 'marketo'),
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => {
      if (state.error) return afterProblemMs(state.error);
      if (!state.data) return false;
      if (!state.data.live) return tryAgainMs;
      return state.data.complete ? false : askAgainMs(state.data.incompleteAnswers);
    },
  });
  const stored = useQuery({ ...feedOptions(which, 'stored'), enabled: live.data === undefined });
  return {
    feed: live.data ?? stored.data,
    source: (live.data ? 'marketo' : 'stored') satisfies Source as Source,
    isAsking: live.isFetching,
    problem: live.error,
    refresh: () => void live.refetch(),
  };
}

/** Older rows below a feed. A page that is not complete is asked for again until it is. */
export function useOlderActivities(which: Which, source: Source, feed: Feed | undefined) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ before, limit }: { before: string; limit: number }) =>
      getPage(which, { before, limit, from: source }),
    onSuccess: (page, { before }) =>
      client.setQueryData<Feed>(activityQueries.feed(which, source), (now) => now && withOlder(now, before, page)),
  });
  const cursor = feed ? olderCursor(feed) : null;
  const unfinished = feed?.unfinished;

  useEffect(() => {
    if (!unfinished?.live || error) return;
    const again = setTimeout(
      () => mutate({ before: unfinished.before, limit: pageSize }),
      askAgainMs(unfinished.answers),
    );
    return () => clearTimeout(again);
  }, [unfinished, error, mutate]);

  return {
    hasOlder: cursor !== null,
    isLoading: isPending || unfinished?.live === true,
    problem: error,
    loadOlder: (limit = pageSize) => {
      if (cursor !== null && !isPending) mutate({ before: cursor, limit });
    },
  };
}

/** Counts per week and kind of the last 90 days; asked again while they are still being read. */
export function useActivityWeeks(marketoId: number) {
  return useQuery({
    queryKey: activityQueries.weeks(marketoId),
    queryFn: ({ signal }) => getJson(`/api/people/${marketoId}/activities/weeks`, ActivityWeeks, { signal }),
    retry: false,
    staleTime: 0,
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => {
      if (state.error) return afterProblemMs(state.error);
      return state.data?.complete === false ? askAgainMs(state.dataUpdateCount) : false;
    },
  });
}

function feedOptions(which: Which, from: Source) {
  const queryKey = activityQueries.feed(which, from);
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const page = await getPage(which, { from, limit: pageSize, signal });
      return withNewest(client.getQueryData<Feed>(queryKey), page);
    },
    retry: false,
  });
}

function getPage(
  { marketoId, tab }: Which,
  { signal, ...query }: { from: Source; limit: number; before?: string; signal?: AbortSignal },
) {
  const kinds = tab === 'all' ? undefined : tab;
  return getJson(`/api/people/${marketoId}/activities`, ActivitiesPage, { query: { kinds, ...query }, signal });
}

/** A busy or broken server is asked again; a refusal (not signed in, not found) is not. */
function afterProblemMs(problem: Error): number | false {
  if (!(problem instanceof ApiProblem)) return tryAgainMs;
  if (problem.retryAfterMs) return Math.max(1_000, problem.retryAfterMs);
  const refused = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
  return refused ? false : tryAgainMs;
}
