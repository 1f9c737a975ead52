'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { type DeliverySwitchesInput, DeliverySwitchesView } from '@/lib/sales-activities/contract';

const url = '/api/settings/deliveries';
const key = ['settings', 'deliveries'] as const;

export function useDeliverySwitches() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => getJson(url, DeliverySwitchesView, { signal }) });
}

/** Switches what is named; the rest stays. */
export function useSwitchDeliveries() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: DeliverySwitchesInput) => sendJson('PUT', url, input, DeliverySwitchesView),
    onSuccess: (view) => client.setQueryData(key, view),
  });
}
