'use client';

import { SearchX } from 'lucide-react';
import { LookupForm } from '@/components/lookup/lookup-form';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { ApiProblem } from '@/lib/http/fetch-json';
import { canLookUp } from '@/lib/lookup/contract';
import type { PeoplePage } from '@/lib/people/contract';
import { WhyEmpty, WhyEmptyForAdmin } from './why-empty';

type PeoplePlaceholderProps = {
  head: PeoplePage | undefined;
  error: unknown;
  isAdmin: boolean;
  isFiltered: boolean;
  search: string;
  onClear(): void;
  onRetry(): void;
};

/** In place of the rows when there are none: why, and what to do about it. */
export function PeoplePlaceholder(props: PeoplePlaceholderProps) {
  return (
    <div className="min-w-0 grow overflow-y-auto bg-surface">
      <Reason {...props} />
    </div>
  );
}

function Reason({ head, error, isAdmin, isFiltered, search, onClear, onRetry }: PeoplePlaceholderProps) {
  if (!head && error && !isNotConfigured(error)) {
    return <ErrorState error={error} title="The people could not be loaded" onRetry={onRetry} />;
  }
  if (!head && !error) return <LoadingState label="Loading people" rows={12} />;
  if (isFiltered) {
    return (
      <>
        <EmptyState
          icon={SearchX}
          title="Nobody matches"
          action={<Button onClick={onClear}>Clear search and filters</Button>}
        >
          No person in the list fits the search and all the filters together.
        </EmptyState>
        <section aria-labelledby="lookup" className="mx-auto grid w-full max-w-md gap-3 px-6 pb-16">
          <h2 id="lookup" className="font-semibold text-sm">
            Why is this person not here?
          </h2>
          <LookupForm key={search} initial={canLookUp(search) ? search : ''} />
        </section>
      </>
    );
  }
  return isAdmin ? <WhyEmptyForAdmin /> : <WhyEmpty everRead={Boolean(head?.asOf)} />;
}

function isNotConfigured(error: unknown) {
  return error instanceof ApiProblem && error.code === 'not_configured';
}
