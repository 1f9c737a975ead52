'use client';

import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { usePeopleSearch } from '@/components/people/queries';
import { errorSentence } from '@/components/shell/error-state';
import { displayName } from '@/lib/people/model';

/** People by name or e-mail address, to choose one. */
export function PersonOptions({ onChoose }: { onChoose(marketoId: number): void }) {
  const [text, setText] = useState('');
  const wanted = text.trim();
  const { data, error, isFetching } = usePeopleSearch(useDeferredValue(wanted));
  const people = wanted ? (data?.items ?? []) : [];
  return (
    <Command label="Person to keep to" shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Name or e-mail…"
        className="h-9 w-full border-b bg-transparent px-3 outline-none placeholder:text-faint"
      />
      {error ? <p className="px-3 py-2 text-muted">{errorSentence(error)}</p> : null}
      <Command.List label="People" className="max-h-72 overflow-y-auto p-1">
        {wanted && !isFetching ? (
          <Command.Empty className="px-2 py-1.5 text-muted">Nobody matches.</Command.Empty>
        ) : null}
        {people.map((person) => (
          <Command.Item
            key={person.marketoId}
            value={String(person.marketoId)}
            onSelect={() => onChoose(person.marketoId)}
            className="flex min-h-8 cursor-pointer flex-wrap items-center gap-x-2 rounded px-2 data-[selected=true]:bg-hover forced-colors:data-[selected=true]:outline"
          >
            <bdi className="truncate font-medium">{displayName(person)}</bdi>
            <bdi className="truncate text-muted text-xs">{person.company ?? person.email}</bdi>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
