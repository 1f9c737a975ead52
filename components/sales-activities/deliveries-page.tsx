'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { useDeliverySwitches } from './queries';
import { SwitchesForm } from './switches-form';

/** Settings › Deliveries: which sales activities go to Marketo and to Salesforce. */
export function DeliveriesPage() {
  const { data, error, refetch, dataUpdatedAt } = useDeliverySwitches();
  return (
    <>
      <PageHeader title="Deliveries" asOf={data ? new Date(dataUpdatedAt).toISOString() : null} />
      {data ? (
        <>
          {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
          <SwitchesForm switches={data.switches} />
        </>
      ) : error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <LoadingState label="Loading what is delivered where" />
      )}
    </>
  );
}
