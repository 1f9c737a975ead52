'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { useStartReconcile, useStopReconcile } from './queries';

type ComparisonControlsProps = { isUnderWay: boolean /** False while the sync is off. */; enabled: boolean };

export function ComparisonControls({ isUnderWay, enabled }: ComparisonControlsProps) {
  const start = useStartReconcile();
  const stop = useStopReconcile();
  const error = start.error ?? stop.error;
  return (
    <>
      <p role="alert" className="text-bad-fg empty:hidden">
        {error ? errorSentence(error) : null}
      </p>
      {isUnderWay ? (
        <Button disabled={stop.isPending} onClick={() => stop.mutate()}>
          Stop
        </Button>
      ) : (
        <Button variant="primary" disabled={start.isPending || !enabled} onClick={() => start.mutate()}>
          Compare now
        </Button>
      )}
    </>
  );
}
