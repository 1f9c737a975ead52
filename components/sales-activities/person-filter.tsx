'use client';

import { Plus, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { usePerson } from '@/components/people/queries';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { displayName } from '@/lib/people/model';

const PersonOptions = dynamic(() => import('./person-options').then((m) => m.PersonOptions));

type PersonFilterProps = { marketoId: number | null; onChange(marketoId: number | null): void };

/** Keeps the log to one person: whom, and a cross to take it away. */
export function PersonFilter({ marketoId, onChange }: PersonFilterProps) {
  const [open, setOpen] = useState(false);
  if (marketoId !== null) return <Chosen marketoId={marketoId} onRemove={() => onChange(null)} />;
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button className="font-normal">
          <Plus aria-hidden />
          Person
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Person to keep to" className="p-0">
        <PersonOptions
          onChoose={(chosen) => {
            onChange(chosen);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function Chosen({ marketoId, onRemove }: { marketoId: number; onRemove(): void }) {
  const { data } = usePerson(marketoId);
  const name = data ? displayName(data) : `Marketo ID ${marketoId}`;
  return (
    <span className="flex h-8 max-w-72 items-center rounded-md border border-accent/50 bg-selected pl-2.5">
      <span className="truncate">
        Person: <bdi className="font-medium">{name}</bdi>
      </span>
      <button
        type="button"
        aria-label="Remove filter person"
        className="mr-px flex size-7 shrink-0 items-center justify-center rounded hover:bg-hover"
        onClick={onRemove}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}
