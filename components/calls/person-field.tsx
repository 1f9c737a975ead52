'use client';

import { type KeyboardEvent, type Ref, useDeferredValue, useEffect, useEffectEvent, useId, useState } from 'react';
import { usePeopleSearch } from '@/components/people/queries';
import { errorSentence } from '@/components/shell/error-state';
import { cn } from '@/components/ui/class-names';
import { Input } from '@/components/ui/input';
import type { PersonView } from '@/lib/people/contract';
import { displayName } from '@/lib/people/model';
import { calledPerson } from './called-person';
import type { CalledPerson } from './draft';

type PersonFieldProps = {
  inputRef: Ref<HTMLInputElement>;
  person: CalledPerson | null;
  onChange(person: CalledPerson | null): void;
};

/** Whom the call was with: found while one types, chosen with the arrows and Enter. Inside a Field. */
export function PersonField({ inputRef, person, onChange }: PersonFieldProps) {
  const listId = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const wanted = typed?.trim() ?? '';
  const asked = useDeferredValue(wanted);
  const search = usePeopleSearch(asked);
  const people = wanted ? (search.data?.items ?? []) : [];
  const isOpen = people.length > 0;
  // Enter typed faster than the answer came is meant for that answer, not for the people of a shorter text.
  const isAnswered = asked === wanted && !search.isPlaceholderData && !search.isPending;
  const [isMeant, setMeant] = useState(false);
  const chooseFirst = useEffectEvent(() => {
    setMeant(false);
    choose(people[0]);
  });
  useEffect(() => {
    if (isMeant && isAnswered) chooseFirst();
  }, [isMeant, isAnswered]);

  function choose(chosen: PersonView | undefined) {
    if (!chosen) return;
    onChange(calledPerson(chosen));
    setTyped(null);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || !wanted) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && isOpen) setActive((active + step + people.length) % people.length);
    else if (event.key === 'Enter' && isAnswered) choose(people[active]);
    else if (event.key === 'Enter') setMeant(true);
    else if (event.key === 'Escape') setTyped(null);
    else return;
    event.preventDefault();
  }
  return (
    <div className="relative">
      <Input
        ref={inputRef}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `${listId}-${active}` : undefined}
        placeholder="Name, e-mail, company"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={typed ?? (person ? [person.name, person.company].filter(Boolean).join(', ') : '')}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
          setMeant(false);
          if (event.target.value === '') onChange(null);
        }}
        onBlur={() => isMeant || setTyped(null)}
        onKeyDown={onKeyDown}
      />
      {isOpen ? (
        <div
          id={listId}
          role="listbox"
          aria-label="People"
          className="absolute inset-x-0 top-full z-10 mt-1 max-h-64 overflow-y-auto rounded-lg border bg-surface p-1 shadow-float"
        >
          {people.map((one, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field keeps the focus and handles the keys
            <div
              key={one.marketoId}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === active}
              // Before the field loses the focus, and with it what was typed.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(one)}
              className={cn(
                'flex min-h-7 cursor-pointer items-center gap-2 rounded px-2 hover:bg-hover',
                index === active && 'bg-hover forced-colors:outline',
              )}
            >
              <span className="truncate font-medium">{displayName(one)}</span>
              <span className="truncate text-muted">{[one.company, one.email].filter(Boolean).join(' · ')}</span>
            </div>
          ))}
        </div>
      ) : null}
      <p role="status" className={isOpen ? 'sr-only' : 'text-muted text-xs'}>
        {statusOf(wanted, search, people.length)}
      </p>
    </div>
  );
}

function statusOf(wanted: string, search: ReturnType<typeof usePeopleSearch>, found: number) {
  if (!wanted) return '';
  if (search.error) return errorSentence(search.error);
  if (found > 0) return `${found} found. Choose with the arrow keys and Enter.`;
  return search.data && !search.isFetching ? `No person in the list matches “${wanted}”.` : '';
}
