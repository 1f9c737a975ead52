'use client';

import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useSwitchDeliveries } from '@/components/sales-activities/queries';
import { useDialogOpen } from '@/components/ui/dialog';
import type { SalesActivityKind } from '@/lib/sales-activities/model';
import { loggingKeys } from './queries';

type Change = { kinds: SalesActivityKind[]; on: boolean /** What is said once it is done. */; done: string };

/** A dialog that switches kinds on or off for Salesforce, and closes once they are. */
export function useSwitchLogging({ kinds, on, done }: Change) {
  const { mutate, isPending, error, reset } = useSwitchDeliveries();
  const { open, onOpenChange } = useDialogOpen(reset);
  const client = useQueryClient();
  function onConfirm() {
    mutate(
      { switches: kinds.map((kind) => ({ destination: 'salesforce' as const, kind, on })) },
      {
        onSuccess: () => {
          toast.success(done);
          onOpenChange(false);
          return client.invalidateQueries({ queryKey: loggingKeys.all });
        },
      },
    );
  }
  return { open, onOpenChange, isPending, error, onConfirm };
}
