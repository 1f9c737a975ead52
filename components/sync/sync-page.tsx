'use client';

import { LookupCard } from '@/components/lookup/lookup-card';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { CallBudgetCard } from './call-budget-card';
import { CapBanner } from './cap-banner';
import { FreshnessCard } from './freshness-card';
import { JobsTable } from './jobs-table';
import { LoadCard } from './load-card';
import { PeopleCard } from './people-card';
import { useSync } from './queries';
import { RunsCard } from './runs-card';
import { SyncControls } from './sync-controls';
import { SyncProgress } from './sync-progress';
import { VanishedCard } from './vanished-card';
import { phaseWords } from './words';

/** Settings › Sync. */
export function SyncPage() {
  const { data: sync, error, refetch } = useSync();
  if (!sync) {
    return (
      <>
        <PageHeader title="Sync" />
        {error ? <ErrorState error={error} onRetry={() => refetch()} /> : <LoadingState label="Loading the sync" />}
      </>
    );
  }
  const { tone, title } = phaseWords[sync.phase];
  return (
    <>
      <PageHeader
        title="Sync"
        count={<Badge tone={tone}>{title}</Badge>}
        asOf={sync.asOf}
        actions={<SyncControls phase={sync.phase} />}
      />
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <CapBanner people={sync.people} />
      <div className="grid w-full max-w-7xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {sync.vanished ? <VanishedCard vanished={sync.vanished} /> : null}
        <SyncProgress sync={sync} />
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          <LoadCard load={sync.load} />
          <PeopleCard people={sync.people} />
          <FreshnessCard freshness={sync.freshness} />
        </div>
        <div className="grid gap-4 xl:grid-cols-2">
          <CallBudgetCard budget={sync.callBudget} />
          <LookupCard />
        </div>
        <JobsTable jobs={sync.jobs} />
        <RunsCard jobs={sync.jobs} />
      </div>
    </>
  );
}
