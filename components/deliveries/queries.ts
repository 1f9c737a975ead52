'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  DeliveriesView,
  type DeliveryBrief,
  mostBriefsAtOnce,
  RetryView,
  SalesActivityDetail,
  SellersView,
} from '@/lib/deliveries/contract';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import { batched } from './batch';
import { lookAgainMs } from './pace';

/** Everything that says how deliveries stand; a retry makes all of it old. */
export const deliveryKeys = {
  all: ['deliveries'] as const,
  briefs: (salesActivityId: string) => [...deliveryKeys.all, 'briefs', salesActivityId] as const,
  passport: (salesActivityId: string) => [...deliveryKeys.all, 'passport', salesActivityId] as const,
  sellers: () => ['sellers'] as const,
};

const askTogether = batched<DeliveryBrief[]>(
  async (ids) => {
    const { items } = await getJson('/api/deliveries', DeliveriesView, { query: { of: ids.join(',') } });
    return new Map(items.map((item) => [item.salesActivityId, item.deliveries]));
  },
  { most: mostBriefsAtOnce, none: [] },
);

/** How the deliveries of an activity stand, looked at again while one is on its way. `given` is what a list knew. */
export function useDeliveries(salesActivityId: string, given?: DeliveryBrief[]) {
  return useQuery({
    queryKey: deliveryKeys.briefs(salesActivityId),
    queryFn: () => askTogether(salesActivityId),
    initialData: given,
    refetchInterval: ({ state }) => lookAgainMs(state.data, Date.now()),
  });
}

/** One activity with everything about its deliveries. */
export function useSalesActivity(id: string) {
  return useQuery({
    queryKey: deliveryKeys.passport(id),
    queryFn: ({ signal }) => getJson(`/api/sales-activities/${id}`, SalesActivityDetail, { signal }),
    refetchInterval: ({ state }) => lookAgainMs(state.data?.deliveries, Date.now()),
  });
}

/** Lets one delivery go again. */
export function useRetryDelivery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => sendJson('POST', `/api/deliveries/${key}/retry`, undefined, RetryView),
    onSettled: () => client.invalidateQueries({ queryKey: deliveryKeys.all }),
  });
}

/** Whose activities an admin can look at. */
export function useSellers(enabled: boolean) {
  return useQuery({
    queryKey: deliveryKeys.sellers(),
    queryFn: ({ signal }) => getJson('/api/sales-activities/sellers', SellersView, { signal }),
    staleTime: 60_000,
    enabled,
  });
}
