'use client';

import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { usePerson } from '@/components/people/queries';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { displayName } from '@/lib/people/model';
import { ChosenFilter } from './chosen-filter';

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
  return <ChosenFilter label="Person" name={name} onRemove={onRemove} />;
}
