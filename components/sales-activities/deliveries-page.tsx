'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { DestinationCard } from './destination-card';
import { useDeliverySwitches, useStanding } from './queries';
import { SwitchesForm } from './switches-form';

/** Settings › Deliveries: which sales activities go to Marketo and to Salesforce, and what became of them. */
export function DeliveriesPage() {
  const standing = useStanding();
  const switches = useDeliverySwitches();
  const error = standing.error ?? switches.error;
  const retry = () => Promise.all([standing.refetch(), switches.refetch()]);
  const isShown = standing.data !== undefined && switches.data !== undefined;
  return (
    <>
      <PageHeader title="Deliveries" asOf={standing.data?.asOf ?? null} />
      {isShown ? (
        <div className="grid w-full max-w-7xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
          {error ? <ErrorBanner error={error} onRetry={retry} className="-mx-4 -mt-4" /> : null}
          <div className="grid items-start gap-4 lg:grid-cols-2">
            {standing.data.destinations.map((view) => (
              <DestinationCard key={view.destination} view={view} />
            ))}
          </div>
          <SwitchesForm switches={switches.data.switches} />
        </div>
      ) : error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <LoadingState label="Loading what is delivered where" />
      )}
    </>
  );
}
