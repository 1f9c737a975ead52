'use client';

import { useQueryClient } from '@tanstack/react-query';
import { UserX } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { parseAsInteger, useQueryState } from 'nuqs';
import { useEffect } from 'react';
import { ActivityGrid } from '@/components/activity-grid/activity-grid';
import { WeeksPanel } from '@/components/activity-grid/weeks-panel';
import { calledPerson } from '@/components/calls/called-person';
import { useLogCall } from '@/components/calls/log-call-provider';
import { LookupAnswers } from '@/components/lookup/lookup-answers';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { useShortcuts } from '@/components/shell/shortcuts';
import { Button } from '@/components/ui/button';
import { ApiProblem } from '@/lib/http/fetch-json';
import type { PersonDetail } from '@/lib/people/contract';
import { isCallable } from '@/lib/people/model';
import { PersonAbout } from './person-about';
import { PersonHeader } from './person-header';
import { PersonStanding } from './person-standing';
import { peopleKeys, personHref, usePerson } from './queries';

/** One person: the 13 fields and what Marketo recorded about them. */
export function PersonPage({ marketoId, isAdmin }: { marketoId: number; isAdmin: boolean }) {
  const [mergedFrom] = useQueryState('merged-from', parseAsInteger);
  const { data: person, error, refetch } = usePerson(marketoId);
  useWinnersAddress(marketoId, person);
  const logCall = useLogCall();
  useShortcuts({ c: () => person && isCallable(person.state) && logCall(calledPerson(person)) });

  if (!person) {
    return (
      <>
        <PageHeader title={`Marketo ID ${marketoId}`} />
        <WithoutPerson marketoId={marketoId} error={error} onRetry={() => refetch()} />
      </>
    );
  }
  return (
    <>
      <PersonHeader person={person} />
      <PersonStanding person={person} mergedFrom={mergedFrom ?? (person.marketoId === marketoId ? null : marketoId)} />
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <div className="flex grow flex-col max-lg:shrink-0 lg:min-h-0 lg:flex-row">
        <aside aria-label="About" className="shrink-0 overflow-auto border-b p-3 lg:w-92 lg:border-r lg:border-b-0">
          <PersonAbout person={person} isAdmin={isAdmin} />
        </aside>
        <div className="flex min-w-0 grow flex-col max-lg:h-dvh lg:min-h-0">
          <WeeksPanel marketoId={person.marketoId} />
          <ActivityGrid marketoId={person.marketoId} />
        </div>
      </div>
    </>
  );
}

type WithoutPersonProps = { marketoId: number; error: Error | null; onRetry(): void };

function WithoutPerson({ marketoId, error, onRetry }: WithoutPersonProps) {
  if (!error) return <LoadingState label="Loading person" />;
  if (error instanceof ApiProblem && error.code === 'not_found') return <PersonNotFound marketoId={marketoId} />;
  return <ErrorState error={error} onRetry={onRetry} />;
}

function PersonNotFound({ marketoId }: { marketoId: number }) {
  return (
    <>
      <EmptyState
        icon={UserX}
        title={`No person with the Marketo ID ${marketoId}`}
        action={
          <Button asChild>
            <Link href="/people">Back to people</Link>
          </Button>
        }
      >
        Nobody with this ID was ever in the list.
      </EmptyState>
      <div className="mx-auto w-full max-w-md px-6 pb-16">
        <LookupAnswers of={String(marketoId)} />
      </div>
    </>
  );
}

/** A merged person's address leads to the one it lives on as; tab and week stay. */
function useWinnersAddress(askedId: number, person: PersonDetail | undefined) {
  const router = useRouter();
  const search = useSearchParams();
  const client = useQueryClient();
  useEffect(() => {
    if (!person || person.marketoId === askedId) return;
    client.setQueryData(peopleKeys.detail(person.marketoId), person);
    const query = new URLSearchParams(search);
    query.set('merged-from', String(askedId));
    router.replace(`${personHref(person)}?${query}`);
  }, [askedId, person, router, search, client]);
}
