'use client';

import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { ShortTime } from '@/components/ui/short-time';
import type { JobView, RunView } from '@/lib/sync/contract';
import { Figure, Figures } from './figures';
import { useRun } from './queries';
import { OutcomeBadge, tookText } from './run-parts';
import { skippedWords, triggerWords } from './words';

type RunDialogProps = { id: string; jobs: JobView[]; onClose(): void };

/** One run in full; the address names it, so it can be sent to somebody. */
export function RunDialog({ id, jobs, onClose }: RunDialogProps) {
  const { data: run, error, refetch } = useRun(id);
  const title = jobs.find((job) => job.name === run?.job)?.title ?? 'Run';
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent title={run ? `Run: ${title}` : 'Run'}>
        {run ? <RunFacts run={run} /> : null}
        {error && !run ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
        {!error && !run ? <LoadingState label="Loading the run" rows={6} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function RunFacts({ run }: { run: RunView }) {
  const { read, written, removed, skipped } = run.counts;
  const reasons = Object.entries(skipped).filter(([, count]) => count > 0);
  return (
    <div className="mt-3 grid gap-4">
      <p>
        <OutcomeBadge outcome={run.outcome} /> {run.message}
      </p>
      <Figures>
        <Figure title="Started">
          <ShortTime value={run.startedAt} />
        </Figure>
        <Figure title="Ended">{run.finishedAt ? <ShortTime value={run.finishedAt} /> : 'still running'}</Figure>
        <Figure title="Took">{tookText(run)}</Figure>
        <Figure title="Started by">{triggerWords[run.trigger]}</Figure>
        <Figure title="Marketo API calls">{run.apiCalls.toLocaleString('en')}</Figure>
      </Figures>
      <Figures>
        <Figure title="Records read">{read.toLocaleString('en')}</Figure>
        <Figure title="Written">{written.toLocaleString('en')}</Figure>
        <Figure title="Left the list">{removed.toLocaleString('en')}</Figure>
        {reasons.map(([reason, count]) => (
          <Figure key={reason} title={`Skipped: ${skippedWords[reason] ?? reason}`}>
            {count.toLocaleString('en')}
          </Figure>
        ))}
      </Figures>
      <p className="text-muted text-xs">
        Run <code className="font-mono">{run.id}</code>
      </p>
    </div>
  );
}
