'use client';

import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import type { JobView } from '@/lib/sync/contract';
import { useRuns } from './queries';
import { RunDialog } from './run-dialog';
import { RunsFilters } from './runs-filters';
import { RunsTable } from './runs-table';
import { useRunsView } from './runs-view';

/** The runs of the last 30 days, kept to a job and to an outcome by the address. */
export function RunsCard({ jobs }: { jobs: JobView[] }) {
  const { view, setView } = useRunsView();
  const filter = { job: view.job ?? undefined, outcome: view.outcome ?? undefined };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRuns(filter);
  const runs = data?.pages.flatMap((page) => page.items);
  const isFiltered = view.job !== null || view.outcome !== null;
  return (
    <Card aria-labelledby="runs">
      <CardHeader>
        <CardTitle id="runs">Runs</CardTitle>
        <RunsFilters jobs={jobs} view={view} setView={setView} />
      </CardHeader>
      {error && runs ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      {error && !runs ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!error && !runs ? <LoadingState label="Loading the runs" /> : null}
      {runs?.length === 0 ? (
        <Empty isFiltered={isFiltered} onClear={() => setView({ job: null, outcome: null })} />
      ) : null}
      {runs && runs.length > 0 ? (
        <RunsTable runs={runs} jobs={jobs} onOpen={(run) => setView({ run: run.id })} />
      ) : null}
      {hasNextPage ? (
        <div className="border-t p-2 text-center">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Show older runs'}
          </Button>
        </div>
      ) : null}
      {view.run === null ? null : <RunDialog id={view.run} jobs={jobs} onClose={() => setView({ run: null })} />}
    </Card>
  );
}

function Empty({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  if (!isFiltered) {
    return (
      <CardBody className="text-muted">
        No job has run yet. A run that finds nothing to do leaves no trace here.
      </CardBody>
    );
  }
  return (
    <CardBody className="flex flex-wrap items-center gap-3 text-muted">
      No run of the last 30 days fits this choice.
      <Button size="sm" onClick={onClear}>
        Show all runs
      </Button>
    </CardBody>
  );
}
