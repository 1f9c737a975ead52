import { peopleText } from '@/components/people/count-text';
import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import type { ReconciliationView } from '@/lib/reconcile/contract';
import { extentText, verdictOf } from './words';

/** How far the comparison is that is under way. */
export function ComparisonProgress({ run }: { run: ReconciliationView }) {
  const { tone, title } = verdictOf(run);
  return (
    <Card role="region" aria-label="Comparison under way">
      <CardHeader>
        <CardTitle>
          {extentText(run)}, asked for by {run.requestedBy ?? 'the schedule'}
        </CardTitle>
        <Badge tone={tone}>{title}</Badge>
      </CardHeader>
      <CardBody className="grid gap-2">
        <Progress
          label="IDs compared"
          value={Math.round((run.progress ?? 0) * 100)}
          max={run.progress === null ? null : 100}
        />
        <p className="text-muted tabular-nums" role="status">
          {run.state === 'confirming'
            ? 'What differed is looked at again after five minutes: a change on its way is not drift.'
            : `${peopleText(run.people)} compared; ${run.rangesDiffering.toLocaleString('en')} of ${run.ranges.toLocaleString('en')} ranges differ at first sight.`}
        </p>
      </CardBody>
    </Card>
  );
}
