'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getJson, sendJson } from '@/lib/http/fetch-json';
import {
  ConnectionsView,
  ConnectionTest,
  ConnectionView,
  Disconnected,
  type LoginInput,
  LoginStarted,
  MyConnection,
  type SalesforceAppInput,
  SalesforceAppView,
} from '@/lib/salesforce-connections/contract';

const url = '/api/salesforce-connections';
const appUrl = '/api/settings/salesforce';
const keys = {
  all: ['salesforce-connections'] as const,
  mine: ['salesforce-connections', 'mine'] as const,
  everybody: ['salesforce-connections', 'everybody'] as const,
  app: ['settings', 'salesforce'] as const,
};
const lookEveryMs = 60_000;

/** How the signed-in user stands with Salesforce; looked at on every page. */
export function useMyConnection() {
  return useQuery({
    queryKey: keys.mine,
    queryFn: ({ signal }) => getJson(`${url}/mine`, MyConnection, { signal }),
    refetchInterval: lookEveryMs,
  });
}

/** Everybody's connections; for admins. */
export function useConnections() {
  return useQuery({
    queryKey: keys.everybody,
    queryFn: ({ signal }) => getJson(url, ConnectionsView, { signal }),
    refetchInterval: lookEveryMs,
  });
}

export function useSalesforceApp() {
  return useQuery({ queryKey: keys.app, queryFn: ({ signal }) => getJson(appUrl, SalesforceAppView, { signal }) });
}

export function useSaveSalesforceApp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: SalesforceAppInput) => sendJson('PUT', appUrl, input, SalesforceAppView),
    onSuccess: (saved) => {
      client.setQueryData(keys.app, saved);
      return client.invalidateQueries({ queryKey: keys.all });
    },
  });
}

/** Begins a login; on success the browser leaves for Salesforce. */
export function useStartLogin() {
  return useMutation({
    mutationFn: (input: LoginInput) => sendJson('POST', `${url}/logins`, input, LoginStarted),
    onSuccess: ({ authorizeUrl }) => window.location.assign(authorizeUrl),
  });
}

export function useDisconnect() {
  return useChange((id: string) => sendJson('DELETE', `${url}/${id}`, undefined, Disconnected));
}

/** Lets a paused connection try again. */
export function useResume() {
  return useChange((id: string) => sendJson('POST', `${url}/${id}/resume`, undefined, ConnectionView));
}

/** Tries a connection, check by check. */
export function useTestConnection() {
  return useChange((id: string) => sendJson('POST', `${url}/${id}/test`, undefined, ConnectionTest));
}

/** Reads again what an org offers. */
export function useDescribeOrg() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (orgId: string) => sendJson('POST', `${url}/orgs/${orgId}/describe`, undefined, ConnectionsView),
    onSuccess: (view) => client.setQueryData(keys.everybody, view),
  });
}

/** Names the field by which tasks are found again. */
export function useChooseKeyField(orgId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { keyField: string | null }) => sendJson('PUT', `${url}/orgs/${orgId}`, input, ConnectionsView),
    onSuccess: (view) => client.setQueryData(keys.everybody, view),
  });
}

/** A deed after which everything known of connections is looked at again. */
function useChange<T>(mutationFn: (id: string) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: keys.all }) });
}
