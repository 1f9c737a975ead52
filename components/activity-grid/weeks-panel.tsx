'use client';

import { X } from 'lucide-react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Skeleton } from '@/components/ui/skeleton';
import { useGridView } from './grid-view';
import { useActivityWeeks } from './queries';
import { WeekChart } from './week-chart';
import { weekTitle } from './week-labels';
import { WeekSummary } from './week-summary';
import { WeekTable } from './week-table';
import { countsOf } from './weeks';

/** The last 90 days by week, and the counts of the chosen week (or of all of them) as filters. */
export function WeeksPanel({ marketoId }: { marketoId: number }) {
  const { tab, week, setView } = useGridView();
  const { data, error } = useActivityWeeks({ marketoId, tab });
  if (!data) return error ? <p className="p-4 text-muted">{errorSentence(error)}</p> : <WeeksLoading />;

  return (
    <section aria-label="Last 90 days" className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b px-4 pt-3 pb-2">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold text-sm">{week ? `Week ${weekTitle(week)}` : 'Last 90 days'}</h2>
        {week ? (
          <Button variant="ghost" size="sm" onClick={() => setView({ week: null })}>
            <X aria-hidden />
            All weeks
          </Button>
        ) : null}
        {data.complete ? null : (
          <span role="status" className="text-muted text-xs">
            Still counting the 90 days…
          </span>
        )}
      </div>
      <WeekChart weeks={data.weeks} tab={tab} selected={week} onSelect={(weekStart) => setView({ week: weekStart })} />
      <WeekSummary counts={countsOf(data.weeks, week)} tab={tab} onTab={(kind) => setView({ tab: kind })} />
      <WeekTable weeks={data.weeks} />
    </section>
  );
}

function WeeksLoading() {
  return (
    <div className="grid gap-2 border-b px-4 pt-3 pb-2">
      <p role="status" className="sr-only">
        Loading the last 90 days
      </p>
      <Skeleton className="h-7 w-40" />
      <Skeleton className="h-20" />
      <Skeleton className="h-7 w-96 max-w-full" />
    </div>
  );
}
