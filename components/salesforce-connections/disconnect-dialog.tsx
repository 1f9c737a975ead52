'use client';

import { toast } from 'sonner';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import { useDisconnect } from './queries';

type DisconnectDialogProps = {
  id: string;
  /** Whose connection it is, in the middle of a sentence: "your connection". */
  whose: string;
  size?: 'sm' | 'md';
  label?: string;
};

const notRevoked =
  'Salesforce did not answer, so the consent stays there until it runs out. An admin of Salesforce can revoke it under Connected Apps OAuth Usage.';

export function DisconnectDialog({ id, whose, size = 'md', label }: DisconnectDialogProps) {
  const { mutate, isPending, error, reset } = useDisconnect();
  const { open, onOpenChange } = useDialogOpen(reset);
  const say = ({ revoked }: { revoked: boolean }) => {
    onOpenChange(false);
    if (revoked) toast.success('Disconnected from Salesforce');
    else toast.warning('Disconnected here', { description: notRevoked, duration: 20_000 });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button size={size} aria-label={label}>
          Disconnect…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Disconnect ${whose}?`}
        description="The consent in Salesforce is revoked and its tokens are deleted here. What was logged stays there; what waits goes on waiting for another connection."
      >
        <ConfirmFooter
          label="Disconnect"
          pendingLabel="Disconnecting…"
          isPending={isPending}
          error={error}
          onConfirm={() => mutate(id, { onSuccess: say })}
        />
      </DialogContent>
    </Dialog>
  );
}
