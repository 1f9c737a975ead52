'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { canLookUp } from '@/lib/lookup/contract';
import { LookupAnswers } from './lookup-answers';

type LookupFormProps = {
  /** What is asked about to begin with; the rest of the way is a click. */
  initial?: string;
  onLeave?(): void;
};

/** Why is this person not here? A Marketo ID or an e-mail address, and the answer. */
export function LookupForm({ initial = '', onLeave }: LookupFormProps) {
  const [text, setText] = useState(initial);
  const [asked, setAsked] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const of = text.trim();
    setWrong(!canLookUp(of));
    setAsked(canLookUp(of) ? of : null);
  };
  return (
    <div className="grid gap-4 text-left">
      <form onSubmit={submit} noValidate className="flex items-start gap-2">
        <Field
          className="grow"
          label="Marketo ID or e-mail address"
          error={isWrong ? 'Expected a Marketo ID, such as 4711, or an e-mail address' : undefined}
        >
          <Input
            value={text}
            maxLength={255}
            autoComplete="off"
            spellCheck={false}
            inputMode="email"
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" className="mt-[1.6rem]">
          Ask Marketo
        </Button>
      </form>
      {asked === null ? null : <LookupAnswers key={asked} of={asked} onLeave={onLeave} />}
    </div>
  );
}
