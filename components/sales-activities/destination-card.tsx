import Link from 'next/link';
import { ResumeJobButton } from '@/components/sync/resume-job-button';
import { Badge } from '@/components/ui/badge';
import { BarChart } from '@/components/ui/bar-chart';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { hourText } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { DestinationView } from '@/lib/sales-activities/contract';
import { destinationTitles } from '@/lib/sales-activities/model';

const series = [{ key: 'delivered', title: 'Delivered', color: 'var(--chart-1)' }];

/** One destination: what waits, what went out, what failed, and why nothing goes out. */
export function DestinationCard({ view }: { view: DestinationView }) {
  const { destination, waiting, waitingSince, underWay, lookedFor, delivered, failed, hours, obstacles } = view;
  const title = destinationTitles[destination];
  return (
    <Card role="region" aria-label={`Deliveries to ${title}`}>
      <CardHeader>
        <CardTitle>{title}</CardTitle>
        <Standing view={view} />
      </CardHeader>
      <CardBody className="grid gap-3">
        {obstacles.map((obstacle) => (
          <Obstacle key={obstacle.sentence} obstacle={obstacle} />
        ))}
        <dl className="grid grid-cols-2 gap-x-4 gap-y-2 tabular-nums sm:grid-cols-3">
          <Figure title="Waiting" value={waiting} />
          <Figure title="Being sent" value={underWay} />
          <Figure title="Looked for" value={lookedFor} />
          <Figure title="Delivered in 24 hours" value={delivered} />
          <Figure title="Refused or not found" value={failed} />
        </dl>
        {failed > 0 ? (
          <p>
            <Link href="/settings/diagnostics" className="underline underline-offset-2">
              Why they failed, and what can be done
            </Link>
          </p>
        ) : null}
        {waitingSince ? (
          <p className="text-muted">
            The oldest that waits was recorded <RelativeTime value={waitingSince} />.
          </p>
        ) : null}
        {delivered > 0 ? (
          <BarChart
            title={`Delivered to ${title} in each of the last 24 hours`}
            barTitle="Hour"
            series={series}
            bars={hours.map((one) => ({
              key: one.hour,
              label: hourText(one.hour),
              values: { delivered: one.delivered },
            }))}
            heightPx={48}
          />
        ) : (
          <p className="text-muted">Nothing was delivered in the last 24 hours.</p>
        )}
      </CardBody>
    </Card>
  );
}

function Standing({ view: { obstacles, failed, waiting } }: { view: DestinationView }) {
  const heldUp = obstacles.reduce((sum, one) => sum + one.deliveries, 0);
  if (heldUp > 0) return <Badge tone="bad">{heldUp === waiting ? 'Held up' : 'Partly held up'}</Badge>;
  if (obstacles.length > 0) return <Badge tone="warn">Not ready</Badge>;
  return failed > 0 ? <Badge tone="warn">Some failed</Badge> : <Badge tone="good">Ready</Badge>;
}

function Obstacle({
  obstacle: { sentence, deliveries, settings, pausedJob },
}: {
  obstacle: DestinationView['obstacles'][number];
}) {
  return (
    <div className="grid justify-items-start gap-2 rounded-md bg-warn-bg px-3 py-2 text-warn-fg">
      <p>
        {deliveries > 0 ? <span className="font-medium tabular-nums">{eachText(deliveries)} </span> : null}
        {sentence}{' '}
        {settings ? (
          <Link href={settings.href} className="underline underline-offset-2">
            {settings.title}
          </Link>
        ) : null}
      </p>
      {pausedJob ? <ResumeJobButton job={pausedJob} /> : null}
    </div>
  );
}

const eachText = (count: number) =>
  count === 1 ? 'For one delivery:' : `For each of ${count.toLocaleString('en')} deliveries:`;

function Figure({ title, value }: { title: string; value: number }) {
  return (
    <div>
      <dt className="text-muted text-xs">{title}</dt>
      <dd className="font-semibold text-base">{value.toLocaleString('en')}</dd>
    </div>
  );
}
