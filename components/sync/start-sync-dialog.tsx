'use client';

import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import { personFields, personFieldTitles } from '@/lib/people/model';
import { useStartSync } from './queries';

/** Shows what will be read before the first sync starts. */
export function StartSyncDialog() {
  const { mutate, isPending, error, reset } = useStartSync();
  const { open, onOpenChange } = useDialogOpen(reset);
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
        <ConfirmFooter
          label="Start sync"
          pendingLabel="Starting…"
          isPending={isPending}
          error={error}
          onConfirm={() => mutate(undefined, { onSuccess: () => onOpenChange(false) })}
        />
      </DialogContent>
    </Dialog>
  );
}
