'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { useResume } from './queries';

type ResumeButtonProps = {
  id: string;
  size?: 'sm' | 'md' /** Of whose connection, where there are many. */;
  label?: string;
};

/** Lets a paused connection try again. */
export function ResumeButton({ id, size = 'md', label }: ResumeButtonProps) {
  const { mutate, isPending, error } = useResume();
  return (
    <>
      <Button variant="primary" size={size} aria-label={label} disabled={isPending} onClick={() => mutate(id)}>
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
