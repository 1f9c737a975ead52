'use client';

import { ExternalLink, RotateCw } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { ResumeJobButton } from '@/components/sync/resume-job-button';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import { ShortTime } from '@/components/ui/short-time';
import type { DeliveryPassport } from '@/lib/deliveries/contract';
import { solverTitles } from '@/lib/diagnostics/model';
import { destinationTitles } from '@/lib/sales-activities/model';
import { Attributes } from './attributes';
import { ProviderWords } from './provider-words';
import { useRetryDelivery } from './queries';
import { lookOf } from './words';

/** How an activity fares at one destination. */
export function DestinationPassport({ delivery }: { delivery: DeliveryPassport }) {
  const { tone, icon: Icon, word } = lookOf(delivery);
  const title = destinationTitles[delivery.destination];
  return (
    <section aria-label={title} className="grid gap-3 rounded-lg border p-3">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold text-sm">{title}</h3>
        <Badge tone={tone}>
          <Icon aria-hidden />
          {word}
        </Badge>
        <span className="text-faint text-xs">
          since <RelativeTime value={delivery.since} />
        </span>
      </div>
      <Next delivery={delivery} />
      {delivery.failure ? <Failure failure={delivery.failure} problemId={delivery.problemId} /> : null}
      <Facts delivery={delivery} />
      {delivery.payload ? (
        <details>
          <summary className="min-h-6 cursor-pointer font-medium">What was sent</summary>
          <div className="mt-2">
            <Attributes of={delivery.payload} />
          </div>
        </details>
      ) : null}
    </section>
  );
}

function Next({ delivery }: { delivery: DeliveryPassport }) {
  const { key, next, nextAt, solver, settings, mayRetry, pausedJob } = delivery;
  const retry = useRetryDelivery();
  return (
    <div className="grid justify-items-start gap-2">
      <p>
        {next}{' '}
        {nextAt ? (
          <span className="text-muted">
            Due <RelativeTime value={nextAt} />
          </span>
        ) : null}
      </p>
      {solver && solver !== 'nobody' ? (
        <p className="text-muted">
          Whose job it is: {solverTitles[solver]}.{' '}
          {settings ? (
            <Link href={settings.href} className="text-accent-fg underline">
              {settings.title}
            </Link>
          ) : null}
        </p>
      ) : null}
      {pausedJob ? <ResumeJobButton job={pausedJob} /> : null}
      {mayRetry ? (
        <Button size="sm" disabled={retry.isPending} onClick={() => retry.mutate(key)}>
          <RotateCw aria-hidden />
          {retry.isPending ? 'Trying again…' : 'Try again now'}
        </Button>
      ) : null}
      <p role="status" className={retry.error ? 'text-bad-fg' : 'sr-only'}>
        {retry.error ? errorSentence(retry.error) : retry.isSuccess ? 'It is tried again.' : ''}
      </p>
    </div>
  );
}

type FailureProps = { failure: NonNullable<DeliveryPassport['failure']>; problemId: string | null };

function Failure({ failure: { code, message, cause }, problemId }: FailureProps) {
  return (
    <div className="grid gap-1.5 border-l-2 pl-3">
      <p className="font-medium">{cause.title}</p>
      <p>{cause.meaning}</p>
      <ProviderWords code={code} message={message} />
      {problemId === null ? null : (
        <Link href={`/settings/diagnostics?problem=${problemId}`} className="text-accent-fg underline">
          Everything this problem stops
        </Link>
      )}
    </div>
  );
}

function Facts({ delivery }: { delivery: DeliveryPassport }) {
  const { remote, records, about, rule, note, sentAt, claims, attempts, looks, retried } = delivery;
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1">
      {remote ? (
        <Fact title="There as">
          <RecordLink record={remote} />
        </Fact>
      ) : null}
      {records.length > 0 ? (
        <Fact title="On the record">
          {records.map((record) => (
            <span key={record.id} className="mr-2">
              <RecordLink record={record} />
            </span>
          ))}
        </Fact>
      ) : null}
      {about ? (
        <Fact title="Also about">
          <RecordLink record={about} />
        </Fact>
      ) : null}
      {rule ? <Fact title="Why this record">{rule}</Fact> : null}
      {note ? <Fact title="Left out">{note}</Fact> : null}
      {sentAt ? (
        <Fact title="Sent">
          <ShortTime value={sentAt} />
          {triesText({ claims, attempts, looks })}
        </Fact>
      ) : null}
      {retried ? (
        <Fact title="Tried again">
          by {retried.by}, <RelativeTime value={retried.at} />
        </Fact>
      ) : null}
    </dl>
  );
}

function triesText({ claims, attempts, looks }: Pick<DeliveryPassport, 'claims' | 'attempts' | 'looks'>) {
  const parts = [
    claims > 1 ? `sent ${claims} times` : '',
    attempts > 0 ? `failed ${attempts === 1 ? 'once' : `${attempts} times`}` : '',
    looks > 0 ? `looked for ${looks === 1 ? 'once' : `${looks} times`} in vain` : '',
  ].filter(Boolean);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{title}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** A record at a destination, opened where it is known where. */
export function RecordLink({ record: { id, href } }: { record: NonNullable<DeliveryPassport['remote']> }) {
  if (!href) return <code className="break-all font-mono text-xs">{id}</code>;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 break-all text-accent-fg underline"
    >
      <code className="font-mono text-xs">{id}</code>
      <ExternalLink aria-hidden className="size-3.5 shrink-0" />
    </a>
  );
}
