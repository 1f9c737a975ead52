'use client';

import { useQuery } from '@tanstack/react-query';
import { getJson } from '@/lib/http/fetch-json';
import { LookupView } from '@/lib/lookup/contract';

/** Why a Marketo ID or an e-mail address is or is not here. Asked anew each time somebody wants to know. */
export function useLookup(of: string) {
  return useQuery({
    queryKey: ['lookup', of],
    queryFn: ({ signal }) => getJson('/api/people/lookup', LookupView, { query: { of }, signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
