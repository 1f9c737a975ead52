'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type CallBudgetInput, CallBudgetView } from '@/lib/call-budget/contract';
import { getJson, sendJson } from '@/lib/http/fetch-json';

export const callBudgetKeys = { all: ['call-budget'] as const };

/** The budget as it stands, asked again every 15 s. */
export function callBudgetOptions() {
  return queryOptions({
    queryKey: callBudgetKeys.all,
    queryFn: ({ signal }) => getJson('/api/call-budget', CallBudgetView, { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
}

export function useCallBudget() {
  return useQuery(callBudgetOptions());
}

/** Stores how often the feeds are asked, or when loads rest. */
export function useSaveCallBudget() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: CallBudgetInput) => sendJson('PUT', '/api/call-budget', input, CallBudgetView),
    onSuccess: (saved) => client.setQueryData(callBudgetKeys.all, saved),
  });
}
