'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { type DeliverySwitchesInput, DeliverySwitchesView, StandingView } from '@/lib/sales-activities/contract';

const url = '/api/settings/deliveries';
const key = ['settings', 'deliveries'] as const;
const standingKey = [...key, 'standing'] as const;

export function useDeliverySwitches() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => getJson(url, DeliverySwitchesView, { signal }) });
}

/** What waits, went out and failed, asked again every 15 s. */
export function useStanding() {
  return useQuery({
    queryKey: standingKey,
    queryFn: ({ signal }) => getJson(`${url}/standing`, StandingView, { signal }),
    staleTime: 0,
    refetchInterval: 15_000,
  });
}

/** Switches what is named; the rest stays. */
export function useSwitchDeliveries() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: DeliverySwitchesInput) => sendJson('PUT', url, input, DeliverySwitchesView),
    onSuccess: (view) => {
      client.setQueryData(key, view);
      return client.invalidateQueries({ queryKey: standingKey });
    },
  });
}
