'use client';

import { toast } from 'sonner';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import { destinationTitles, salesActivityTitles, switchKey } from '@/lib/sales-activities/model';
import { useSwitchDeliveries } from './queries';
import type { SwitchChange } from './switch-changes';

type SwitchDialogProps = { changes: SwitchChange[]; onDone(): void };

/** Says what begins and what ends, before it does. */
export function SwitchDialog({ changes, onDone }: SwitchDialogProps) {
  const { mutate, isPending, error, reset } = useSwitchDeliveries();
  const { open, onOpenChange } = useDialogOpen(reset);
  function confirm() {
    mutate(
      { switches: changes },
      {
        onSuccess: () => {
          toast.success('Deliveries changed');
          onOpenChange(false);
          onDone();
        },
      },
    );
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button variant="primary" className="justify-self-start" disabled={changes.length === 0}>
          Save…
        </Button>
      </DialogTrigger>
      <DialogContent title="Change what is delivered?">
        <Changes title="Delivered from now on; nothing older is sent" changes={changes.filter(({ on }) => on)} />
        <Changes
          title="No longer delivered; what still waits is never sent"
          changes={changes.filter(({ on }) => !on)}
        />
        <ConfirmFooter
          label="Change"
          pendingLabel="Changing…"
          isPending={isPending}
          error={error}
          onConfirm={confirm}
        />
      </DialogContent>
    </Dialog>
  );
}

function Changes({ title, changes }: { title: string; changes: SwitchChange[] }) {
  if (changes.length === 0) return null;
  return (
    <div className="mt-3">
      <p className="font-medium">{title}</p>
      <ul className="mt-1 list-disc pl-5 text-muted">
        {changes.map((change) => (
          <li key={switchKey(change)}>
            {salesActivityTitles[change.kind]} to {destinationTitles[change.destination]}
          </li>
        ))}
      </ul>
    </div>
  );
}
