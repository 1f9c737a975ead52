'use client';

import { type FormEvent, useState } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { type ChoiceList, choiceWords, mostChoices } from '@/lib/calls/model';
import { ChoiceFields, type ChoiceText, choiceInputOf } from './choice-fields';
import { useChangeChoices } from './queries';

const nothing: ChoiceText = { name: '', type: 'answered' };

type AddChoiceFormProps = { list: ChoiceList; isFull: boolean; onSay(text: string): void };

/** Adds a name at the end of a list; several in a row without leaving the field. */
export function AddChoiceForm({ list, isFull, onSay }: AddChoiceFormProps) {
  const [value, setValue] = useState(nothing);
  const { mutate, isPending, error } = useChangeChoices();
  if (isFull) return <p className="text-muted">There are {mostChoices}, which is the most there can be.</p>;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isPending) return;
    const added = () => {
      onSay(`${value.name.trim()} added`);
      setValue((now) => ({ ...now, name: '' }));
    };
    mutate({ do: 'add', list, choice: choiceInputOf(list, value) }, { onSuccess: added });
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-wrap items-start gap-2">
      <ChoiceFields
        list={list}
        label={`New ${choiceWords[list]}`}
        value={value}
        error={error ? errorSentence(error) : undefined}
        onChange={setValue}
      />
      <Button type="submit" className="mt-6.5" aria-disabled={isPending}>
        Add
      </Button>
    </form>
  );
}
