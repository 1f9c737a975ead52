'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import type { ActivityView } from '@/lib/activity-grid/contract';
import { ActivityCard } from './activity-card';
import { ActivityTable } from './activity-table';
import type { Feed } from './feed';
import { GridEmpty, GridFooter } from './grid-footer';
import { useGridView } from './grid-view';
import { type FeedSource, type FeedTab, useOlderActivities } from './queries';
import { type GridTab, gridRows } from './rows';
import { isInWeek, reachesIntoWeek } from './weeks';

const weekPageSize = 300;

type ActivityRowsProps = {
  which: FeedTab;
  feed: Feed | undefined;
  source: FeedSource;
  problem: Error | null;
  onRetry(): void;
};

/** The rows of one tab, of the chosen week if there is one; a row opens its card. */
export function ActivityRows({ which, feed, source, problem, onRetry }: ActivityRowsProps) {
  const { week } = useGridView();
  const older = useOlderActivities(which, source, feed);
  const grid = useRef<HTMLDivElement>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(feed?.items ?? [], which.tab, week), [feed?.items, which.tab, week]);
  const open = rows.findIndex((row) => row.id === openId);

  // A chosen week may lie below the rows that are loaded: read on until all of it is there.
  const { hasOlder, isLoading, isStalled, loadOlder } = older;
  const readsOn = week !== null && hasOlder && reachesIntoWeek(feed?.items.at(-1)?.occurredAt, week);
  useEffect(() => {
    if (readsOn && !isLoading && !isStalled) loadOlder(weekPageSize);
  }, [readsOn, isLoading, isStalled, loadOlder]);

  if (!feed) {
    if (problem) return <ErrorState error={problem} title="Marketo could not be asked" onRetry={onRetry} />;
    return <LoadingState label="Loading activities" />;
  }
  return (
    <>
      <ActivityTable
        gridRef={grid}
        rows={rows}
        tab={which.tab}
        hasOlder={hasOlder}
        onEnd={() => {
          if (week === null && !isLoading && !isStalled) loadOlder();
        }}
        onOpen={setOpenId}
        footer={
          rows.length === 0 && !readsOn ? (
            <GridEmpty tab={which.tab} week={week} feed={feed} hasOlder={hasOlder} onLoadOlder={loadOlder} />
          ) : (
            <GridFooter older={older} readsOn={readsOn && !isStalled} count={rows.length} complete={feed.complete} />
          )
        }
      />
      <ActivityCard
        row={rows[open] ?? null}
        onMove={(step) => setOpenId((now) => rows[open + step]?.id ?? now)}
        onClose={() => setOpenId(null)}
        onClosed={() => grid.current?.focus()}
      />
    </>
  );
}

function rowsOf(items: ActivityView[], tab: GridTab, week: string | null) {
  const rows = gridRows(items, tab);
  if (week === null) return rows;
  return rows.filter((row) => row.activities.some((activity) => isInWeek(activity.occurredAt, week)));
}
