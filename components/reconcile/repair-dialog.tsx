'use client';

import { peopleText } from '@/components/people/count-text';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import { useRepairReconcile } from './queries';

/** Says how many people a repair reads again, before it does. */
export function RepairDialog({ id, people }: { id: number; people: number }) {
  const { mutate, isPending, error, reset } = useRepairReconcile();
  const { open, onOpenChange } = useDialogOpen(reset);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button className="justify-self-start">Repair…</Button>
      </DialogTrigger>
      <DialogContent
        title={`Read ${peopleText(people)} again?`}
        description="They are read from Marketo once more, and what is true there is written here. Nothing is written to Marketo."
      >
        <p className="mt-3 text-muted">
          People whom Marketo does not show at all are left alone when they are unusually many: the API user may have
          lost access to them.
        </p>
        <ConfirmFooter
          label={`Repair ${peopleText(people)}`}
          pendingLabel="Repairing…"
          isPending={isPending}
          error={error}
          onConfirm={() => mutate({ id, people }, { onSuccess: () => onOpenChange(false) })}
        />
      </DialogContent>
    </Dialog>
  );
}
