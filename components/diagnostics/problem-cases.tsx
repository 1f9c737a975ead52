'use client';

import { RotateCw } from 'lucide-react';
import Link from 'next/link';
import { RecordLink } from '@/components/deliveries/destination-passport';
import { useRetryDelivery } from '@/components/deliveries/queries';
import { stateTitles } from '@/components/deliveries/words';
import { ErrorBanner, ErrorState, errorSentence } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { ShortTime } from '@/components/ui/short-time';
import { Table, TableBody, TableCell, TableHeader, TableRow, TableTitles } from '@/components/ui/table';
import type { CaseView } from '@/lib/diagnostics/contract';
import { salesActivityTitles } from '@/lib/sales-activities/model';
import { useProblem } from './queries';

type ProblemCasesProps = {
  id: string;
  title: string;
  seller: string | undefined;
  isAdmin: boolean;
  onOpen(salesActivityId: string): void;
};

/** The deliveries that a problem stops, the newest first. */
export function ProblemCases({ id, title, seller, isAdmin, onOpen }: ProblemCasesProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useProblem(id, seller);
  const cases = data?.pages.flatMap((page) => page.items);
  if (!cases) {
    if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
    return <LoadingState label="Loading the deliveries" rows={4} />;
  }
  const titles = ['When', 'What', 'Person', ...(isAdmin ? ['Seller'] : []), 'How it stands', 'Record', 'Try again'];
  return (
    <div className="grid gap-2">
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <Table aria-label={`Deliveries: ${title}`} tabIndex={0} stacks>
        <TableTitles titles={titles} />
        <TableBody>
          {cases.map((one) => (
            <CaseRow key={one.key} one={one} isAdmin={isAdmin} onOpen={() => onOpen(one.salesActivityId)} />
          ))}
        </TableBody>
      </Table>
      {hasNextPage ? (
        <Button size="sm" className="justify-self-center" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : 'Show more'}
        </Button>
      ) : null}
    </div>
  );
}

function CaseRow({ one, isAdmin, onOpen }: { one: CaseView; isAdmin: boolean; onOpen(): void }) {
  return (
    <TableRow>
      <TableCell className="whitespace-nowrap tabular-nums">
        <ShortTime value={one.occurredAt} />
      </TableCell>
      <TableHeader scope="row" className="font-normal text-fg">
        <Button variant="ghost" size="sm" className="-ml-2.5 text-fg" aria-haspopup="dialog" onClick={onOpen}>
          {salesActivityTitles[one.kind]}
        </Button>
      </TableHeader>
      <TableCell className="whitespace-nowrap max-md:whitespace-normal">
        <Link href={`/people/${one.person.marketoId}`} className="text-accent-fg underline">
          <bdi>{one.person.name}</bdi>
        </Link>
      </TableCell>
      {isAdmin ? <TableCell className="whitespace-nowrap">{one.seller.name}</TableCell> : null}
      <TableCell className="min-w-72 max-md:basis-full">
        <span className="font-medium">{stateTitles[one.state]}.</span> {one.next}{' '}
        {one.nextAt ? (
          <span className="text-muted">
            Due <RelativeTime value={one.nextAt} />
          </span>
        ) : null}
      </TableCell>
      <TableCell>{one.record ? <RecordLink record={one.record} /> : null}</TableCell>
      <TableCell>{one.mayRetry ? <RetryOne one={one} /> : null}</TableCell>
    </TableRow>
  );
}

function RetryOne({ one }: { one: CaseView }) {
  const retry = useRetryDelivery();
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Try again: ${salesActivityTitles[one.kind]} with ${one.person.name}`}
        disabled={retry.isPending}
        onClick={() => retry.mutate(one.key)}
      >
        <RotateCw aria-hidden />
      </Button>
      <p role="status" className={retry.error ? 'text-bad-fg text-xs' : 'sr-only'}>
        {retry.error ? errorSentence(retry.error) : retry.isSuccess ? 'It is tried again.' : ''}
      </p>
    </>
  );
}
