'use client';

import { ArrowLeft, ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { LogCallButton } from '@/components/calls/log-call-button';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { PersonDetail } from '@/lib/people/contract';
import { displayName, isCallable } from '@/lib/people/model';
import { CopyButton } from './person-copy';
import { stateLooks } from './person-states';

/** Who it is, who owns the record, and where else to open it. */
export function PersonHeader({ person }: { person: PersonDetail }) {
  const { tone, title } = stateLooks[person.state];
  return (
    <>
      <PageHeader
        className="shrink-0"
        title={<span className="break-words">{displayName(person)}</span>}
        count={[person.title, person.company].filter(Boolean).join(' at ')}
        back={
          <Button variant="ghost" size="icon" asChild>
            <Link href="/people" aria-label="Back to people">
              <ArrowLeft aria-hidden />
            </Link>
          </Button>
        }
        actions={
          <>
            {isCallable(person.state) ? <LogCallButton person={person} /> : null}
            <RecordLink href={person.links.marketo} title="Marketo" />
            <RecordLink href={person.links.salesforce} title="Salesforce" />
          </>
        }
      />
      <div className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1 border-b px-4 py-1">
        <Badge tone={tone}>{title}</Badge>
        <span>
          <span className="text-muted">{person.state === 'active' ? 'Owner' : 'Last owner'}</span>{' '}
          {person.owner.name ?? person.owner.sfdcId ?? 'none'}
        </span>
        <Contact value={person.email} label="Copy e-mail address" />
        <Contact value={person.phone} label="Copy phone number" />
      </div>
    </>
  );
}

function Contact({ value, label }: { value: string | null; label: string }) {
  if (!value) return null;
  return (
    <span className="inline-flex min-w-0 items-center gap-1">
      <span className="break-all">{value}</span>
      <CopyButton value={value} label={label} />
    </span>
  );
}

function RecordLink({ href, title }: { href: string | null; title: string }) {
  if (!href) return null;
  return (
    <Button size="sm" asChild>
      <a href={href} target="_blank" rel="noreferrer">
        <ExternalLink aria-hidden />
        Open in {title}
      </a>
    </Button>
  );
}
