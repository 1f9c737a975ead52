'use client';

import { Scale } from 'lucide-react';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import type { ReconcileView } from '@/lib/reconcile/contract';
import { ComparisonControls } from './comparison-controls';
import { ComparisonProgress } from './comparison-progress';
import { ComparisonsCard } from './comparisons-card';
import { useReconcile } from './queries';
import { ResultCard } from './result-card';

/** Settings › Compare: whether the list is what Marketo has. */
export function ReconcilePage() {
  const { data: view, error, refetch } = useReconcile();
  if (!view) {
    return (
      <>
        <PageHeader title="Compare" />
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <LoadingState label="Loading the comparisons" />
        )}
      </>
    );
  }
  const open = view.runs.find((run) => !run.finishedAt);
  return (
    <>
      <PageHeader
        title="Compare"
        asOf={view.asOf}
        actions={<ComparisonControls isUnderWay={open !== undefined} enabled={view.enabled} />}
      />
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <div className="grid w-full max-w-7xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
        {view.message ? <p className="text-muted">No comparison can run now. {view.message}</p> : null}
        {open ? <ComparisonProgress run={open} /> : null}
        <Results view={view} />
      </div>
    </>
  );
}

function Results({ view }: { view: ReconcileView }) {
  const last = view.runs.find((run) => run.state === 'done');
  if (view.runs.length === 0) {
    return (
      <EmptyState icon={Scale} title="Nothing was compared yet">
        A comparison reads everybody from Marketo and says who is not here as there. It changes nobody. A part is
        compared by itself every night.
      </EmptyState>
    );
  }
  return (
    <>
      {last ? <ResultCard run={last} samples={view.samples} /> : null}
      <ComparisonsCard runs={view.runs} />
    </>
  );
}
