import { Button } from '@/components/ui/button';
import { DialogClose, DialogFooter } from '@/components/ui/dialog';
import { errorSentence } from './error-state';

type ConfirmFooterProps = {
  label: string;
  pendingLabel: string;
  isPending: boolean;
  error: unknown;
  onConfirm(): void;
};

/** The end of a dialog that asks before it does: why it failed, Cancel, and the deed. */
export function ConfirmFooter({ label, pendingLabel, isPending, error, onConfirm }: ConfirmFooterProps) {
  return (
    <>
      <p role="alert" className="mt-2 text-bad-fg">
        {error ? errorSentence(error) : null}
      </p>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" disabled={isPending} onClick={onConfirm}>
          {isPending ? pendingLabel : label}
        </Button>
      </DialogFooter>
    </>
  );
}
