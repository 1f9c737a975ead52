'use client';

import { ErrorBanner } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import type { MyConnection } from '@/lib/salesforce-connections/contract';
import { ConnectionsCard } from './connections-card';
import { IntegrationCard } from './integration-card';
import { OrgCard } from './org-card';
import { useConnections } from './queries';

/** What only admins see: the integration user, everybody's connections, and the orgs behind them. */
export function EverybodyCards({ mine: { ready, loginUrl } }: { mine: MyConnection }) {
  const { data, error, refetch } = useConnections();
  if (!data) {
    if (error) return <ErrorBanner error={error} onRetry={() => refetch()} />;
    return <LoadingState label="Loading everybody’s connections" rows={4} />;
  }
  const integration = data.connections.find(({ purpose }) => purpose === 'integration') ?? null;
  return (
    <>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <ConnectionsCard view={data} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <IntegrationCard integration={integration} ready={ready} loginUrl={loginUrl} />
        {data.orgs.map((org) => (
          <OrgCard key={org.orgId} org={org} />
        ))}
      </div>
    </>
  );
}
