'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ActivityTypesView, type MakeTypesInput } from '@/lib/activity-types/contract';
import { getJson, sendJson } from '@/lib/http/fetch-json';

const url = '/api/activity-types';
const key = ['activity-types'] as const;

const busyPollMs = 2_000;
const quietPollMs = 30_000;

/** The types as they were seen last: asked every 2 s while they are being made. */
export function useActivityTypes() {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => getJson(url, ActivityTypesView, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.making.underWay ? busyPollMs : quietPollMs),
  });
}

/** Has Marketo looked at again. */
export function useCheckTypes() {
  return useTypesCommand<void>('check');
}

/** Has what is missing made, in the layout the admin saw. */
export function useMakeTypes() {
  return useTypesCommand<MakeTypesInput>('make');
}

function useTypesCommand<Input>(verb: 'check' | 'make') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => sendJson('POST', `${url}/${verb}`, input ?? undefined, ActivityTypesView),
    onSuccess: (view) => client.setQueryData(key, view),
    onError: () => client.invalidateQueries({ queryKey: key }),
  });
}
