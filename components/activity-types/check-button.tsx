'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { useCheckTypes } from './queries';

/** Looks at Marketo again; a failure stands beside it. */
export function CheckButton() {
  const { mutate, isPending, error } = useCheckTypes();
  return (
    <>
      <p role="alert" className="text-bad-fg empty:hidden">
        {error ? errorSentence(error) : null}
      </p>
      <Button disabled={isPending} onClick={() => mutate()}>
        {isPending ? 'Asking Marketo…' : 'Look again'}
      </Button>
    </>
  );
}
