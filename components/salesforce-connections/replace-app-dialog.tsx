'use client';

import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { useConnections } from './queries';

type ReplaceAppDialogProps = {
  open: boolean;
  isPending: boolean;
  onOpenChange(open: boolean): void;
  onConfirm(): void;
};

/** Asks before another client app takes the place of the one by which everybody is connected. */
export function ReplaceAppDialog({ open, isPending, onOpenChange, onConfirm }: ReplaceAppDialogProps) {
  const { data } = useConnections();
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Replace the client app?"
        description="Everybody allowed the old client app to act for them, not the new one."
      >
        <ul className="mt-3 grid list-disc gap-1 pl-5">
          <li>{endingText(data?.connections.length)}</li>
          <li>Whoever is signing in at Salesforce at this moment has to begin again.</li>
          <li>What waits to be logged goes on waiting until its seller is connected again. Nothing is lost.</li>
          <li>
            The consents in Salesforce stay there until an admin of Salesforce revokes or deletes the old client app.
          </li>
        </ul>
        <ConfirmFooter
          label="Replace and disconnect everybody"
          pendingLabel="Replacing…"
          isPending={isPending}
          error={null}
          onConfirm={onConfirm}
        />
      </DialogContent>
    </Dialog>
  );
}

function endingText(connections: number | undefined): string {
  if (connections === undefined) return 'Every connection ends at once. Everybody has to sign in again.';
  if (connections === 0) return 'Nobody is connected at present, so no connection ends.';
  if (connections === 1) return 'The one connection there is ends at once. Its user has to sign in again.';
  return `All ${connections.toLocaleString('en')} connections end at once. Everybody has to sign in again.`;
}
