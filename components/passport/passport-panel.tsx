'use client';

import Link from 'next/link';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { shortTime } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PassportPage } from '@/lib/passport/contract';
import { PassportEntry } from './passport-entry';
import { usePassport } from './queries';
import { sourceWords, waitingWords } from './words';

type PassportPanelProps = {
  marketoId: number;
  /** Shows the passport of a record that was merged into this one. */
  onShow(marketoId: number): void;
};

/** What happened to a person here, and why he or she is in the list or not. */
export function PassportPanel({ marketoId, onShow }: PassportPanelProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePassport(marketoId);
  const passport = data?.pages[0];
  if (!data || !passport) {
    if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
    return <LoadingState label="Loading the passport" />;
  }
  const entries = data.pages.flatMap((page) => page.items);
  return (
    <Card aria-labelledby="passport">
      <CardHeader>
        <CardTitle id="passport">Passport of Marketo ID {marketoId}</CardTitle>
      </CardHeader>
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      <CardBody className="grid gap-4">
        <Standing passport={passport} onShow={onShow} />
        <Beginning passport={passport} isEmpty={entries.length === 0} />
        {entries.length > 0 ? (
          <ol aria-label="What happened, newest first">
            {entries.map((entry) => (
              <PassportEntry key={entry.id} entry={entry} />
            ))}
          </ol>
        ) : null}
        {hasNextPage ? (
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {isFetchingNextPage ? 'Loading…' : 'Show older entries'}
          </Button>
        ) : null}
        <p className="border-t pt-3 text-muted text-xs">
          Last read from Marketo <RelativeTime value={passport.syncedAt} />.
        </p>
      </CardBody>
    </Card>
  );
}

function Standing({ passport, onShow }: { passport: PassportPage; onShow(marketoId: number): void }) {
  const { sentence, state, stateSince, winnerId, waiting, mergedHere } = passport;
  return (
    <div className="grid justify-items-start gap-2">
      <p>
        {sentence}{' '}
        {state === 'active' ? null : <span className="text-muted">Since {shortTime(new Date(stateSince))}.</span>}
      </p>
      {winnerId === null ? null : (
        <Link href={`/people/${winnerId}`} className="text-accent-fg underline">
          Open Marketo ID {winnerId}
        </Link>
      )}
      {waiting ? (
        <p className="text-info-fg">
          To be read again <RelativeTime value={waiting.dueAt} />: {waitingWords[waiting.reason] ?? waiting.reason}.
        </p>
      ) : null}
      {mergedHere.map((record) => (
        <p key={record.marketoId} className="flex flex-wrap items-center gap-2">
          Marketo ID {record.marketoId} was merged into this one, {shortTime(new Date(record.at))}.
          <Button size="sm" onClick={() => onShow(record.marketoId)}>
            Its passport
          </Button>
        </p>
      ))}
    </div>
  );
}

function Beginning({ passport: { listed }, isEmpty }: { passport: PassportPage; isEmpty: boolean }) {
  const at = shortTime(new Date(listed.at));
  if (isEmpty) {
    return (
      <p className="text-muted">
        Nothing changed since the {sourceWords[listed.by]} of {at}.
      </p>
    );
  }
  return (
    <p className="text-muted">
      In the list for the first time since {at}, by the {sourceWords[listed.by]}.
    </p>
  );
}
