'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { type MarketoLoading, MarketoLoadingInput } from '@/lib/settings/contract';
import { loadChoices } from '@/lib/settings/model';
import { loadChoiceTitle } from './loading-words';
import { useSaveLoading } from './queries';
import { TextField } from './text-field';

type Errors = Partial<Record<keyof MarketoLoadingInput, string>>;

/** Another way of loading, and the lists to look for. */
export function LoadingForm({ loading }: { loading: MarketoLoading }) {
  const [choice, setChoice] = useState(loading.choice);
  const [listName, setListName] = useState(loading.listName);
  const [smartListId, setSmartListId] = useState(loading.smartListId?.toString() ?? '');
  const [staticListId, setStaticListId] = useState(loading.staticListId?.toString() ?? '');
  const [errors, setErrors] = useState<Errors>({});
  const save = useSaveLoading();
  const obstacle = loading.options.find((option) => option.method === choice)?.obstacle;

  function submit(event: FormEvent) {
    event.preventDefault();
    const [smart, fixed] = [smartListId, staticListId].map((text) => (text.trim() ? Number(text) : null));
    const parsed = MarketoLoadingInput.safeParse({ choice, listName, smartListId: smart, staticListId: fixed });
    setErrors(parsed.success ? {} : errorsFrom(parsed.error.issues));
    if (!parsed.success) return;
    save.mutate(parsed.data, { onSuccess: () => toast.success('Way of loading changed') });
  }

  return (
    <form noValidate onSubmit={submit} className="grid gap-3 border-t pt-4">
      <Field label="Way of loading" hint={obstacle ?? undefined}>
        <Select value={choice} onChange={(event) => setChoice(event.target.value as typeof choice)}>
          {loadChoices.map((name) => (
            <option key={name} value={name}>
              {loadChoiceTitle(name)}
            </option>
          ))}
        </Select>
      </Field>
      <TextField
        label="Name of the list"
        hint="A smart or static list in Marketo with everybody who has a sales owner."
        required
        value={listName}
        error={errors.listName}
        onChange={setListName}
      />
      <TextField
        label="Smart list ID"
        hint="Goes before the name. It is in the list’s address in Marketo."
        inputMode="numeric"
        value={smartListId}
        error={errors.smartListId}
        onChange={setSmartListId}
      />
      <TextField
        label="Static list ID"
        inputMode="numeric"
        value={staticListId}
        error={errors.staticListId}
        onChange={setStaticListId}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={save.isPending}>
          {save.isPending ? 'Asking Marketo…' : 'Use this way'}
        </Button>
        <p role="alert" className="text-bad-fg">
          {save.error ? errorSentence(save.error) : null}
        </p>
      </div>
    </form>
  );
}

function errorsFrom(issues: { path: PropertyKey[] }[]): Errors {
  const names = new Set(issues.map((issue) => issue.path[0]));
  const wholeNumber = 'Expected a whole number, or nothing';
  return {
    ...(names.has('listName') && { listName: 'Expected the name of a list' }),
    ...(names.has('smartListId') && { smartListId: wholeNumber }),
    ...(names.has('staticListId') && { staticListId: wholeNumber }),
  };
}
