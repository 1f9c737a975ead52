'use client';

import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { ActivityRows } from './activity-rows';
import { GridNotice, GridStatus } from './grid-status';
import { useGridView } from './grid-view';
import { tabTitle } from './kinds';
import { useActivityFeed } from './queries';
import { type GridTab, gridTabs } from './rows';

/** What Marketo recorded about a person, live: tabs by kind, one line per activity, a card with everything. */
export function ActivityGrid({ marketoId }: { marketoId: number }) {
  const { tab, setView } = useGridView();
  const { feed, source, isAsking, problem, refresh } = useActivityFeed({ marketoId, tab });
  return (
    <Tabs
      value={tab}
      onValueChange={(value) => setView({ tab: value as GridTab })}
      className="flex min-h-0 grow flex-col"
    >
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
        <ActivityRows
          key={`${marketoId} ${tab}`}
          which={{ marketoId, tab }}
          feed={feed}
          source={source}
          problem={problem}
          onRetry={refresh}
        />
      </TabsContent>
    </Tabs>
  );
}
