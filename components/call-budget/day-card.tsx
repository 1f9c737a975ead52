'use client';

import { BarChart, ChartLegend, type ChartSeries } from '@/components/ui/bar-chart';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { hourText } from '@/components/ui/format-time';
import { Progress } from '@/components/ui/progress';
import { RelativeTime } from '@/components/ui/relative-time';
import { Select } from '@/components/ui/select';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { callLanes } from '@/lib/call-budget/model';
import { hourBars, sumBars } from './day-bars';
import { useCallsView } from './view';
import { callsText, isEased, laneWords, percentText } from './words';

const lanes: ChartSeries[] = callLanes.map((lane, index) => ({
  key: lane,
  title: laneWords[lane],
  color: `var(--chart-${index + 1})`,
}));
const wholeDay: ChartSeries[] = [
  ...lanes,
  { key: 'others', title: 'Other integrations', color: 'var(--control-line)' },
  { key: 'expected', title: 'Expected until midnight', color: 'var(--line)' },
];

/** The day from midnight to midnight in Chicago: what was used, what is expected, and the quota. */
export function DayCard({ budget }: { budget: CallBudgetView }) {
  const { view, setView } = useCallsView();
  const { day, window } = budget;
  const { dailyCalls, total, forecast } = day;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Today</CardTitle>
        <span className="text-muted">
          ends <RelativeTime value={day.endsAt} />, at midnight US Central Time
        </span>
      </CardHeader>
      <CardBody className="grid gap-4">
        <div className="grid gap-1.5">
          <Progress label="Calls of today" value={total} max={dailyCalls} />
          <p className="tabular-nums">
            <span className="font-medium">{callsText(total)}</span>, {percentText(total, dailyCalls)} of{' '}
            {dailyCalls.toLocaleString('en')}: {day.ours.toLocaleString('en')} by this app, <Others day={day} />
          </p>
          <p className="text-muted tabular-nums">
            Expected at midnight: {callsText(forecast.total)}, {percentText(forecast.total, dailyCalls)}
            {forecast.total > dailyCalls ? '. That is more than there are; the least urgent will rest first' : ''}.
          </p>
          <p className="text-muted tabular-nums">
            At this moment {window.used} of {window.easedCallsPerWindow} API calls in {window.windowMs / 1000} s,{' '}
            {window.inFlight} of {window.easedConcurrent} at the same time
            {isEased(window)
              ? `; usually ${window.callsPerWindow} and ${window.concurrent}, but Marketo was pressed a moment ago`
              : ''}
            .
          </p>
        </div>
        <div className="grid gap-2">
          <Field label="Show" className="w-48">
            <Select
              value={view.curve}
              onChange={(event) => setView({ curve: event.target.value === 'hour' ? 'hour' : 'sum' })}
            >
              <option value="sum">The day so far</option>
              <option value="hour">Each hour</option>
            </Select>
          </Field>
          {view.curve === 'sum' ? (
            <BarChart
              title="Marketo API calls since midnight, by the end of each hour"
              barTitle="Hour"
              series={wholeDay}
              bars={sumBars(budget, hourText)}
              line={{ value: dailyCalls, title: `Quota: ${dailyCalls.toLocaleString('en')}` }}
              heightPx={160}
            />
          ) : (
            <BarChart
              title="Marketo API calls of this app in each hour of today"
              barTitle="Hour"
              series={lanes}
              bars={hourBars(budget, hourText)}
              heightPx={160}
            />
          )}
          <ChartLegend series={view.curve === 'sum' ? wholeDay : lanes} />
        </div>
      </CardBody>
    </Card>
  );
}

function Others({ day }: Pick<CallBudgetView, 'day'>) {
  if (!day.usageReadAt) {
    return <>others not known yet{day.usageFault ? ` (${day.usageFault})` : ''}</>;
  }
  return (
    <>
      {day.others.toLocaleString('en')} by others, as Marketo counted <RelativeTime value={day.usageReadAt} />
    </>
  );
}
