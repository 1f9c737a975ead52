import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { lengthText } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SyncView } from '@/lib/sync/contract';
import { Figure, Figures } from './figures';
import { FreshnessChart } from './freshness-chart';

/** How long a change in Marketo takes to be seen here. */
export function FreshnessCard({ freshness }: { freshness: SyncView['freshness'] }) {
  const { followedAt, p50Seconds, p95Seconds, samples, slices } = freshness;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Freshness</CardTitle>
      </CardHeader>
      <CardBody className="grid gap-3">
        <Figures>
          <Figure title="Feeds read to their end">
            <RelativeTime value={followedAt} fallback="not yet" />
          </Figure>
          <Figure title="Half of the changes visible within">{timeOr(p50Seconds)}</Figure>
          <Figure title="95 of 100 visible within">{timeOr(p95Seconds)}</Figure>
        </Figures>
        <FreshnessChart slices={slices} />
        <p className="text-muted text-xs">
          From the change in Marketo until it is seen here; {samples.toLocaleString('en')}{' '}
          {samples === 1 ? 'change' : 'changes'} in the last hour.
        </p>
      </CardBody>
    </Card>
  );
}

const timeOr = (seconds: number | null) => (seconds === null ? '—' : lengthText(seconds));
