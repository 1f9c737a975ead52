'use client';

import { Copy } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import type { PersonView } from '@/lib/people/contract';
import { copyText } from './copy-text';
import { countText } from './count-text';
import { csvFromPeople } from './csv';
import type { Selection } from './selection';

type CopyCsvButtonProps = { people: PersonView[]; selection: Selection };

/** Copies the selected people; without a selection all rows loaded so far. */
export function CopyCsvButton({ people, selection }: CopyCsvButtonProps) {
  const selected = people.filter((person) => selection.ids.has(person.marketoId));
  const chosen = selected.length > 0 ? selected : people;
  const copy = async () => {
    const copied = await copyText(csvFromPeople(chosen));
    if (copied) toast.success(`Copied ${countText({ total: chosen.length, totalIsEstimate: false })} as CSV`);
  };
  return (
    <Button size="sm" disabled={chosen.length === 0} onClick={copy}>
      <Copy aria-hidden />
      {chosen.length > 0 ? `Copy ${chosen.length.toLocaleString('en')} as CSV` : 'Copy as CSV'}
    </Button>
  );
}
