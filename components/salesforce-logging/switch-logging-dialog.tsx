'use client';

import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useSwitchDeliveries } from '@/components/sales-activities/queries';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import type { LoggingChoices } from '@/lib/salesforce-logging/contract';
import { PreviewPanel } from './preview-panel';
import { loggingKeys } from './queries';
import type { LoggedGroup } from './words';

type SwitchLoggingDialogProps = { group: LoggedGroup; isOn: boolean; settings: LoggingChoices };

/** Shows what would come of it before anything is switched on. */
export function SwitchLoggingDialog({ group, isOn, settings }: SwitchLoggingDialogProps) {
  const { mutate, isPending, error, reset } = useSwitchDeliveries();
  const { open, onOpenChange } = useDialogOpen(reset);
  const client = useQueryClient();
  const title = group.title.toLowerCase();
  function confirm() {
    const switches = group.kinds.map((kind) => ({ destination: 'salesforce' as const, kind, on: !isOn }));
    mutate(
      { switches },
      {
        onSuccess: () => {
          toast.success(isOn ? `No longer logged: ${title}` : `Logged from now on: ${title}`);
          onOpenChange(false);
          return client.invalidateQueries({ queryKey: loggingKeys.all });
        },
      },
    );
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={isOn ? `Switch ${title} off` : `Preview ${title} and switch on`}>
          {isOn ? 'Switch off…' : 'Preview and switch on…'}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={isOn ? `Stop logging ${title}?` : `Log ${title} to Salesforce?`}
        className={isOn ? undefined : 'top-[5vh] max-h-[90vh] w-[min(56rem,calc(100vw-1.5rem))]'}
      >
        {isOn ? (
          <p className="mt-2 text-muted">
            It stops at once, and only this. What still waits is never sent; each activity says so. Tasks that are in
            Salesforce stay there.
          </p>
        ) : (
          <PreviewPanel kinds={group.kinds} settings={settings} />
        )}
        <ConfirmFooter
          label={isOn ? 'Switch off' : 'Switch on'}
          pendingLabel={isOn ? 'Switching off…' : 'Switching on…'}
          isPending={isPending}
          error={error}
          onConfirm={confirm}
        />
      </DialogContent>
    </Dialog>
  );
}
