'use client';

import { Plus, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { cn } from '@/components/ui/class-names';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { filterTitles, labelOf, optionsOf } from './filter-values';
import type { FilterName } from './list-view';
import { usePeopleFilters } from './queries';

const FilterOptions = dynamic(() => import('./filter-options').then((m) => m.FilterOptions));

type FilterChipProps = { name: FilterName; value: string | null; onChange(value: string | null): void };

/** One filter: a way to add it, and when it is set its value, changed by clicking it and taken away by its cross. */
export function FilterChip({ name, value, onChange }: FilterChipProps) {
  const [open, setOpen] = useState(false);
  const filters = usePeopleFilters(open || value !== null);
  const title = filterTitles[name];
  const choose = (next: string | null) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <div
      className={cn(
        'flex h-7 max-w-72 items-center rounded-md border text-muted',
        value === null ? 'border-dashed' : 'border-accent/50 bg-selected text-fg',
      )}
    >
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger className="flex h-full min-w-0 items-center gap-1 rounded-md px-2 text-xs hover:text-fg">
          {value === null ? <Plus aria-hidden className="size-3.5" /> : null}
          {value === null ? title : <span>{title}:</span>}
          {value === null ? null : <span className="truncate font-medium">{labelOf(name, value, filters.data)}</span>}
        </PopoverTrigger>
        <PopoverContent aria-label={`Filter by ${title.toLowerCase()}`} className="p-0">
          <FilterOptions
            title={title}
            options={filters.data ? optionsOf(name, filters.data) : undefined}
            error={filters.error}
            value={value}
            onChoose={choose}
          />
        </PopoverContent>
      </Popover>
      {value === null ? null : (
        <button
          type="button"
          aria-label={`Remove filter ${title.toLowerCase()}`}
          onClick={() => onChange(null)}
          className="mr-px flex size-6 shrink-0 items-center justify-center rounded hover:bg-hover"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
