'use client';

import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import type { SalesActivityKind } from '@/lib/sales-activities/model';
import { useSwitchLogging } from './use-switch-logging';
import { kindsText } from './words';

type SwitchOffDialogProps = { title: string /** Those that are on. */; kinds: SalesActivityKind[] };

/** Says what becomes of what waits before a group is switched off. */
export function SwitchOffDialog({ title, kinds }: SwitchOffDialogProps) {
  const group = title.toLowerCase();
  const { open, onOpenChange, ...change } = useSwitchLogging({ kinds, on: false, done: `No longer logged: ${group}` });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button size="sm">
          Switch off…<span className="sr-only"> {group}</span>
        </Button>
      </DialogTrigger>
      <DialogContent title={`Stop logging ${group}?`} description={`Switched off: ${kindsText(kinds)}.`}>
        <p className="mt-2 text-muted">
          It stops at once, and only this. What still waits is never sent; each activity says so. Tasks that are in
          Salesforce stay there.
        </p>
        <ConfirmFooter label="Switch off" pendingLabel="Switching off…" {...change} />
      </DialogContent>
    </Dialog>
  );
}
