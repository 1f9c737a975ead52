'use client';

import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import type { JobName } from '@/lib/sync/model';
import { useRunJob } from './queries';

/** Lets deliveries go on whose job is paused; for admins. */
export function ResumeJobButton({ job }: { job: JobName }) {
  const { mutate, isPending, error } = useRunJob();
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        disabled={isPending}
        onClick={() => mutate(job, { onSuccess: () => toast.success('Deliveries go on.') })}
      >
        {isPending ? 'Resuming…' : 'Resume'}
      </Button>
      <span role="alert" className="text-bad-fg">
        {error ? errorSentence(error) : null}
      </span>
    </span>
  );
}
