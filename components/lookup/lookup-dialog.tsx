'use client';

import { Dialog, DialogContent } from '@/components/ui/dialog';
import { LookupForm } from './lookup-form';

type LookupDialogProps = { initial: string; onClose(): void };

/** The question from anywhere, through the palette. */
export function LookupDialog({ initial, onClose }: LookupDialogProps) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title="Why is this person not here?"
        description="Marketo is asked about one record, and the answer says what keeps it out of the list."
      >
        <div className="mt-4">
          <LookupForm initial={initial} onLeave={onClose} />
        </div>
      </DialogContent>
    </Dialog>
  );
}
