'use client';

import { CheckList } from '@/components/settings/check-list';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { useTestConnection } from './queries';

type TestDialogProps = {
  id: string;
  size?: 'sm' | 'md' /** Of whose connection, where there are many. */;
  whose?: string;
};

/** Tries a connection while it is open, and tells the outcome of each check. */
export function TestDialog({ id, size = 'md', whose }: TestDialogProps) {
  const { mutate, isPending, data, error } = useTestConnection();
  return (
    <Dialog onOpenChange={(open) => open && mutate(id)}>
      <DialogTrigger asChild>
        <Button size={size}>Test connection{whose ? <span className="sr-only"> of {whose}</span> : null}</Button>
      </DialogTrigger>
      <DialogContent title="Test of the connection" description="Asks Salesforce, one check after the other.">
        <div aria-live="polite" aria-busy={isPending} className="mt-4 min-h-24">
          {isPending ? <Skeleton className="h-20" /> : null}
          {error ? <p className="text-bad-fg">{errorSentence(error)}</p> : null}
          {data && !isPending ? (
            <>
              <CheckList checks={data.checks} />
              <p className="mt-3 text-muted text-xs">
                {data.ok ? 'All that logging needs works.' : 'Something that logging needs does not work.'}{' '}
                {data.apiCalls} API calls.
              </p>
            </>
          ) : null}
        </div>
        <DialogFooter>
          <Button disabled={isPending} onClick={() => mutate(id)}>
            {isPending ? 'Testing…' : 'Test again'}
          </Button>
          <DialogClose asChild>
            <Button variant="primary">Done</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
