'use client';

import { CircleCheck, ListFilter } from 'lucide-react';
import dynamic from 'next/dynamic';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { DiagnosticsQuery, DiagnosticsView } from '@/lib/diagnostics/contract';
import { categories, categoryTitles } from '@/lib/diagnostics/model';
import { CategoryChart } from './category-chart';
import { DiagnosticsFilters } from './diagnostics-filters';
import { ProblemCard } from './problem-card';
import { useDiagnostics } from './queries';
import { RetryLines } from './retry-lines';
import { diagnosticsQueryOf, isFiltered, noDiagnosticsFilters, useDiagnosticsView } from './view';
import { problemsText } from './words';

const DeliveryPassport = dynamic(() =>
  import('@/components/deliveries/delivery-passport').then((m) => m.DeliveryPassport),
);

/** Settings › Diagnostics: why deliveries fail, whose job it is, and trying again. */
export function DiagnosticsPage({ isAdmin }: { isAdmin: boolean }) {
  const { view: asked, setView } = useDiagnosticsView();
  // What closed, and other sellers, are for admins, whatever the address says.
  const view = isAdmin ? asked : { ...asked, state: 'open' as const, seller: null };
  const query = diagnosticsQueryOf(view);
  const { data, error, refetch } = useDiagnostics(query);
  return (
    <>
      <PageHeader title="Diagnostics" count={data ? countOf(data, query) : null} asOf={data?.asOf} />
      {error && data ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      {error && !data ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!error && !data ? <LoadingState label="Loading diagnostics" /> : null}
      {data ? (
        <div className="grid gap-4 p-4">
          <DiagnosticsFilters view={view} setView={setView} isAdmin={isAdmin} />
          <RetryLines retries={data.retries} />
          {isMissing(view.problem, data) ? (
            <p role="status" className="text-muted">
              The problem that the address names is not among these: it closed, or the filters leave it out.
            </p>
          ) : null}
          {view.state === 'open' && data.totals.length > 0 ? <CategoryChart totals={data.totals} /> : null}
          {data.problems.length === 0 ? (
            <Nothing view={data} query={query} isAdmin={isAdmin} onClear={() => setView(noDiagnosticsFilters)} />
          ) : null}
          {groupsOf(data).map(({ category, problems }) => (
            <section key={category} aria-labelledby={`category-${category}`} className="grid gap-3">
              <h2 id={`category-${category}`} className="font-semibold text-sm">
                {categoryTitles[category]}{' '}
                <span className="font-normal text-muted">{problemsText(problems.length)}</span>
              </h2>
              {problems.map((problem) => (
                <ProblemCard
                  key={problem.id}
                  problem={problem}
                  isAdmin={isAdmin}
                  seller={query.seller}
                  isShown={view.problem === problem.id}
                  onShow={(shown) => setView({ problem: shown ? problem.id : null })}
                  onOpen={(activity) => setView({ activity })}
                />
              ))}
            </section>
          ))}
        </div>
      ) : null}
      {view.activity === null ? null : (
        <DeliveryPassport id={view.activity} onClose={() => setView({ activity: null })} />
      )}
    </>
  );
}

const isMissing = (problem: string | null, { problems }: DiagnosticsView) =>
  problem !== null && !problems.some(({ id }) => id === problem);

function groupsOf({ problems }: DiagnosticsView) {
  return categories
    .map((category) => ({ category, problems: problems.filter(({ cause }) => cause.category === category) }))
    .filter((group) => group.problems.length > 0);
}

function countOf({ problems }: DiagnosticsView, { state }: DiagnosticsQuery) {
  return `${problemsText(problems.length)} ${state}`;
}

type NothingProps = { view: DiagnosticsView; query: DiagnosticsQuery; isAdmin: boolean; onClear(): void };

function Nothing({ view, query, isAdmin, onClear }: NothingProps) {
  if (isFiltered(query)) {
    return (
      <EmptyState
        icon={ListFilter}
        title="No problem fits this choice"
        action={<Button onClick={onClear}>Show all that are open</Button>}
      />
    );
  }
  if (query.state === 'closed') return <EmptyState icon={CircleCheck} title="No problem closed in the last 7 days" />;
  return (
    <EmptyState icon={CircleCheck} title="All is well">
      {isAdmin
        ? 'No delivery to Marketo or Salesforce fails.'
        : 'None of your deliveries to Marketo or Salesforce fails.'}{' '}
      As of <RelativeTime value={view.asOf} />
    </EmptyState>
  );
}
