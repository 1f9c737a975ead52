'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { type LoggingInput, LoggingPreview, LoggingView, type PreviewInput } from '@/lib/salesforce-logging/contract';

const url = '/api/settings/salesforce/logging';
export const loggingKeys = {
  all: ['settings', 'salesforce-logging'] as const,
  preview: (input: PreviewInput) => [...loggingKeys.all, 'preview', input] as const,
};

export function useLogging() {
  return useQuery({ queryKey: loggingKeys.all, queryFn: ({ signal }) => getJson(url, LoggingView, { signal }) });
}

/** Saves for the team when an admin does, else for the member. */
export function useSaveLogging() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: LoggingInput) => sendJson('PUT', url, input, LoggingView),
    onSuccess: (view) => client.setQueryData(loggingKeys.all, view),
  });
}

/** What the last 30 days would have come to; nothing is sent. */
export function useLoggingPreview(input: PreviewInput) {
  return useQuery({
    queryKey: loggingKeys.preview(input),
    queryFn: () => sendJson('POST', `${url}/preview`, input, LoggingPreview),
    placeholderData: keepPreviousData,
  });
}
