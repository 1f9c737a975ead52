'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { ReconcileView, type RepairInput } from '@/lib/reconcile/contract';

export const reconcileKeys = { all: ['reconcile'] as const };

const busyPollMs = 2_000;
const quietPollMs = 30_000;

/** The comparisons: asked every 2 s while one is under way, else every 30 s. */
export function reconcileOptions() {
  return queryOptions({
    queryKey: reconcileKeys.all,
    queryFn: ({ signal }) => getJson('/api/reconcile', ReconcileView, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.runs.some((run) => !run.finishedAt) ? busyPollMs : quietPollMs),
  });
}

export function useReconcile() {
  return useQuery(reconcileOptions());
}

export function useStartReconcile() {
  return useReconcileCommand<void>('/api/reconcile/start');
}

export function useStopReconcile() {
  return useReconcileCommand<void>('/api/reconcile/stop');
}

/** Names the comparison, and how many people the admin saw. */
export function useRepairReconcile() {
  return useReconcileCommand<RepairInput>('/api/reconcile/repair');
}

function useReconcileCommand<Input>(url: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => sendJson('POST', url, input ?? undefined, ReconcileView),
    onSuccess: (view) => client.setQueryData(reconcileKeys.all, view),
    onError: () => client.invalidateQueries({ queryKey: reconcileKeys.all }),
  });
}
