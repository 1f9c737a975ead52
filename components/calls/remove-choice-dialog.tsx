'use client';

import { toast } from 'sonner';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import type { ChoiceList } from '@/lib/calls/model';
import type { Choice } from './choice-fields';
import { useChangeChoices } from './queries';

type RemoveChoiceDialogProps = { list: ChoiceList; choice: Choice };

export function RemoveChoiceDialog({ list, choice }: RemoveChoiceDialogProps) {
  const { mutate, isPending, error, reset } = useChangeChoices();
  const { open, onOpenChange } = useDialogOpen(reset);
  const removed = () => toast.success(`“${choice.name}” deleted`);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Delete ${choice.name}`}>
          Delete…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Delete “${choice.name}”?`}
        description="It is not offered any more. Calls that were logged with it keep the name."
      >
        <ConfirmFooter
          label="Delete"
          pendingLabel="Deleting…"
          isPending={isPending}
          error={error}
          onConfirm={() => mutate({ do: 'remove', list, id: choice.id }, { onSuccess: removed })}
        />
      </DialogContent>
    </Dialog>
  );
}
