'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiTokenMade, ApiTokens, type NewApiToken } from '@/lib/auth/contract';
import { getJson, sendJson } from '@/lib/http/fetch-json';

const url = '/api/api-tokens';
const key = ['api-tokens'] as const;

/** The signed-in user's tokens, without their secrets. */
export function useApiTokens() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => getJson(url, ApiTokens, { signal }) });
}

/** Makes a token. The secret is in the result and never in the query cache. */
export function useCreateApiToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: NewApiToken) => sendJson('POST', url, input, ApiTokenMade),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
    gcTime: 0,
  });
}

export function useRevokeApiToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => sendJson('DELETE', `${url}/${id}`, undefined, ApiTokens),
    onSuccess: (tokens) => client.setQueryData(key, tokens),
  });
}
