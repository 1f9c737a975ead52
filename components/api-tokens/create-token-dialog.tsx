'use client';

import { CopyButton } from '@/components/people/person-copy';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger, useDialogOpen } from '@/components/ui/dialog';
import type { ApiTokenMade } from '@/lib/auth/contract';
import { CreateTokenForm } from './create-token-form';
import { useCreateApiToken } from './queries';

/** Makes a token and shows its secret, which is gone once the dialog is closed. */
export function CreateTokenDialog() {
  const create = useCreateApiToken();
  const { open, onOpenChange } = useDialogOpen(create.reset);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogTrigger asChild>
        <Button variant="primary">New token…</Button>
      </DialogTrigger>
      {create.data ? (
        <DialogContent
          title="Copy the token now"
          description="It is not stored in readable form and cannot be shown again."
        >
          <Secret made={create.data} />
        </DialogContent>
      ) : (
        <DialogContent title="New API token" description="Another system acts as you with it.">
          <CreateTokenForm
            isPending={create.isPending}
            error={create.error}
            onSubmit={(input) => create.mutate(input)}
          />
        </DialogContent>
      )}
    </Dialog>
  );
}

function Secret({ made }: { made: ApiTokenMade }) {
  return (
    <>
      <div className="mt-4 flex items-center gap-2 rounded-md border bg-hover px-3 py-2">
        <code className="min-w-0 break-all font-mono">{made.secret}</code>
        <CopyButton value={made.secret} label="Copy the token" />
      </div>
      <p className="mt-3 text-muted">
        Send it as <code className="font-mono">Authorization: Bearer …</code>
      </p>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="primary">Done</Button>
        </DialogClose>
      </DialogFooter>
    </>
  );
}
