'use client';

import { useEffect, useMemo, useState } from 'react';
import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { ActivityCard } from './activity-card';
import { ActivityTable } from './activity-table';
import { GridEmpty, GridFooter } from './grid-footer';
import { GridNotice, GridStatus } from './grid-status';
import { useGridView } from './grid-view';
import { tabTitle } from './kinds';
import { useActivityFeed, useOlderActivities } from './queries';
import { type GridTab, gridRows, gridTabs } from './rows';
import { isInWeek, reachesIntoWeek } from './weeks';

const weekPageSize = 300;

/** What Marketo recorded about a person, live: tabs by kind, one line per activity, a card with everything. */
export function ActivityGrid({ marketoId }: { marketoId: number }) {
  const { tab, setView } = useGridView();
  return (
    <Tabs
      value={tab}
      onValueChange={(value) => setView({ tab: value as GridTab })}
      className="flex min-h-0 grow flex-col"
      aria-label="Activities"
    >
      <GridTabRows key={tab} marketoId={marketoId} tab={tab} />
    </Tabs>
  );
}

function GridTabRows({ marketoId, tab }: { marketoId: number; tab: GridTab }) {
  const { week } = useGridView();
  const { feed, source, isAsking, problem, refresh } = useActivityFeed({ marketoId, tab });
  const older = useOlderActivities({ marketoId, tab }, source, feed);
  const [openId, setOpenId] = useState<string | null>(null);
  const rows = useMemo(() => rowsOf(feed?.items ?? [], tab, week), [feed?.items, tab, week]);
  const open = rows.findIndex((row) => row.id === openId);

  // A chosen week may lie below the rows that are loaded: read on until all of it is there.
  const { hasOlder, isLoading, isStalled, loadOlder } = older;
  const readsOn = week !== null && hasOlder && reachesIntoWeek(feed?.items.at(-1)?.occurredAt, week);
  useEffect(() => {
    if (readsOn && !isLoading && !isStalled) loadOlder(weekPageSize);
  }, [readsOn, isLoading, isStalled, loadOlder]);
  const loadAtEnd = () => {
    if (week === null && !isLoading && !isStalled) loadOlder();
  };

  return (
    <>
      <div className="flex flex-wrap items-end border-b">
        <TabsList aria-label="Kinds of activities" className="border-b-0">
          {gridTabs.map((value) => (
            <TabsTrigger key={value} value={value}>
              {tabTitle(value)}
            </TabsTrigger>
          ))}
        </TabsList>
        <GridStatus feed={feed} isAsking={isAsking} onRefresh={refresh} />
      </div>
      <GridNotice feed={feed} problem={problem} onRetry={refresh} />
      <TabsContent value={tab} tabIndex={-1} className="flex min-h-0 grow flex-col">
        {feed ? (
          <ActivityTable
            rows={rows}
            tab={tab}
            hasOlder={hasOlder}
            onEnd={loadAtEnd}
            onOpen={setOpenId}
            footer={
              rows.length === 0 && !readsOn ? (
                <GridEmpty tab={tab} week={week} feed={feed} hasOlder={hasOlder} onLoadOlder={loadOlder} />
              ) : (
                <GridFooter older={older} readsOn={readsOn} count={rows.length} />
              )
            }
          />
        ) : problem ? (
          <ErrorState error={problem} title="Marketo could not be asked" onRetry={refresh} />
        ) : (
          <LoadingState label="Loading activities" />
        )}
      </TabsContent>
      <ActivityCard
        row={rows[open] ?? null}
        onMove={(step) => setOpenId((now) => rows[open + step]?.id ?? now)}
        onClose={() => setOpenId(null)}
      />
    </>
  );
}

function rowsOf(items: Parameters<typeof gridRows>[0], tab: GridTab, week: string | null) {
  const rows = gridRows(items, tab);
  if (week === null) return rows;
  return rows.filter((row) => row.activities.some((activity) => isInWeek(activity.occurredAt, week)));
}
