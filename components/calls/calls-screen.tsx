'use client';

import { PhoneOutgoing } from 'lucide-react';
import { useRef } from 'react';
import { useDelayed } from '@/components/people/use-delayed';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { focusRow } from '@/components/shell/row-focus';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { useNow } from '@/components/ui/relative-time';
import { CallPanel } from './call-panel';
import { CallsChart } from './calls-chart';
import { CallsTable } from './calls-table';
import { CallsToolbar } from './calls-toolbar';
import { callsFilterOf, isNarrowed, nothingNarrowed, useCallsView } from './calls-view';
import { CopyCallsButton } from './copy-calls-button';
import { useLogCall } from './log-call-provider';
import { NoCalls } from './no-calls';
import { useCallFilters, useCalls, useCallsSummary } from './queries';
import { callsText } from './words';

const searchDelayMs = 100;

/** Calls: one's own, or everybody's for an admin. */
export function CallsScreen({ isAdmin }: { isAdmin: boolean }) {
  const { view, setView } = useCallsView();
  const filter = callsFilterOf(view, useDelayed(view.text, searchDelayMs), new Date(useNow()));
  const list = useCalls(filter);
  const summary = useCallsSummary(filter);
  const filters = useCallFilters();
  const logCall = useLogCall();
  const searchBox = useRef<HTMLInputElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const calls = list.data?.pages.flatMap((page) => page.items);
  // Without the rows the page says so in their place.
  const trouble = calls && (list.error ?? summary.error ?? filters.error);
  const retry = () => Promise.all([list.refetch(), summary.refetch(), filters.refetch()]);
  const open = calls?.findIndex((call) => call.id === view.call) ?? -1;

  useShortcuts({
    '/': () => searchBox.current?.focus(),
    j: () => focusRow(rows.current, 1),
    k: () => focusRow(rows.current, -1),
  });
  return (
    <>
      <PageHeader
        title="Calls"
        count={summary.data ? callsText(summary.data.answered + summary.data.notAnswered) : undefined}
        asOf={list.data ? new Date(list.dataUpdatedAt).toISOString() : null}
        actions={
          <>
            <CopyCallsButton calls={calls ?? []} />
            <Button size="sm" variant="primary" aria-keyshortcuts="c" onClick={() => logCall()}>
              <PhoneOutgoing aria-hidden />
              Log a call
            </Button>
          </>
        }
      />
      <CallsToolbar
        view={view}
        setView={setView}
        filters={filters.data}
        searchBox={searchBox}
        onLeave={() => focusRow(rows.current, 0)}
      />
      {trouble ? <ErrorBanner error={trouble} onRetry={retry} /> : null}
      {summary.data && calls && calls.length > 0 ? <CallsChart summary={summary.data} /> : null}
      <div ref={rows} aria-busy={list.isPlaceholderData} className="shrink-0 bg-surface">
        {calls && calls.length > 0 ? (
          <CallsTable calls={calls} showsSellers={isAdmin} onOpen={(call) => setView({ call: call.id })} />
        ) : null}
      </div>
      {calls?.length === 0 ? (
        <NoCalls
          isNarrowed={isNarrowed(view)}
          isBounded={view.period !== 'all'}
          isAdmin={isAdmin}
          onClear={() => setView(nothingNarrowed)}
          onAllTime={() => setView({ period: 'all' })}
          onLog={() => logCall()}
        />
      ) : null}
      {list.error && !calls ? (
        <ErrorState error={list.error} title="The calls could not be loaded" onRetry={() => list.refetch()} />
      ) : null}
      {!list.error && !calls ? <LoadingState label="Loading calls" rows={10} /> : null}
      {list.hasNextPage ? (
        <div className="border-t p-2 text-center">
          <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {list.isFetchingNextPage ? 'Loading…' : 'Show older calls'}
          </Button>
        </div>
      ) : null}
      {view.call === null ? null : (
        <CallPanel
          id={view.call}
          known={calls?.[open]}
          onMove={(step) => setView((now) => ({ call: calls?.[open + step]?.id ?? now.call }))}
          onClose={() => setView({ call: null })}
        />
      )}
    </>
  );
}
