import { Button } from '@/components/ui/button';
import { ShortTime } from '@/components/ui/short-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { JobView, RunView } from '@/lib/sync/contract';
import { OutcomeBadge, Skipped, tookText } from './run-parts';
import { triggerWords } from './words';

const headers = ['Started', 'Job', 'By', 'Outcome', 'Read', 'Written', 'Removed', 'Skipped', 'API calls', 'Took'];

type RunsTableProps = { runs: RunView[]; jobs: JobView[]; onOpen(run: RunView): void };

/** Runs, newest first, with what each did and why it stopped; the start opens one. */
export function RunsTable({ runs, jobs, onOpen }: RunsTableProps) {
  return (
    <Table aria-label="Runs" tabIndex={0}>
      <TableTitles titles={headers} />
      <TableBody>
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            jobTitle={jobs.find((job) => job.name === run.job)?.title ?? run.job}
            onOpen={() => onOpen(run)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

function RunRow({ run, jobTitle, onOpen }: { run: RunView; jobTitle: string; onOpen(): void }) {
  const { read, written, removed } = run.counts;
  return (
    <TableRow className="tabular-nums">
      <TableHeader scope="row" className="font-normal text-fg">
        <Button variant="ghost" size="sm" className="-ml-2.5 text-fg" aria-haspopup="dialog" onClick={onOpen}>
          <ShortTime value={run.startedAt} />
        </Button>
      </TableHeader>
      <TableCell className="whitespace-nowrap">{jobTitle}</TableCell>
      <TableCell className="whitespace-nowrap text-muted">{triggerWords[run.trigger]}</TableCell>
      <TableCell>
        <OutcomeBadge outcome={run.outcome} />
        {run.message ? <span className="block min-w-56 text-muted text-xs">{run.message}</span> : null}
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
