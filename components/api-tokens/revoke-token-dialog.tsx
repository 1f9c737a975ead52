'use client';

import { toast } from 'sonner';
import { ConfirmFooter } from '@/components/shell/confirm-footer';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import type { ApiToken } from '@/lib/auth/contract';
import { useRevokeApiToken } from './queries';

export function RevokeTokenDialog({ token }: { token: ApiToken }) {
  const { mutate, isPending, error, reset } = useRevokeApiToken();
  const { open, onOpenChange } = useDialogOpen(reset);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Revoke ${token.name}`}>
          Revoke…
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Revoke “${token.name}”?`}
        description="Whatever uses this token is refused from its next request on. This cannot be undone."
      >
        <ConfirmFooter
          label="Revoke"
          pendingLabel="Revoking…"
          isPending={isPending}
          error={error}
          onConfirm={() => mutate(token.id, { onSuccess: () => toast.success(`“${token.name}” was revoked`) })}
        />
      </DialogContent>
    </Dialog>
  );
}
