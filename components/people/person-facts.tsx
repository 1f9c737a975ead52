'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardBody, CardHeader, CardTitle } from '@/components/ui/card';
import { shortTime } from '@/components/ui/format-time';
import { RelativeTime } from '@/components/ui/relative-time';
import type { PersonDetail } from '@/lib/people/contract';
import { personFields, personFieldTitles } from '@/lib/people/model';

/** The 13 fields as last read from Marketo; empty ones are folded away. */
export function PersonFacts({ person }: { person: PersonDetail }) {
  const [showsEmpty, setShowsEmpty] = useState(false);
  const empty = personFields.filter((field) => person[field] === null);
  const shown = personFields.filter((field) => showsEmpty || person[field] !== null);
  return (
    <Card aria-labelledby="person-fields">
      <CardHeader>
        <CardTitle id="person-fields">Fields</CardTitle>
        {empty.length > 0 ? (
          <Button variant="ghost" size="sm" aria-expanded={showsEmpty} onClick={() => setShowsEmpty(!showsEmpty)}>
            {showsEmpty ? 'Hide empty' : `Show ${empty.length} empty`}
          </Button>
        ) : null}
      </CardHeader>
      <CardBody className="grid gap-3">
        <dl className="grid gap-2.5">
          {shown.map((field) => (
            <Fact key={field} title={personFieldTitles[field]}>
              {field === 'linkedinUrl' ? <WebValue value={person.linkedinUrl} /> : (person[field] ?? <Empty />)}
            </Fact>
          ))}
        </dl>
        <dl className="grid gap-2.5 border-t pt-3">
          <Fact title="Owner's Salesforce ID">{person.owner.sfdcId ?? <Empty />}</Fact>
          <Fact title="Created in Marketo">{person.createdAt ? shortTime(new Date(person.createdAt)) : <Empty />}</Fact>
          <Fact title="Changed in Marketo">{person.updatedAt ? shortTime(new Date(person.updatedAt)) : <Empty />}</Fact>
        </dl>
        <p className="border-t pt-3 text-muted text-xs">
          Synced from Marketo, as of <RelativeTime value={person.syncedAt} />. Read-only: edit in Marketo or Salesforce.
        </p>
      </CardBody>
    </Card>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-2">
      <dt className="text-muted">{title}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

function WebValue({ value }: { value: string | null }) {
  if (!value) return <Empty />;
  if (!/^https?:\/\//i.test(value)) return value;
  return (
    <a href={value} target="_blank" rel="noreferrer" className="text-accent-fg underline">
      {value}
    </a>
  );
}

function Empty() {
  return <span className="text-faint">empty</span>;
}
