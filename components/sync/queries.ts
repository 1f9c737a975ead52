'use client';

import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { z } from 'zod';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { RunsPage, type RunsQuery, RunView, SyncView, type VanishedVerdict } from '@/lib/sync/contract';
import { type JobName, jobNames } from '@/lib/sync/model';

export const syncKeys = {
  all: ['sync'] as const,
  state: () => [...syncKeys.all, 'state'] as const,
  runs: (filter: RunsFilter) => [...syncKeys.all, 'runs', filter] as const,
  run: (id: string) => [...syncKeys.all, 'run', id] as const,
};

export type RunsFilter = Pick<RunsQuery, 'job' | 'outcome'>;

const busyPollMs = 2_000;
const runsPollMs = 5_000;
const quietPollMs = 15_000;

/** The sync as it stands: asked every 2 s while it works, else every 15 s. */
export function syncOptions() {
  return queryOptions({
    queryKey: syncKeys.state(),
    queryFn: ({ signal }) => getJson('/api/sync', SyncView, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isBusy(state.data) ? busyPollMs : quietPollMs),
  });
}

export function useSync() {
  return useQuery(syncOptions());
}

/** Runs, newest first, page by page. */
export function useRuns(filter: RunsFilter) {
  return useInfiniteQuery({
    queryKey: syncKeys.runs(filter),
    queryFn: ({ pageParam, signal }) =>
      getJson('/api/sync/runs', RunsPage, { query: { ...filter, cursor: pageParam, limit: 25 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: runsPollMs,
  });
}

/** One run, watched until it ends. */
export function useRun(id: string) {
  return useQuery({
    queryKey: syncKeys.run(id),
    queryFn: ({ signal }) => getJson(`/api/sync/runs/${id}`, RunView, { signal }),
    refetchInterval: ({ state }) => (state.data?.finishedAt === null ? busyPollMs : false),
  });
}

export function useStartSync() {
  return useSyncCommand('/api/sync/start');
}

export function usePauseSync() {
  return useSyncCommand('/api/sync/pause');
}

const QueuedJob = z.object({ job: z.enum(jobNames), queued: z.boolean() });

/** Queues a job to be run by the next free worker; deliveries that are paused go on. */
export function useRunJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (job: JobName) => sendJson('POST', `/api/sync/jobs/${job}/run`, undefined, QueuedJob),
    // Many pages say of a job that it is paused. Not waited for: what asked may be gone with that sentence.
    onSettled: () => void client.invalidateQueries(),
  });
}

/** Says whether people who vanished are gone. */
export function useJudgeVanished() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (verdict: VanishedVerdict) => sendJson('POST', '/api/sync/vanished', verdict, SyncView),
    onSettled: () => client.invalidateQueries({ queryKey: syncKeys.all }),
  });
}

function useSyncCommand(url: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendJson('POST', url, undefined, SyncView),
    onSettled: () => client.invalidateQueries({ queryKey: syncKeys.all }),
  });
}

function isBusy({ phase, jobs }: SyncView) {
  return phase === 'loading' || jobs.some((job) => job.running);
}
