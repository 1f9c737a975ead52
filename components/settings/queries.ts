'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { MarketoSettings, type MarketoSettingsInput, MarketoTest } from '@/lib/settings/contract';

export const settingsKeys = {
  all: ['settings'] as const,
  marketo: () => [...settingsKeys.all, 'marketo'] as const,
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
