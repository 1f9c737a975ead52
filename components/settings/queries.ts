'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import {
  MarketoLoading,
  type MarketoLoadingInput,
  MarketoSettings,
  type MarketoSettingsInput,
  MarketoTest,
} from '@/lib/settings/contract';

export const settingsKeys = {
  all: ['settings'] as const,
  marketo: () => [...settingsKeys.all, 'marketo'] as const,
  loading: () => [...settingsKeys.all, 'loading'] as const,
};

export function marketoSettingsOptions() {
  return queryOptions({
    queryKey: settingsKeys.marketo(),
    queryFn: ({ signal }) => getJson('/api/settings/marketo', MarketoSettings, { signal }),
  });
}

export function useMarketoSettings() {
  return useQuery(marketoSettingsOptions());
}

/** Connects with the given values; nothing is stored when Marketo refuses them. */
export function useSaveMarketo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: MarketoSettingsInput) => sendJson('PUT', '/api/settings/marketo', input, MarketoSettings),
    onSuccess: (saved) => {
      client.setQueryData(settingsKeys.marketo(), saved);
      return client.invalidateQueries({ queryKey: settingsKeys.all });
    },
  });
}

/** Tries the stored connection, check by check. */
export function useTestMarketo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendJson('POST', '/api/settings/marketo/test', undefined, MarketoTest),
    onSettled: () => client.invalidateQueries({ queryKey: settingsKeys.all }),
  });
}

const loadingUrl = '/api/settings/marketo/loading';

export function useMarketoLoading() {
  return useQuery({
    queryKey: settingsKeys.loading(),
    queryFn: ({ signal }) => getJson(loadingUrl, MarketoLoading, { signal }),
  });
}

/** Stores another way of loading people; other lists are looked for at once. */
export function useSaveLoading() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: MarketoLoadingInput) => sendJson('PUT', loadingUrl, input, MarketoLoading),
    onSuccess: (saved) => client.setQueryData(settingsKeys.loading(), saved),
  });
}

/** Asks Marketo again what it can do. */
export function useCheckLoading() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendJson('POST', `${loadingUrl}/check`, undefined, MarketoLoading),
    onSuccess: (checked) => client.setQueryData(settingsKeys.loading(), checked),
  });
}
