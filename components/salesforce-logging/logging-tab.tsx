'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { RelativeTime } from '@/components/ui/relative-time';
import type { LoggingView } from '@/lib/salesforce-logging/contract';
import { LoggingForm } from './logging-form';
import { useLogging } from './queries';
import { TaskFieldsCard } from './task-fields-card';
import { WhatIsLogged } from './what-is-logged';

/** Settings › Salesforce › Logging: what is logged, on which records, and how the tasks look. */
export function LoggingTab({ isAdmin }: { isAdmin: boolean }) {
  const { data, error, refetch, dataUpdatedAt } = useLogging();
  if (!data) {
    if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
    return <LoadingState label="Loading how activities are logged" />;
  }
  return (
    <>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <div className="grid max-w-3xl gap-4 p-4">
        <p className="text-muted text-xs">
          As of <RelativeTime value={new Date(dataUpdatedAt).toISOString()} />. <Whose view={data} isAdmin={isAdmin} />
        </p>
        <WhatIsLogged view={data} isAdmin={isAdmin} />
        <LoggingForm key={data.changedAt ?? 'default'} view={data} isAdmin={isAdmin} />
        <TaskFieldsCard org={data.org} />
      </div>
    </>
  );
}

function Whose({ view, isAdmin }: { view: LoggingView; isAdmin: boolean }) {
  if (isAdmin) return view.teamWide ? 'Your choices count for everybody.' : 'Sellers may choose for themselves.';
  if (view.teamWide) return 'An admin decides for everybody.';
  return view.of === 'own' ? 'These are your own choices.' : 'These are the team’s choices until you save your own.';
}
