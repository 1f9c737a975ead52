import { Badge } from '@/components/ui/badge';
import { BarChart, ChartLegend } from '@/components/ui/bar-chart';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { shortTime } from '@/components/ui/format-time';
import { ShortTime } from '@/components/ui/short-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { ReconciliationView } from '@/lib/reconcile/contract';
import { driftKinds } from '@/lib/reconcile/model';
import { extentText, kindWords, verdictOf } from './words';

const series = driftKinds.map((key, i) => ({ key, title: kindWords[key].title, color: `var(--chart-${i + 1})` }));
const headers = [
  'Asked for',
  'By',
  'Compared',
  'Result',
  'People',
  'Missing',
  'Extra',
  'Different',
  'Settled',
  'Repaired',
];
const counted = ['people', 'missing', 'extra', 'different', 'settled', 'repaired'] as const;

/** Every comparison that is kept, newest first, and the drift of those that ended. */
export function ComparisonsCard({ runs }: { runs: ReconciliationView[] }) {
  const ended = runs.filter((run) => run.state === 'done').reverse();
  return (
    <Card>
      <CardHeader>
        <CardTitle>Comparisons</CardTitle>
        {runs.length > 1 ? <span className="text-muted">the last {runs.length}</span> : null}
      </CardHeader>
      {ended.length > 1 ? (
        <CardBody>
          <BarChart
            title="Drift found by each comparison"
            barTitle="Ended"
            series={series}
            bars={ended.map((run) => ({ key: String(run.id), label: timeText(run.finishedAt), values: countsOf(run) }))}
            heightPx={64}
          />
          <div className="mt-1 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <p className="text-muted text-xs">People who drifted, oldest comparison first</p>
            <ChartLegend series={series} />
          </div>
        </CardBody>
      ) : null}
      <Table aria-label="Comparisons" tabIndex={0}>
        <TableTitles titles={headers} />
        <TableBody>
          {runs.map((run) => (
            <ComparisonRow key={run.id} run={run} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function ComparisonRow({ run }: { run: ReconciliationView }) {
  const { tone, title } = verdictOf(run);
  return (
    <TableRow className="tabular-nums">
      <TableHeader scope="row" className="font-normal text-fg">
        <ShortTime value={run.requestedAt} />
      </TableHeader>
      <TableCell className="whitespace-nowrap text-muted">{run.requestedBy ?? 'the schedule'}</TableCell>
      <TableCell className="whitespace-nowrap">{extentText(run)}</TableCell>
      <TableCell>
        <Badge tone={tone}>{title}</Badge>
      </TableCell>
      {counted.map((column) => (
        <TableCell key={column}>{run[column].toLocaleString('en')}</TableCell>
      ))}
    </TableRow>
  );
}

function countsOf({ missing, extra, different }: ReconciliationView) {
  return { missing, extra, different };
}

function timeText(moment: string | null) {
  return moment ? shortTime(new Date(moment)) : '—';
}
