'use client';

import Link from 'next/link';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { RelativeTime } from '@/components/ui/relative-time';
import { ShortTime } from '@/components/ui/short-time';
import type { SalesActivityDetail } from '@/lib/deliveries/contract';
import { salesActivityTitles } from '@/lib/sales-activities/model';
import { Attributes } from './attributes';
import { DestinationPassport } from './destination-passport';
import { useSalesActivity } from './queries';

type DeliveryPassportProps = { id: string; onClose(): void };

/** The slide-out with everything about one sales activity: what became of it, why, and what happens next. */
export function DeliveryPassport({ id, onClose }: DeliveryPassportProps) {
  const { data, error, refetch } = useSalesActivity(id);
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={data ? salesActivityTitles[data.kind] : 'Sales activity'}
        className="slide-in-from-right-4 top-0 right-0 left-auto flex h-dvh max-h-dvh w-[min(32rem,100vw)] animate-in translate-x-0 flex-col gap-4 overflow-auto rounded-none border-y-0 border-r-0 duration-100"
      >
        {error && data ? <ErrorBanner error={error} onRetry={() => refetch()} className="-mx-5" /> : null}
        {data ? <Passport activity={data} /> : null}
        {error && !data ? <ErrorState error={error} onRetry={() => refetch()} /> : null}
        {!error && !data ? <LoadingState label="Loading the sales activity" rows={8} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function Passport({ activity }: { activity: SalesActivityDetail }) {
  const { person, seller, subject, occurredAt, recordedAt, toldBy, payload, deliveries, asOf } = activity;
  return (
    <>
      <div className="grid gap-1">
        {subject ? (
          <p className="break-words font-medium">
            <bdi>{subject}</bdi>
          </p>
        ) : null}
        <p className="wrap-anywhere text-muted">
          With{' '}
          <Link href={`/people/${person.marketoId}`} className="text-accent-fg underline">
            <bdi>{person.name}</bdi>
          </Link>
          , by {seller.name}, <ShortTime value={occurredAt} />
        </p>
      </div>
      {deliveries.map((delivery) => (
        <DestinationPassport key={delivery.key} delivery={delivery} />
      ))}
      <details className="border-t pt-3">
        <summary className="min-h-6 cursor-pointer font-medium">What was recorded</summary>
        <p className="mt-1 mb-2 text-muted">
          <ShortTime value={recordedAt} />, {toldBy}.
        </p>
        <Attributes of={payload} />
      </details>
      <p className="text-faint text-xs">
        as of <RelativeTime value={asOf} />
      </p>
    </>
  );
}
