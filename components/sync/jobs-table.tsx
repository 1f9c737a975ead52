'use client';

import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import type { JobView } from '@/lib/sync/contract';
import { deliveryJobNames } from '@/lib/sync/model';
import { useRunJob } from './queries';
import { UntilTime } from './until-time';
import { outcomeWords } from './words';

/** The jobs the sync is made of. */
export function JobsTable({ jobs }: { jobs: JobView[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Jobs</CardTitle>
      </CardHeader>
      <Table aria-label="Jobs" tabIndex={0}>
        <TableHead>
          <TableRow>
            <TableHeader>Job</TableHeader>
            <TableHeader>Schedule</TableHeader>
            <TableHeader>State</TableHeader>
            <TableHeader>Last run</TableHeader>
            <TableHeader>Last success</TableHeader>
            <TableHeader>
              <span className="sr-only">Run now</span>
            </TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {jobs.map((job) => (
            <JobRow key={job.name} job={job} />
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

function JobRow({ job }: { job: JobView }) {
  return (
    <TableRow>
      <TableHeader scope="row" className="min-w-64 whitespace-normal py-1.5 text-left">
        {job.title}
        <span className="block font-normal text-muted text-xs">{job.purpose}</span>
      </TableHeader>
      <TableCell className="min-w-40 text-muted">{job.schedule}</TableCell>
      <TableCell>
        <JobState job={job} />
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <LastRun job={job} />
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <RelativeTime value={job.lastOkAt} fallback="never" />
      </TableCell>
      <TableCell className="text-right">
        <RunNow job={job} />
      </TableCell>
    </TableRow>
  );
}

function JobState({ job }: { job: JobView }) {
  if (job.running) return <Badge tone="info">Running</Badge>;
  if (job.waiting) {
    return (
      <>
        <Badge tone="info">Waiting</Badge>
        <span className="block min-w-40 text-muted text-xs">
          <UntilTime value={job.waiting.until} />
        </span>
      </>
    );
  }
  if (job.enabled) return <Badge tone="good">On</Badge>;
  if (!job.pausedReason) return <Badge>Off</Badge>;
  return (
    <>
      <Badge tone="warn">Paused</Badge>
      <span className="block min-w-40 text-muted text-xs">{job.pausedReason}</span>
    </>
  );
}

function LastRun({ job: { lastRun } }: { job: JobView }) {
  if (!lastRun) return <span className="text-muted">never</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <RelativeTime value={lastRun.startedAt} />
      {lastRun.outcome ? (
        <Badge tone={outcomeWords[lastRun.outcome].tone}>{outcomeWords[lastRun.outcome].title}</Badge>
      ) : null}
    </span>
  );
}

function RunNow({ job }: { job: JobView }) {
  const { mutate, isPending } = useRunJob();
  // Deliveries have no switch of their own as the sync of people has: to run them is to let them go on.
  const isPaused = !job.enabled && deliveryJobNames.some((name) => name === job.name);
  return (
    <Button
      size="sm"
      disabled={(!job.enabled && !isPaused) || job.running || isPending}
      aria-label={isPaused ? `Resume ${job.title}` : `Run now: ${job.title}`}
      onClick={() =>
        mutate(job.name, {
          onSuccess: () => toast.success(`${job.title} runs as soon as a worker is free.`),
          onError: (problem) => toast.error(errorSentence(problem)),
        })
      }
    >
      {isPaused ? 'Resume' : 'Run now'}
    </Button>
  );
}
