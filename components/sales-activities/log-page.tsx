'use client';

import { Copy, ListChecks } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRef } from 'react';
import { toast } from 'sonner';
import { copyText } from '@/components/people/copy-text';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { focusRow } from '@/components/shell/row-focus';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import type { SalesActivityLine } from '@/lib/deliveries/contract';
import { csvFromLog } from './log-csv';
import { LogFilters } from './log-filters';
import { useLog } from './log-queries';
import { LogTable } from './log-table';
import { isFiltered, logQueryOf, noLogFilters, useLogView } from './log-view';

const DeliveryPassport = dynamic(() =>
  import('@/components/deliveries/delivery-passport').then((m) => m.DeliveryPassport),
);

/** Sales activities: what was done, what was delivered of it, what was not, and why. */
export function LogPage({ isAdmin }: { isAdmin: boolean }) {
  const { view, setView } = useLogView();
  // Sellers see their own, whoever the address names: an admin may have sent it.
  const query = logQueryOf(isAdmin ? view : { ...view, seller: null });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useLog(query);
  const lines = data?.pages.flatMap((page) => page.items);
  const rows = useRef<HTMLDivElement>(null);
  useShortcuts({ j: () => focusRow(rows.current, 1), k: () => focusRow(rows.current, -1) });
  return (
    <>
      <PageHeader
        title="Sales activities"
        asOf={data?.pages[0]?.asOf}
        actions={lines && lines.length > 0 ? <CopyButton lines={lines} /> : null}
      />
      <LogFilters view={view} setView={setView} isAdmin={isAdmin} />
      {error && lines ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      {error && !lines ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
      {!error && !lines ? <LoadingState label="Loading sales activities" /> : null}
      {lines && lines.length > 0 ? (
        <div ref={rows} className="shrink-0">
          <LogTable lines={lines} isAdmin={isAdmin} onOpen={(activity) => setView({ activity })} />
        </div>
      ) : null}
      {lines?.length === 0 && !hasNextPage ? (
        <Nothing isFiltered={isFiltered(query)} isAdmin={isAdmin} onClear={() => setView(noLogFilters)} />
      ) : null}
      {hasNextPage ? (
        <div className="flex flex-wrap items-center justify-center gap-3 border-t p-2 text-muted">
          {lines?.length === 0 ? <p>None among the latest; there are older ones to look through.</p> : null}
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Show older'}
          </Button>
        </div>
      ) : null}
      {view.activity === null ? null : (
        <DeliveryPassport id={view.activity} onClose={() => setView({ activity: null })} />
      )}
    </>
  );
}

function CopyButton({ lines }: { lines: SalesActivityLine[] }) {
  const count = lines.length.toLocaleString('en');
  const copy = async () => {
    if (await copyText(csvFromLog(lines))) toast.success(`Copied ${count} as CSV`);
  };
  return (
    <Button size="sm" onClick={copy}>
      <Copy aria-hidden />
      Copy {count} as CSV
    </Button>
  );
}

type NothingProps = { isFiltered: boolean; isAdmin: boolean; onClear(): void };

function Nothing({ isFiltered: filtered, isAdmin, onClear }: NothingProps) {
  if (filtered) {
    return (
      <EmptyState
        icon={ListChecks}
        title="Nothing fits this choice"
        action={<Button onClick={onClear}>Show everything</Button>}
      />
    );
  }
  return (
    <EmptyState icon={ListChecks} title={isAdmin ? 'No sales activities yet' : 'None of yours yet'}>
      {isAdmin ? 'Calls, e-mails and sales campaigns of all sellers' : 'Your calls, e-mails and sales campaigns'} appear
      here as they are recorded, with where each was delivered.
    </EmptyState>
  );
}
