'use client';

import { ArrowUpRight, ExternalLink, X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { LogCallButton } from '@/components/calls/log-call-button';
import { ErrorBanner } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { Button } from '@/components/ui/button';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PersonDetail, PersonView } from '@/lib/people/contract';
import { displayName, type PersonField, personFields, personFieldTitles } from '@/lib/people/model';
import { personHref, usePerson } from './queries';

type PeekPanelProps = {
  marketoId: number;
  /** The row of the list, shown until the person's own answer is here. */
  known: PersonView | undefined;
  onClose(): void;
};

/** A person beside the list; the keyboard stays in the list, so j and k go through people. */
export function PeekPanel({ marketoId, known, onClose }: PeekPanelProps) {
  const detail = usePerson(marketoId);
  const person = detail.data ?? known;
  const name = person ? displayName(person) : `Marketo ${marketoId}`;
  return (
    <aside
      aria-label={`Peek: ${name}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
      className="absolute inset-y-0 right-0 z-30 flex w-full max-w-[23rem] shrink-0 flex-col border-l bg-surface shadow-float lg:static lg:w-[23rem] lg:shadow-none"
    >
      <div className="flex min-h-11 items-center gap-1 border-b py-1 pr-2 pl-4">
        <h2 className="min-w-0 grow truncate font-semibold text-sm">{name}</h2>
        {person ? <LogCallButton person={person} iconOnly /> : null}
        <Button asChild variant="ghost" size="sm">
          <Link href={personHref({ marketoId })}>
            Open
            <ArrowUpRight aria-hidden />
          </Link>
        </Button>
        <Button variant="ghost" size="icon" aria-label="Close the peek panel" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      {detail.error ? <ErrorBanner error={detail.error} onRetry={() => detail.refetch()} /> : null}
      <div className="min-h-0 grow overflow-y-auto">
        {person ? <Facts person={person} links={detail.data?.links} /> : null}
        {!person && !detail.error ? <LoadingState label="Loading the person" /> : null}
      </div>
    </aside>
  );
}

function Facts({ person, links }: { person: PersonView; links: PersonDetail['links'] | undefined }) {
  return (
    <>
      <dl className="grid gap-2 p-4">
        {personFields.map((field) => (
          <Fact key={field} title={personFieldTitles[field]}>
            <FieldValue person={person} field={field} />
          </Fact>
        ))}
        <Fact title="Owner">{person.owner.name ?? person.owner.sfdcId ?? '—'}</Fact>
        <Fact title="Last read">
          <RelativeTime value={person.syncedAt} />
        </Fact>
      </dl>
      <div className="grid gap-2 border-t p-4">
        <p className="text-muted">People are read-only here. Edit this person in Marketo or Salesforce.</p>
        <div className="flex flex-wrap gap-2">
          <RecordLink href={links?.marketo} text="Edit in Marketo" />
          <RecordLink href={links?.salesforce} text="Edit in Salesforce" />
        </div>
      </div>
    </>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_1fr] gap-3">
      <dt className="text-muted">{title}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function FieldValue({ person, field }: { person: PersonView; field: PersonField }) {
  const value = person[field];
  if (value === null) return <span className="text-faint">—</span>;
  const href = hrefOf(field, String(value));
  if (!href) return value;
  return (
    <a
      href={href}
      target={field === 'linkedinUrl' ? '_blank' : undefined}
      rel="noreferrer"
      className="text-accent-fg underline"
    >
      {value}
    </a>
  );
}

// Only schemes that are safe: the values were typed by strangers into forms.
function hrefOf(field: PersonField, value: string) {
  if (field === 'email') return `mailto:${encodeURIComponent(value)}`;
  if (field === 'phone') return `tel:${value.replace(/[^+\d]/g, '')}`;
  return field === 'linkedinUrl' && /^https?:\/\//i.test(value) ? value : null;
}

function RecordLink({ href, text }: { href: string | null | undefined; text: string }) {
  if (!href) return null;
  return (
    <Button asChild size="sm">
      <a href={href} target="_blank" rel="noreferrer">
        {text}
        <ExternalLink aria-hidden />
      </a>
    </Button>
  );
}
