import { peopleText } from '@/components/people/count-text';
import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { DriftView, ReconciliationView } from '@/lib/reconcile/contract';
import { driftCount, driftKinds } from '@/lib/reconcile/model';
import { RepairDialog } from './repair-dialog';
import { SamplesTable } from './samples-table';
import { extentText, kindWords, verdictOf } from './words';

/** What the last finished comparison found. */
export function ResultCard({ run, samples }: { run: ReconciliationView; samples: DriftView[] }) {
  const { tone, title } = verdictOf(run);
  const drift = driftCount(run);
  return (
    <Card role="region" aria-label="Last result">
      <CardHeader>
        <CardTitle>
          Last result, <RelativeTime value={run.finishedAt} />
        </CardTitle>
        <Badge tone={tone}>{title}</Badge>
      </CardHeader>
      <CardBody className="grid gap-3">
        <p className="text-muted">
          {extentText(run)}: {peopleText(run.people)} compared.{' '}
          {run.settled > 0 ? `${peopleText(run.settled)} were on their way and are right now. ` : ''}
          {run.overTheCap > 0 ? `${peopleText(run.overTheCap)} are left out because the list is full. ` : ''}
        </p>
        <dl className="flex flex-wrap gap-x-8 gap-y-2 tabular-nums">
          {driftKinds.map((kind) => (
            <div key={kind}>
              <dt className="text-muted text-xs">{kindWords[kind].title}</dt>
              <dd className="font-semibold text-base">{run[kind].toLocaleString('en')}</dd>
            </div>
          ))}
        </dl>
        {drift > 0 ? <Repair run={run} people={drift} /> : null}
      </CardBody>
      {samples.length > 0 ? <SamplesTable samples={samples} people={drift} /> : null}
    </Card>
  );
}

function Repair({ run, people }: { run: ReconciliationView; people: number }) {
  if (!run.repairedAt) return <RepairDialog id={run.id} people={people} />;
  return (
    <p>
      {run.repairedBy} had {peopleText(run.repaired)} read again <RelativeTime value={run.repairedAt} />. Compare again
      to see what became of it.
    </p>
  );
}
