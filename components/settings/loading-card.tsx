'use client';

import { useId } from 'react';
import { ErrorBanner, errorSentence } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { MarketoLoading } from '@/lib/settings/contract';
import { LoadingForm } from './loading-form';
import { loadMethodTitles } from './loading-words';
import { useCheckLoading, useMarketoLoading } from './queries';

/** How the first load reads people: what the instance can do, what was chosen and why, and another choice. */
export function LoadingCard() {
  const titleId = useId();
  const { data: loading, error, refetch } = useMarketoLoading();
  const check = useCheckLoading();
  return (
    <Card aria-labelledby={titleId}>
      <CardHeader>
        <CardTitle id={titleId}>How people are loaded</CardTitle>
        {loading?.connected ? (
          <Button size="sm" disabled={check.isPending} onClick={() => check.mutate()}>
            {check.isPending ? 'Asking Marketo…' : 'Check again'}
          </Button>
        ) : null}
      </CardHeader>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <CardBody className="grid gap-4">
        {check.error ? (
          <p role="alert" className="text-bad-fg">
            {errorSentence(check.error)}
          </p>
        ) : null}
        {loading ? <Loading loading={loading} /> : error ? null : <Placeholder />}
      </CardBody>
    </Card>
  );
}

function Loading({ loading }: { loading: MarketoLoading }) {
  if (!loading.connected) return <p className="text-muted">Connect first; then this shows what Marketo can do.</p>;
  const { choice, listName, smartListId, staticListId } = loading;
  return (
    <>
      <div aria-live="polite">
        <p className="font-medium">{loadMethodTitles[loading.method]}</p>
        <p className="text-muted">{loading.why}</p>
      </div>
      <Abilities capabilities={loading.capabilities} />
      <LoadingForm key={[choice, listName, smartListId, staticListId].join('|')} loading={loading} />
    </>
  );
}

function Abilities({ capabilities }: Pick<MarketoLoading, 'capabilities'>) {
  if (!capabilities) return <p className="text-muted">Marketo was not asked yet what it can do.</p>;
  const { bulkExtract, smartListFilter, updatedAtFilter, smartList, staticList, notes, checkedAt } = capabilities;
  return (
    <div className="grid gap-2">
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-1">
        <Ability title="Bulk exports" has={bulkExtract} />
        <Ability title="Exports of a smart list" has={smartListFilter} />
        <Ability title="Exports by time of change" has={updatedAtFilter} />
        <FoundList title="Smart list" list={smartList} />
        <FoundList title="Static list" list={staticList} />
      </dl>
      {notes.length > 0 ? (
        <ul className="grid list-disc gap-1 pl-4 text-muted text-xs">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <p className="text-muted text-xs">
        Asked <RelativeTime value={checkedAt} />, and once a day.
      </p>
    </div>
  );
}

function Ability({ title, has }: { title: string; has: boolean }) {
  return (
    <>
      <dt className="text-muted">{title}</dt>
      <dd>{has ? <Badge tone="good">Possible</Badge> : <Badge>Not possible</Badge>}</dd>
    </>
  );
}

function FoundList({ title, list }: { title: string; list: { id: number; name: string } | null }) {
  return (
    <>
      <dt className="min-w-0 text-muted">
        {title}
        {list ? <span className="block break-words text-fg">{list.name}</span> : null}
      </dt>
      <dd>{list ? <Badge tone="good">ID {list.id}</Badge> : <Badge>Not found</Badge>}</dd>
    </>
  );
}

function Placeholder() {
  return (
    <>
      <span className="sr-only">Loading how people are loaded</span>
      <Skeleton className="w-3/4" />
      <Skeleton className="w-full" />
      <Skeleton className="w-1/2" />
    </>
  );
}
