'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { RelativeTime } from '@/components/ui/relative-time';
import { ClientAppCard } from './client-app-card';
import { EverybodyCards } from './everybody-cards';
import { MyConnectionCard } from './my-connection-card';
import { useMyConnection } from './queries';

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
        <div className={isAdmin ? 'grid items-start gap-4 lg:grid-cols-2' : 'max-w-3xl'}>
          <MyConnectionCard mine={data} isAdmin={isAdmin} />
          {isAdmin ? <ClientAppCard /> : null}
        </div>
        {isAdmin ? <EverybodyCards mine={data} /> : null}
      </div>
    </>
  );
}
