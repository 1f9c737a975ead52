'use client';

import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import type { SalesActivityKind } from '@/lib/sales-activities/model';
import type { LoggingChoices } from '@/lib/salesforce-logging/contract';
import { PreviewPanel } from './preview-panel';
import { useSwitchLogging } from './use-switch-logging';
import { kindsText } from './words';

type SwitchOnDialogProps = {
  title: string /** Those that are off. */;
  kinds: SalesActivityKind[];
  settings: LoggingChoices;
};

/** Shows what would come of it before anything is switched on. */
export function SwitchOnDialog({ title, kinds, settings }: SwitchOnDialogProps) {
  const group = title.toLowerCase();
  const { open, onOpenChange, ...change } = useSwitchLogging({ kinds, on: true, done: `Logged from now on: ${group}` });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button size="sm">
          Preview and switch on…<span className="sr-only"> {group}</span>
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Log ${group} to Salesforce?`}
        description={`Switched on: ${kindsText(kinds)}.`}
        className="top-[5vh] max-h-[90vh] w-[min(56rem,calc(100vw-1.5rem))]"
      >
        <PreviewPanel kinds={kinds} settings={settings} />
        <ConfirmFooter label="Switch on" pendingLabel="Switching on…" {...change} />
      </DialogContent>
    </Dialog>
  );
}
