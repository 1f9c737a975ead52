'use client';

import { callsText } from '@/components/call-budget/words';
import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { BarChart } from '@/components/ui/bar-chart';
import { dayText } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import { salesActivityTitles } from '@/lib/sales-activities/model';
import type { LoggingPreview, PreviewInput } from '@/lib/salesforce-logging/contract';
import { useLoggingPreview } from './queries';
import { SampleTasks } from './sample-tasks';

/** What the last 30 days would have come to: how many tasks, what they cost, and the newest of them. */
export function PreviewPanel({ kinds, settings }: PreviewInput) {
  const { data, error, refetch } = useLoggingPreview({ kinds, settings });
  if (!data) {
    if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
    return <LoadingState label="Counting the last 30 days" />;
  }
  const total = data.kinds.reduce((sum, { activities }) => sum + activities, 0);
  return (
    <div className="mt-3 grid gap-4">
      <p className="text-muted">
        If it had been on for the last 30 days. Nothing of it is sent: only what happens from now on is. As of{' '}
        <RelativeTime value={data.asOf} />.
      </p>
      {total === 0 ? (
        <p>There was none of these activities in the last 30 days, so there is nothing to show yet.</p>
      ) : (
        <>
          <dl className="flex flex-wrap gap-x-6 gap-y-2">
            {data.kinds.map(({ kind, activities }) => (
              <Figure key={kind} title={salesActivityTitles[kind]} value={activities.toLocaleString('en')} />
            ))}
          </dl>
          <SampleTasks samples={data.samples} />
          <Cost preview={data} />
        </>
      )}
    </div>
  );
}

const series = [{ key: 'tasks', title: 'Activities', color: 'var(--chart-1)' }];

function Cost({ preview }: { preview: LoggingPreview }) {
  const { callsPerDay, mostCallsInADay, allowedCallsPerDay, days } = preview;
  return (
    <section aria-label="What this would cost" className="grid gap-2 border-t pt-3">
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        <Figure title="API calls on an ordinary day, at most" value={callsText(callsPerDay)} />
        <Figure title="On the busiest day" value={callsText(mostCallsInADay)} />
        <Figure
          title="We may use"
          value={allowedCallsPerDay === null ? 'known after connecting' : callsText(allowedCallsPerDay)}
        />
      </dl>
      <BarChart
        title="Activities a day that would be logged"
        barTitle="Day"
        series={series}
        bars={days.map(({ day, tasks }) => ({ key: day, label: dayText(day), values: { tasks } }))}
        heightPx={56}
      />
    </section>
  );
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt className="text-muted text-xs">{title}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
    </div>
  );
}
