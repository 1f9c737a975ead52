'use client';

import { ChevronDown, ChevronUp, ExternalLink } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { DeliveryBadge } from '@/components/deliveries/delivery-badge';
import { personHref } from '@/components/people/queries';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, sidePanelClass } from '@/components/ui/dialog';
import { clockLength, exactTime } from '@/components/ui/format-time';
import type { CallView } from '@/lib/calls/contract';
import { OutcomeBadge } from './calls-table';
import { useCall } from './queries';
import { statusTitles } from './words';

type CallPanelProps = {
  id: string;
  /** The row of the list, shown until the call's own answer is here. */
  known: CallView | undefined;
  /** Moves to the call above (-1) or below (1). */
  onMove(step: -1 | 1): void;
  onClose(): void;
};

/** One call in full; the address names it, so it can be sent to somebody. */
export function CallPanel({ id, known, onMove, onClose }: CallPanelProps) {
  const { data: call, error, refetch } = useCall(id, known);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={call ? `Call with ${call.person.name}` : 'Call'}
        description={call ? <OutcomeBadge call={call} /> : undefined}
        className={sidePanelClass}
        onKeyDown={(event) => {
          if (event.key === 'j') onMove(1);
          if (event.key === 'k') onMove(-1);
        }}
      >
        {known ? (
          <div className="flex gap-2">
            <Button size="sm" onClick={() => onMove(-1)} aria-keyshortcuts="k">
              <ChevronUp aria-hidden />
              Newer
            </Button>
            <Button size="sm" onClick={() => onMove(1)} aria-keyshortcuts="j">
              <ChevronDown aria-hidden />
              Older
            </Button>
          </div>
        ) : null}
        {error && call ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
        {call ? <CallFacts call={call} /> : null}
        {error && !call ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
        {!error && !call ? <LoadingState label="Loading the call" rows={6} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function CallFacts({ call }: { call: CallView }) {
  const { person, seller, recordingUrl } = call;
  const facts: [title: string, value: ReactNode][] = [
    ['When', exactTime(new Date(call.occurredAt))],
    ['Person', <PersonLink key="person" call={call} />],
    ['Company', person.company],
    ['Number', call.phoneNumber],
    ['Outcome', call.outcome],
    ['Reason', call.reason],
    ['Status', statusTitles[call.status]],
    ['Answered', call.answered ? 'Yes' : 'No'],
    ['Duration', call.durationSeconds === null ? null : clockLength(call.durationSeconds)],
    ['Answered by', call.answeredBy],
    ['Recording', recordingUrl && <Recording key="recording" href={recordingUrl} />],
    ['Sales campaign', call.campaignName],
    ['Seller', seller.name],
    ['Deliveries', <DeliveryBadge key="deliveries" salesActivityId={call.id} />],
    ['Recorded', `${exactTime(new Date(call.recordedAt))}${call.loggedHere ? '' : ', told by another system'}`],
  ];
  return (
    <>
      <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 border-t pt-2">
        {facts
          .filter(([, value]) => value !== null)
          .map(([title, value]) => (
            <div key={title} className="contents">
              <dt className="text-muted">{title}</dt>
              <dd className="break-words">{value}</dd>
            </div>
          ))}
      </dl>
      <section aria-label="Notes" className="border-t pt-2">
        <h3 className="font-semibold">Notes</h3>
        <p className="mt-1 whitespace-pre-wrap break-words">
          {call.notes ?? <span className="text-faint">None were taken.</span>}
        </p>
      </section>
    </>
  );
}

function PersonLink({ call: { person } }: { call: CallView }) {
  return (
    <Link href={personHref(person)} className="wrap-anywhere text-accent-fg underline">
      {person.name}
    </Link>
  );
}

function Recording({ href }: { href: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1 text-accent-fg underline">
      Listen
      <ExternalLink aria-hidden className="size-3.5" />
    </a>
  );
}
