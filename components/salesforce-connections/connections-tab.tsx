'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { RelativeTime } from '@/components/ui/relative-time';
import type { MyConnection } from '@/lib/salesforce-connections/contract';
import { ClientAppCard } from './client-app-card';
import { ConnectionsCard } from './connections-card';
import { IntegrationCard } from './integration-card';
import { MyConnectionCard } from './my-connection-card';
import { OrgCard } from './org-card';
import { useConnections, useMyConnection } from './queries';

/** Settings › Salesforce › Connections: one's own, and for admins the client app, everybody's and the orgs. */
export function ConnectionsTab({ isAdmin }: { isAdmin: boolean }) {
  const { data, error, refetch, dataUpdatedAt } = useMyConnection();
  if (!data) {
    if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
    return <LoadingState label="Loading connections to Salesforce" />;
  }
  return (
    <>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <div className="grid w-full max-w-6xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
        <p className="text-muted text-xs">
          As of <RelativeTime value={new Date(dataUpdatedAt).toISOString()} />
        </p>
        {isAdmin ? (
          <AdminCards mine={data} />
        ) : (
          <div className="max-w-3xl">
            <MyConnectionCard mine={data} isAdmin={false} />
          </div>
        )}
      </div>
    </>
  );
}

function AdminCards({ mine }: { mine: MyConnection }) {
  const { data, error, refetch } = useConnections();
  const { ready, loginUrl } = mine;
  const integration = data?.connections.find(({ purpose }) => purpose === 'integration') ?? null;
  return (
    <>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <MyConnectionCard mine={mine} isAdmin />
          {data ? <IntegrationCard integration={integration} ready={ready} loginUrl={loginUrl} /> : null}
        </div>
        <ClientAppCard />
      </div>
      {data ? <ConnectionsCard view={data} /> : null}
      {data || error ? null : <LoadingState label="Loading everybody’s connections" rows={4} />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {data?.orgs.map((org) => (
          <OrgCard key={org.orgId} org={org} />
        ))}
      </div>
    </>
  );
}
