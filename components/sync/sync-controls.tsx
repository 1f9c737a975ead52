'use client';

import { Pause, Play } from 'lucide-react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import type { SyncPhase } from '@/lib/sync/model';
import { usePauseSync, useStartSync } from './queries';
import { StartSyncDialog } from './start-sync-dialog';

/** Start for the first time, pause, or resume. */
export function SyncControls({ phase }: { phase: SyncPhase }) {
  const start = useStartSync();
  const pause = usePauseSync();
  if (phase === 'not-started') return <StartSyncDialog />;

  const onError = (problem: Error) => toast.error(errorSentence(problem));
  if (phase === 'paused') {
    return (
      <Button variant="primary" disabled={start.isPending} onClick={() => start.mutate(undefined, { onError })}>
        <Play aria-hidden />
        Resume
      </Button>
    );
  }
  return (
    <Button disabled={pause.isPending} onClick={() => pause.mutate(undefined, { onError })}>
      <Pause aria-hidden />
      Pause
    </Button>
  );
}
