'use client';

import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import { errorSentence } from '@/components/shell/error-state';
import { cn } from '@/components/ui/class-names';
import type { FilterOption } from './filter-values';

type FilterOptionsProps = {
  title: string;
  /** Undefined while they are loading. */
  options: FilterOption[] | undefined;
  error: unknown;
  value: string | null;
  onChoose(value: string | null): void;
};

/** A searchable list of values with the number of people behind each. Choosing the chosen one takes the filter away. */
export function FilterOptions({ title, options, error, value, onChoose }: FilterOptionsProps) {
  const label = `${title} to filter by`;
  return (
    <Command label={label} loop>
      <Command.Input
        autoFocus
        placeholder={`${title}…`}
        className="h-9 w-full border-b bg-transparent px-3 outline-none placeholder:text-faint"
      />
      {error ? <p className="px-3 py-2 text-muted">{errorSentence(error)}</p> : null}
      <Command.List label={label} className="max-h-72 overflow-y-auto p-1">
        {options ? (
          <Command.Empty className="px-2 py-1.5 text-muted">No such {title.toLowerCase()}.</Command.Empty>
        ) : null}
        {options?.map((option) => {
          const chosen = option.value === value;
          return (
            <Command.Item
              key={option.value}
              value={option.value}
              keywords={[option.label]}
              onSelect={() => onChoose(chosen ? null : option.value)}
              className="flex min-h-7 cursor-pointer items-center gap-2 rounded px-2 data-[selected=true]:bg-hover forced-colors:data-[selected=true]:outline"
            >
              <Check aria-hidden className={cn('size-3.5 shrink-0', !chosen && 'invisible')} />
              <span className="truncate">{option.label}</span>
              {chosen ? <span className="sr-only">(chosen)</span> : null}
              <span className="ml-auto text-faint text-xs tabular-nums">{option.people.toLocaleString('en')}</span>
            </Command.Item>
          );
        })}
      </Command.List>
    </Command>
  );
}
