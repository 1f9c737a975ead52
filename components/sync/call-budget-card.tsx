import Link from 'next/link';
import { laneWords } from '@/components/call-budget/words';
import { BarChart } from '@/components/ui/bar-chart';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { hourText } from '@/components/ui/format-time';
import { Progress } from '@/components/ui/progress';
import type { SyncView } from '@/lib/sync/contract';
import { Figure, Figures } from './figures';

const series = [{ key: 'calls', title: 'Calls', color: 'var(--chart-1)' }];

/** What the app spends of Marketo's API limits, and on what. */
export function CallBudgetCard({ budget }: { budget: SyncView['callBudget'] }) {
  const { callsPerWindow, windowMs, usedInWindow, inFlight, concurrent, today, byLane, hours } = budget;
  const seconds = windowMs / 1_000;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Marketo API calls</CardTitle>
        <Link href="/settings/call-budget" className="text-accent-fg tabular-nums underline">
          {today.toLocaleString('en')} today
        </Link>
      </CardHeader>
      <CardBody className="grid gap-3">
        <div className="grid gap-1.5">
          <Progress label={`Calls in the last ${seconds} seconds`} value={usedInWindow} max={callsPerWindow} />
          <p className="text-muted tabular-nums">
            {usedInWindow} of {callsPerWindow} calls in {seconds} s, {inFlight} of {concurrent} at the same time
          </p>
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Figures>
            {byLane.map(({ lane, calls }) => (
              <Figure key={lane} title={laneWords[lane]}>
                {calls.toLocaleString('en')}
              </Figure>
            ))}
          </Figures>
          <BarChart
            title="Marketo API calls in each of the last 24 hours"
            barTitle="Hour"
            series={series}
            bars={hours.map(({ hour, calls }) => ({ key: hour, label: hourText(hour), values: { calls } }))}
          />
        </div>
      </CardBody>
    </Card>
  );
}
