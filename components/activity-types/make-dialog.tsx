'use client';

import { toast } from 'sonner';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import type { ActivityTypesView } from '@/lib/activity-types/contract';
import { useMakeTypes } from './queries';
import { layoutTitles, stepsOf, typesOf } from './words';

/** Says what is made in Marketo, and in which layout and why, before it is. */
export function MakeDialog({ view }: { view: ActivityTypesView }) {
  const { mutate, isPending, error, reset } = useMakeTypes();
  const { open, onOpenChange } = useDialogOpen(reset);
  const { layout, why } = view;
  function confirm() {
    mutate(
      { layout },
      {
        onSuccess: () => {
          toast.success('The types are being made in Marketo');
          onOpenChange(false);
        },
      },
    );
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button variant="primary">Create what is missing…</Button>
      </DialogTrigger>
      <DialogContent title={`Create activity types in Marketo?`} description={`${layoutTitles[layout]}. ${why}`}>
        <ul className="mt-3 grid list-disc gap-1 pl-5">
          {stepsOf(typesOf(view, layout)).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
        <p className="mt-3 text-muted">
          Each type takes one of the {view.mostTypes} that an instance may have, and gives smart lists a filter and a
          trigger. Nothing is deleted.
        </p>
        <ConfirmFooter label="Create" pendingLabel="Asking…" isPending={isPending} error={error} onConfirm={confirm} />
      </DialogContent>
    </Dialog>
  );
}
