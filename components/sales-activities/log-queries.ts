'use client';

import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { deliveryKeys } from '@/components/deliveries/queries';
import { SalesActivityPage, type SalesActivityQuery } from '@/lib/deliveries/contract';
import { getJson } from '@/lib/http/fetch-json';

/** What a list shows; paging is added by the reader. */
export type LogQuery = Omit<SalesActivityQuery, 'limit' | 'cursor'>;

const pollMs = 30_000;

/** Sales activities, newest first, page by page; what it says of deliveries is what every badge knows. */
export function useLog(query: LogQuery, { pageSize = 25 }: { pageSize?: number } = {}) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: [...deliveryKeys.all, 'log', query, pageSize] as const,
    queryFn: async ({ pageParam, signal }) => {
      const asked = { ...query, cursor: pageParam, limit: pageSize };
      const page = await getJson('/api/sales-activities', SalesActivityPage, { query: asked, signal });
      for (const line of page.items) client.setQueryData(deliveryKeys.briefs(line.id), line.deliveries);
      return page;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: pollMs,
  });
}

/** The address of the log, kept to a person. */
export const logHref = (marketoId: number) => `/sales-activities?person=${marketoId}`;
