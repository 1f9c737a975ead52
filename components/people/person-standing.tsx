'use client';

import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { ShortTime } from '@/components/ui/short-time';
import type { PersonDetail } from '@/lib/people/contract';
import { stateLooks } from './person-states';

type PersonStandingProps = {
  person: PersonDetail;
  /** The Marketo ID that was asked for, when it lives on as this person. */
  mergedFrom: number | null;
};

/** Sentences about a person who left the list, or whom another one was merged into. */
export function PersonStanding({ person, mergedFrom }: PersonStandingProps) {
  const { why } = stateLooks[person.state];
  return (
    <>
      {mergedFrom !== null && mergedFrom !== person.marketoId ? (
        <Sentence>
          Marketo ID {mergedFrom} was merged into this person, Marketo ID {person.marketoId}.
        </Sentence>
      ) : null}
      {why ? (
        <Sentence>
          Not in the people list since <ShortTime value={person.stateSince} />, because {why} What is known stays
          readable here.
        </Sentence>
      ) : null}
    </>
  );
}

function Sentence({ children }: { children: ReactNode }) {
  return (
    <div role="note" className="flex shrink-0 items-start gap-2 border-b bg-warn-bg px-4 py-1.5 text-warn-fg">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p>{children}</p>
    </div>
  );
}
