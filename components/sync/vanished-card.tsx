'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { SyncView } from '@/lib/sync/contract';
import { useJudgeVanished } from './queries';

/** Asks an admin whether people whom Marketo stopped showing are gone. Nobody leaves the list before the answer. */
export function VanishedCard({ vanished }: { vanished: NonNullable<SyncView['vanished']> }) {
  const { mutate, isPending, error } = useJudgeVanished();
  const people = vanished.people.toLocaleString('en');
  return (
    <Card role="region" aria-label="People who vanished">
      <CardHeader>
        <CardTitle>Are {people} people really gone?</CardTitle>
        <RelativeTime value={vanished.since} />
      </CardHeader>
      <CardBody className="grid gap-3">
        <p>
          The sweep read {vanished.read.toLocaleString('en')} people, and Marketo no longer shows {people} of them. That
          is more than usual, so the sweep stopped and nobody left the list. If the API user lost access to a workspace
          or partition, give it back and look again. If they were deleted in Marketo, take them off the list.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" disabled={isPending} onClick={() => mutate({ gone: false })}>
            Look again
          </Button>
          <Button disabled={isPending} onClick={() => mutate({ gone: true })}>
            They are gone
          </Button>
        </div>
        <p role="alert" className="text-bad-fg empty:hidden">
          {error ? errorSentence(error) : null}
        </p>
      </CardBody>
    </Card>
  );
}
