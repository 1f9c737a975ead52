'use client';

import { Search, X } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Keys } from '@/components/ui/keys';
import { FilterChip } from './filter-chip';
import { frontText } from './front-text';
import { type FilterName, type ListView, noFilters, type SetListView } from './list-view';

type PeopleToolbarProps = {
  view: ListView;
  setView: SetListView;
  searchBox: Ref<HTMLInputElement>;
  /** Called when the keyboard goes on from the search to the rows. */
  onLeave(): void;
};

const filterNames: FilterName[] = ['owner', 'source', 'company'];

export function PeopleToolbar({ view, setView, searchBox, onLeave }: PeopleToolbarProps) {
  const isNarrowed = Boolean(view.search) || filterNames.some((name) => view[name]);
  const front = frontText(view);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const leaves = event.key === 'ArrowDown' || event.key === 'Enter' || (event.key === 'Escape' && !view.search);
    if (event.key === 'Escape' && view.search) setView({ search: null });
    if (!leaves) return;
    event.preventDefault();
    onLeave();
  };
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2">
      <search className="relative w-full sm:w-72">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
        <Input
          ref={searchBox}
          type="search"
          aria-label="Search people by name, e-mail, company or title"
          placeholder="Search name, e-mail, company, title"
          value={view.search}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setView({ search: event.target.value || null })}
          onKeyDown={onKeyDown}
          className="peer pl-8"
        />
        {view.search ? null : <Keys keys="/" className="absolute top-1.5 right-1.5 peer-focus:hidden" />}
      </search>
      {filterNames.map((name) => (
        <FilterChip key={name} name={name} value={view[name]} onChange={(value) => setView({ [name]: value })} />
      ))}
      {isNarrowed ? (
        <Button variant="ghost" size="sm" onClick={() => setView(noFilters)}>
          <X aria-hidden />
          Clear all
        </Button>
      ) : null}
      {front ? (
        <p title={front} className="ml-auto max-w-full truncate text-muted text-xs">
          {front}
        </p>
      ) : null}
    </div>
  );
}
