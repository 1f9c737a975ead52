import { Badge } from '@/components/ui/badge';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { exactTime, shortTime } from '@/components/ui/format-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { JobView, RunView } from '@/lib/sync/contract';
import { lengthText, outcomeWords, skippedWords, triggerWords } from './words';

const headers = ['Started', 'Job', 'By', 'Outcome', 'Read', 'Written', 'Removed', 'Skipped', 'API calls', 'Took'];

/** The latest runs, newest first, with what each did and why it stopped. */
export function RunsTable({ runs, jobs }: { runs: RunView[]; jobs: JobView[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Runs</CardTitle>
        {runs.length > 0 ? <span className="text-muted">the last {runs.length}</span> : null}
      </CardHeader>
      {runs.length === 0 ? (
        <CardBody className="text-muted">No job has run yet.</CardBody>
      ) : (
        <Table aria-label="Runs" tabIndex={0}>
          <TableHead>
            <TableRow>
              {headers.map((header) => (
                <TableHeader key={header}>{header}</TableHeader>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {runs.map((run) => (
              <RunRow key={run.id} run={run} jobTitle={jobs.find((job) => job.name === run.job)?.title ?? run.job} />
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

function RunRow({ run, jobTitle }: { run: RunView; jobTitle: string }) {
  const startedAt = new Date(run.startedAt);
  const { read, written, removed } = run.counts;
  return (
    <TableRow className="tabular-nums">
      <TableHeader scope="row" className="font-normal text-fg">
        <time dateTime={run.startedAt} title={exactTime(startedAt)}>
          {shortTime(startedAt)}
        </time>
      </TableHeader>
      <TableCell className="whitespace-nowrap">{jobTitle}</TableCell>
      <TableCell className="whitespace-nowrap text-muted">{triggerWords[run.trigger]}</TableCell>
      <TableCell>
        <Outcome run={run} />
      </TableCell>
      {[read, written, removed].map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: three columns in a fixed order
        <TableCell key={index}>{count.toLocaleString('en')}</TableCell>
      ))}
      <TableCell className="min-w-44 text-muted text-xs">
        <Skipped skipped={run.counts.skipped} />
      </TableCell>
      <TableCell>{run.apiCalls.toLocaleString('en')}</TableCell>
      <TableCell className="whitespace-nowrap">{tookText(run)}</TableCell>
    </TableRow>
  );
}

function Outcome({ run }: { run: RunView }) {
  if (!run.outcome) return <Badge tone="info">Running</Badge>;
  const { tone, title } = outcomeWords[run.outcome];
  return (
    <>
      <Badge tone={tone}>{title}</Badge>
      {run.message ? <span className="block min-w-56 text-muted text-xs">{run.message}</span> : null}
    </>
  );
}

function Skipped({ skipped }: { skipped: RunView['counts']['skipped'] }) {
  const reasons = Object.entries(skipped).filter(([, count]) => count > 0);
  if (reasons.length === 0) return '—';
  return (
    <ul>
      {reasons.map(([reason, count]) => (
        <li key={reason}>
          {count.toLocaleString('en')} {skippedWords[reason] ?? reason}
        </li>
      ))}
    </ul>
  );
}

function tookText({ startedAt, finishedAt }: RunView) {
  return finishedAt ? lengthText((Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000) : '—';
}
