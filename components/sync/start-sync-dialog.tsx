'use client';

import { useState } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog';
import { personFields, personFieldTitles } from '@/lib/people/model';
import { useStartSync } from './queries';

/** Shows what will be read before the first sync starts. */
export function StartSyncDialog() {
  const [open, setOpen] = useState(false);
  const { mutate, isPending, error, reset } = useStartSync();
  function onOpenChange(next: boolean) {
    reset();
    setOpen(next);
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button variant="primary">Start sync</Button>
      </DialogTrigger>
      <DialogContent
        title="Start the sync"
        description="These 13 fields of everybody with a sales owner are read from Marketo, and kept current from then on."
      >
        <ul className="mt-4 grid gap-x-6 gap-y-1 sm:grid-cols-2">
          {personFields.map((field) => (
            <li key={field} className="border-b py-1">
              {personFieldTitles[field]}
            </li>
          ))}
        </ul>
        <p className="mt-3 text-muted">
          The owner is read too, to tell who belongs in the list. Nothing is written to Marketo or Salesforce. The first
          load can be paused at any time and goes on where it stopped.
        </p>
        <p role="alert" className="mt-2 text-bad-fg">
          {error ? errorSentence(error) : null}
        </p>
        <DialogFooter>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={isPending}
            onClick={() => mutate(undefined, { onSuccess: () => onOpenChange(false) })}
          >
            {isPending ? 'Starting…' : 'Start sync'}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
