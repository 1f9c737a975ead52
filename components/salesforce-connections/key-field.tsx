'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { OrgView } from '@/lib/salesforce-connections/contract';
import { type KeyMode, usualKeyField } from '@/lib/salesforce-connections/model';
import { useChooseKeyField } from './queries';

const modeWords: Record<KeyMode, string> = {
  'external-id': 'Tasks are found again by this field, so none is ever logged twice.',
  marker:
    'Tasks are found again by a mark at the end of their comments. With a text field on Activity that is an External ID, unique and at least 36 characters long, that takes fewer API calls.',
  'read-only': 'The connected user may not make tasks, so nothing can be logged.',
};

type KeyFieldProps = { orgId: string; offers: NonNullable<OrgView['offers']> };

/** By which field of the org tasks are found again. */
export function KeyField({ orgId, offers }: KeyFieldProps) {
  const choose = useChooseKeyField(orgId);
  const { keyMode, keyField, keyFields, chosenKeyField } = offers;
  const [wanted, setWanted] = useState(chosenKeyField ?? '');
  // One that the org has lost is still what was chosen.
  const offered = [...new Set([...keyFields, ...(chosenKeyField === null ? [] : [chosenKeyField])])];
  const isAnother = wanted !== (chosenKeyField ?? '');

  function submit(event: FormEvent) {
    event.preventDefault();
    choose.mutate({ keyField: wanted || null }, { onSuccess: () => toast.success('Key field saved') });
  }
  return (
    <form noValidate onSubmit={submit} className="grid justify-items-start gap-2">
      <Field
        label="Key field of tasks"
        hint={modeWords[keyMode]}
        error={choose.error ? errorSentence(choose.error) : undefined}
        className="w-full"
      >
        <Select value={wanted} onChange={(event) => setWanted(event.target.value)}>
          <option value="">
            {usualKeyField}
            {keyField === null && chosenKeyField === null ? ' (not in this org)' : ''}
          </option>
          {offered
            .filter((name) => name !== usualKeyField)
            .map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
        </Select>
      </Field>
      <Button type="submit" size="sm" disabled={!isAnother || choose.isPending}>
        {choose.isPending ? 'Saving…' : 'Save the key field'}
      </Button>
    </form>
  );
}
