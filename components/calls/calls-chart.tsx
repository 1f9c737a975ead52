'use client';

import { BarChart, ChartLegend } from '@/components/ui/bar-chart';
import { dayText } from '@/components/ui/format-time';
import type { CallsSummary } from '@/lib/calls/contract';

const series = [
  { key: 'answered', title: 'Answered', color: 'var(--chart-2)' },
  { key: 'notAnswered', title: 'Not answered', color: 'var(--chart-3)' },
];

/** Calls per day of the period, answered and not; a sentence where it has too many days, or no bounds. */
export function CallsChart({ summary }: { summary: CallsSummary }) {
  const { answered, notAnswered, days } = summary;
  return (
    <section aria-label="Calls per day" className="grid shrink-0 gap-2 border-b px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <p className="tabular-nums">
          <b className="font-semibold">{answered.toLocaleString('en')}</b> answered,{' '}
          <b className="font-semibold">{notAnswered.toLocaleString('en')}</b> not answered
        </p>
        {days ? <ChartLegend series={series} /> : null}
      </div>
      {days ? (
        <BarChart
          title="Calls per day"
          barTitle="Day"
          series={series}
          bars={days.map(({ day, ...values }) => ({
            key: day,
            label: dayText(day),
            values,
          }))}
          heightPx={56}
        />
      ) : (
        <p className="text-muted text-xs">Choose a period of a year or less to see the calls of each day.</p>
      )}
    </section>
  );
}
