'use client';

import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ActivitiesPage, ActivityWeeks } from '@/lib/activity-grid/contract';
import { ApiProblem, getJson } from '@/lib/http/fetch-json';
import { askAgainMs, type Feed, olderCursor, withJournal, withNewest, withOlder } from './feed';
import { type GridTab, gridTabs } from './rows';

/** `stored` answers at once with what is known; `marketo` asks. */
export type FeedSource = 'marketo' | 'stored';
export type FeedTab = { marketoId: number; tab: GridTab };

// The newest page is small, so that it is complete soon.
const newestPageSize = 50;
const olderPageSize = 100;
const tryAgainMs = 10_000;
const slowAgainMs = 3_000;

export const activityQueries = {
  all: ['activities'] as const,
  person: (marketoId: number) => [...activityQueries.all, marketoId] as const,
  weeks: (marketoId: number) => [...activityQueries.person(marketoId), 'weeks'] as const,
  feeds: (marketoId: number) => [...activityQueries.person(marketoId), 'feed'] as const,
  feed: ({ marketoId, tab }: FeedTab, from: FeedSource) => [...activityQueries.feeds(marketoId), tab, from] as const,
};

/**
 * The rows of a tab. What is known shows at once while Marketo is asked; its answer then replaces that.
 * A failed question leaves the last good rows in place, with `problem` beside them.
 */
export function useActivityFeed(which: FeedTab) {
  const live = useQuery({
    ...feedOptions(which, 'marketo'),
    staleTime: 0,
    refetchOnMount: 'always',
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state }) => {
      if (state.error) return afterProblemMs(state.error);
      return state.data ? nextQuestionMs(state.data) : false;
    },
  });
  const stored = useQuery({ ...feedOptions(which, 'stored'), enabled: live.data === undefined });
  return {
    feed: live.data ?? stored.data,
    source: (live.data ? 'marketo' : 'stored') satisfies FeedSource as FeedSource,
    isAsking: live.isFetching,
    problem: live.error,
    refresh: () => void live.refetch(),
  };
}

/**
 * Brings what was just journalled of a person into the feeds on the screen, without waiting for Marketo, which is asked
 * again after that.
 */
export async function showJournal(client: QueryClient, marketoId: number): Promise<void> {
  // An answer that is on its way does not know of it yet.
  await client.cancelQueries({ queryKey: activityQueries.feeds(marketoId) });
  const feeds = client.getQueriesData<Feed>({ queryKey: activityQueries.feeds(marketoId), type: 'active' });
  await Promise.all(
    feeds.map(async ([queryKey]) => {
      const tab = gridTabs.find((one) => queryKey.includes(one)) ?? 'all';
      const stored = await getPage({ marketoId, tab }, { from: 'stored', limit: newestPageSize }).catch(() => null);
      if (stored) client.setQueryData<Feed>(queryKey, (now) => now && withJournal(now, stored));
    }),
  );
  await client.invalidateQueries({ queryKey: activityQueries.person(marketoId) });
}

/** Older rows below a feed. A page that is not complete is asked for again until it is. */
export function useOlderActivities(which: FeedTab, source: FeedSource, feed: Feed | undefined) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ before, limit }: { before: string; limit: number }) =>
      getPage(which, { before, limit, from: source }),
    onSuccess: (page, { before }) =>
      client.setQueryData<Feed>(activityQueries.feed(which, source), (now) => now && withOlder(now, before, page)),
  });
  const cursor = feed ? olderCursor(feed) : null;
  // Only Marketo has more to tell when the same page is asked for again.
  const unfinished = source === 'marketo' ? feed?.unfinished : null;

  useEffect(() => {
    if (!unfinished || unfinished.isStalled || error) return;
    const again = setTimeout(
      () => mutate({ before: unfinished.before, limit: olderPageSize }),
      askAgainMs(unfinished.answers),
    );
    return () => clearTimeout(again);
  }, [unfinished, error, mutate]);

  return {
    hasOlder: cursor !== null,
    isLoading: isPending || unfinished?.isStalled === false,
    /** Older rows come only when somebody asks for them: Marketo did not answer so far. */
    isStalled: source === 'stored' || error !== null || unfinished?.isStalled === true,
    problem: error,
    loadOlder: (limit = olderPageSize) => {
      if (cursor !== null && !isPending) mutate({ before: cursor, limit });
    },
  };
}

/**
 * Counts per week and kind of the last 90 days; asked again while they are still being read. Marketo is asked for the
 * rows first: both at once would make the rows wait.
 */
export function useActivityWeeks(which: FeedTab) {
  const { marketoId } = which;
  const rows = useQuery({ ...feedOptions(which, 'marketo'), enabled: false, notifyOnChangeProps: ['status'] });
  return useQuery({
    enabled: rows.status !== 'pending',
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

function feedOptions(which: FeedTab, from: FeedSource) {
  const queryKey = activityQueries.feed(which, from);
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }) => {
      const page = await getPage(which, { from, limit: newestPageSize, signal });
      return withNewest(client.getQueryData<Feed>(queryKey), page);
    },
    retry: false,
  });
}

function getPage(
  { marketoId, tab }: FeedTab,
  { signal, ...query }: { from: FeedSource; limit: number; before?: string; signal?: AbortSignal },
) {
  const kinds = tab === 'all' ? undefined : tab;
  return getJson(`/api/people/${marketoId}/activities`, ActivitiesPage, { query: { kinds, ...query }, signal });
}

function nextQuestionMs(feed: Feed): number | false {
  if (!feed.complete) return Math.max(feed.notice === null ? 0 : slowAgainMs, askAgainMs(feed.incompleteAnswers));
  return feed.notice === null ? false : tryAgainMs;
}

/** A busy or broken server is asked again; a refusal (not signed in, not found) is not. */
function afterProblemMs(problem: Error): number | false {
  if (!(problem instanceof ApiProblem)) return tryAgainMs;
  if (problem.retryAfterMs) return Math.max(1_000, problem.retryAfterMs);
  const refused = problem.status >= 400 && problem.status < 500 && problem.status !== 429;
  return refused ? false : tryAgainMs;
}
