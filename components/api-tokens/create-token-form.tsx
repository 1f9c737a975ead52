'use client';

import { type FormEvent, useState } from 'react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { CheckboxLine } from '@/components/ui/checkbox';
import { DialogClose, DialogFooter } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { NewApiToken } from '@/lib/auth/contract';
import { type ApiScope, apiScopes, apiScopeTitles } from '@/lib/auth/model';
import { ApiProblem } from '@/lib/http/fetch-json';

type CreateTokenFormProps = { isPending: boolean; error: unknown; onSubmit(input: NewApiToken): void };

const lifetimes = [
  { days: 30, title: '30 days' },
  { days: 90, title: '90 days' },
  { days: 365, title: 'A year' },
  { days: null, title: 'It never expires' },
];

export function CreateTokenForm({ isPending, error, onSubmit }: CreateTokenFormProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ApiScope[]>(['sales-activities:write']);
  const [days, setDays] = useState('90');
  const fields = error instanceof ApiProblem ? error.fields : {};

  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit({ name, scopes, expiresInDays: days === '' ? null : Number(days) });
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-4">
      <Field label="Name" hint="What will use it, such as “Mail plug-in”." error={fields.name} required>
        <Input value={name} onChange={(event) => setName(event.target.value)} maxLength={100} autoComplete="off" />
      </Field>
      <fieldset className="grid gap-1.5">
        <legend className="mb-1.5 font-medium">What it may do</legend>
        {apiScopes.map((scope) => (
          <CheckboxLine
            key={scope}
            checked={scopes.includes(scope)}
            onChange={(event) =>
              setScopes((chosen) => (event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope)))
            }
          >
            {apiScopeTitles[scope]}
          </CheckboxLine>
        ))}
      </fieldset>
      <Field label="Expires after" error={fields.expiresInDays}>
        <Select value={days} onChange={(event) => setDays(event.target.value)}>
          {lifetimes.map((lifetime) => (
            <option key={lifetime.title} value={lifetime.days ?? ''}>
              {lifetime.title}
            </option>
          ))}
        </Select>
      </Field>
      <p role="alert" className="text-bad-fg">
        {error && !fields.name && !fields.expiresInDays ? errorSentence(error) : null}
      </p>
      <DialogFooter>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" disabled={isPending || scopes.length === 0}>
          {isPending ? 'Creating…' : 'Create the token'}
        </Button>
      </DialogFooter>
    </form>
  );
}
