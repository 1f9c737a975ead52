'use client';

import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { showJournal } from '@/components/activity-grid/queries';
import {
  CallChoices,
  CallFilters,
  type CallSettingsInput,
  type CallsFilter,
  CallsPage,
  CallsSummary,
  CallView,
  type ChoiceInput,
  type LogCallBody,
} from '@/lib/calls/contract';
import type { ChoiceList } from '@/lib/calls/model';
import { getJson, sendJson } from '@/lib/http/fetch-json';

const url = '/api/calls';
const settingsUrl = '/api/settings/calls';

export const callKeys = {
  all: ['calls'] as const,
  list: (filter: CallsFilter) => [...callKeys.all, 'list', filter] as const,
  summary: (filter: CallsFilter) => [...callKeys.all, 'summary', filter] as const,
  filters: () => [...callKeys.all, 'filters'] as const,
  call: (id: string) => [...callKeys.all, 'call', id] as const,
  choices: () => ['call-choices'] as const,
};

/** Calls, newest first, page by page. */
export function useCalls(filter: CallsFilter) {
  return useInfiniteQuery({
    queryKey: callKeys.list(filter),
    queryFn: ({ pageParam, signal }) => getJson(url, CallsPage, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** How many calls of the same choice were answered and how many not. */
export function useCallsSummary(filter: CallsFilter) {
  return useQuery({
    queryKey: callKeys.summary(filter),
    queryFn: ({ signal }) => getJson(`${url}/summary`, CallsSummary, { query: filter, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What the list can be narrowed by. */
export function useCallFilters() {
  return useQuery({
    queryKey: callKeys.filters(),
    queryFn: ({ signal }) => getJson(`${url}/filters`, CallFilters, { signal }),
    staleTime: 60_000,
  });
}

/** One call; `known` is shown until the answer is here. */
export function useCall(id: string, known: CallView | undefined) {
  return useQuery({
    queryKey: callKeys.call(id),
    queryFn: ({ signal }) => getJson(`${url}/${id}`, CallView, { signal }),
    placeholderData: known,
  });
}

/** What sellers are asked about a call. */
export function callChoicesOptions() {
  return queryOptions({
    queryKey: callKeys.choices(),
    queryFn: ({ signal }) => getJson(`${url}/choices`, CallChoices, { signal }),
    staleTime: 60_000,
  });
}

export function useCallChoices() {
  return useQuery(callChoicesOptions());
}

/** Logs a call. It is then in the lists, and in the grid of its person, without a reload. */
export function useLogCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: LogCallBody) => sendJson('POST', url, body, CallView),
    onSuccess: (call) => {
      void client.invalidateQueries({ queryKey: callKeys.all });
      void showJournal(client, call.person.marketoId);
    },
    // What is offered may have been changed while the form was open.
    onError: () => client.invalidateQueries({ queryKey: callKeys.choices() }),
  });
}

export type ChoicesChange =
  | { do: 'settings'; settings: CallSettingsInput }
  | { do: 'add'; list: ChoiceList; choice: ChoiceInput }
  | { do: 'change'; list: ChoiceList; id: string; choice: ChoiceInput }
  | { do: 'remove'; list: ChoiceList; id: string }
  | { do: 'order'; list: ChoiceList; ids: string[] };

/** Any change to what sellers are asked; the answer is how it stands then. */
export function useChangeChoices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ChoicesChange) => sendChange(change),
    onSuccess: (choices) => client.setQueryData(callKeys.choices(), choices),
  });
}

function sendChange(change: ChoicesChange) {
  switch (change.do) {
    case 'settings':
      return sendJson('PUT', settingsUrl, change.settings, CallChoices);
    case 'add':
      return sendJson('POST', `${settingsUrl}/${change.list}`, change.choice, CallChoices);
    case 'change':
      return sendJson('PUT', `${settingsUrl}/${change.list}/${change.id}`, change.choice, CallChoices);
    case 'remove':
      return sendJson('DELETE', `${settingsUrl}/${change.list}/${change.id}`, undefined, CallChoices);
    case 'order':
      return sendJson('PUT', `${settingsUrl}/${change.list}/order`, { ids: change.ids }, CallChoices);
  }
}
