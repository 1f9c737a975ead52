'use client';

import Link from 'next/link';
import { ErrorState } from '@/components/shell/error-state';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { exactTime, shortTime } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { LookupResult } from '@/lib/lookup/contract';
import { answerLooks } from './answer-looks';
import { useLookup } from './queries';

type LookupAnswersProps = {
  of: string;
  /** Called when one of the links is followed. */
  onLeave?(): void;
};

/** Asks Marketo about one person and says why he or she is or is not in the list. */
export function LookupAnswers({ of, onLeave }: LookupAnswersProps) {
  const { data, error, refetch, isFetching } = useLookup(of);
  if (error) return <ErrorState error={error} title="This could not be looked up" onRetry={() => refetch()} />;
  if (!data) {
    return (
      <p role="status" className="text-muted">
        Asking Marketo…
      </p>
    );
  }
  return (
    <section aria-label={`Answer for ${of}`} aria-busy={isFetching} className="grid gap-3">
      <ul className="grid gap-3">
        {data.results.map((result) => (
          <li
            key={result.marketoId}
            className="grid justify-items-start gap-1 border-t pt-3 first:border-t-0 first:pt-0"
          >
            <Answer result={result} onLeave={onLeave} />
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap items-center gap-2 text-muted text-xs">
        {data.live ? 'Asked Marketo' : 'From what is known here,'} <RelativeTime value={data.at} />
        <Button size="sm" variant="ghost" disabled={isFetching} onClick={() => refetch()}>
          Ask again
        </Button>
      </p>
    </section>
  );
}

function Answer({ result, onLeave }: { result: LookupResult; onLeave?(): void }) {
  const { marketoId, answer, sentence, since, winnerId, hasPage } = result;
  const { tone, title } = answerLooks[answer];
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        {marketoId === null ? null : <span className="font-medium">Marketo ID {marketoId}</span>}
        <Badge tone={tone}>{title}</Badge>
        {since ? (
          <time className="text-muted text-xs" dateTime={since} title={exactTime(new Date(since))}>
            since {shortTime(new Date(since))}
          </time>
        ) : null}
      </p>
      <p>{sentence}</p>
      {winnerId === null ? null : (
        <PersonLink marketoId={winnerId} text="Open the one who was kept" onLeave={onLeave} />
      )}
      {hasPage && winnerId === null && marketoId !== null ? (
        <PersonLink marketoId={marketoId} text="Open the person" onLeave={onLeave} />
      ) : null}
    </>
  );
}

function PersonLink({ marketoId, text, onLeave }: { marketoId: number; text: string; onLeave?(): void }) {
  return (
    <Link href={`/people/${marketoId}`} onClick={onLeave} className="text-accent-fg underline">
      {text}
    </Link>
  );
}
