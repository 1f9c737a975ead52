'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { useResume } from './queries';

/** Lets a paused connection try again. */
export function ResumeButton({ id }: { id: string }) {
  const { mutate, isPending, error } = useResume();
  return (
    <>
      <Button variant="primary" disabled={isPending} onClick={() => mutate(id)}>
        {isPending ? 'Trying…' : 'Try again'}
      </Button>
      {error ? (
        <p role="alert" className="text-bad-fg">
          {errorSentence(error)}
        </p>
      ) : null}
    </>
  );
}
