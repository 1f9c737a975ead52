'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { choiceLists } from '@/lib/calls/model';
import { ChoicesCard } from './choices-card';
import { useCallChoices } from './queries';

/** Settings › Call outcomes: what sellers are asked about a call. */
export function CallSettingsPage() {
  const { data, error, refetch, dataUpdatedAt } = useCallChoices();
  return (
    <>
      <PageHeader title="Call outcomes" asOf={data ? new Date(dataUpdatedAt).toISOString() : null} />
      {data ? (
        <>
          {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
          <div className="grid max-w-5xl gap-4 p-4">
            <p className="text-muted">
              What sellers can say of a call that they log. Calls keep the names they were logged with, whatever becomes
              of the lists.
            </p>
            <div className="grid items-start gap-4 lg:grid-cols-2">
              {choiceLists.map((list) => (
                <ChoicesCard key={list} list={list} choices={data} />
              ))}
            </div>
          </div>
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <LoadingState label="Loading what sellers are asked" />
      )}
    </>
  );
}
