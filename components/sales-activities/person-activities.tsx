'use client';

import { ListChecks } from 'lucide-react';
import Link from 'next/link';
import { DeliveryBadge } from '@/components/deliveries/delivery-badge';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { ShortTime } from '@/components/ui/short-time';
import type { SalesActivityLine } from '@/lib/deliveries/contract';
import { salesActivityTitles } from '@/lib/sales-activities/model';
import { logHref, useLog } from './log-queries';

/** What was done with a person, newest first, and where each was delivered; sellers see their own. */
export function PersonActivities({ marketoId, isAdmin }: { marketoId: number; isAdmin: boolean }) {
  const log = useLog({ person: marketoId }, { pageSize: 10 });
  const lines = log.data?.pages.flatMap((page) => page.items);
  if (!lines) {
    if (log.error) return <ErrorState error={log.error} onRetry={() => log.refetch()} />;
    return <LoadingState label="Loading sales activities" rows={6} />;
  }
  if (lines.length === 0) {
    return (
      <EmptyState icon={ListChecks} title={isAdmin ? 'No sales activities' : 'None of yours'}>
        What {isAdmin ? 'sellers do' : 'you do'} with this person appears here, with where it was delivered.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-3">
      {log.error ? <ErrorBanner error={log.error} onRetry={() => log.refetch()} /> : null}
      <ol aria-label="Sales activities, newest first" className="grid gap-3">
        {lines.map((line) => (
          <Entry key={line.id} line={line} />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3">
        {log.hasNextPage ? (
          <Button size="sm" disabled={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
            {log.isFetchingNextPage ? 'Loading…' : 'Show older'}
          </Button>
        ) : null}
        <Link href={logHref(marketoId)} className="text-accent-fg underline">
          All in Sales activities
        </Link>
      </div>
    </div>
  );
}

function Entry({ line }: { line: SalesActivityLine }) {
  return (
    <li className="grid gap-1 border-b pb-3 last:border-b-0">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{salesActivityTitles[line.kind]}</span>
        <span className="text-muted">
          <ShortTime value={line.occurredAt} />
        </span>
      </p>
      {line.subject ? <bdi className="break-words">{line.subject}</bdi> : null}
      <p className="text-muted text-xs">by {line.seller.name}</p>
      <div>
        <DeliveryBadge salesActivityId={line.id} deliveries={line.deliveries} />
      </div>
    </li>
  );
}
