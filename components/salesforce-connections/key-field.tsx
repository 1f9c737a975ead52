'use client';

import { errorSentence } from '@/components/shell/error-state';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { OrgView } from '@/lib/salesforce-connections/contract';
import { type KeyMode, usualKeyField } from '@/lib/salesforce-connections/model';
import { useChooseKeyField } from './queries';

const modeWords: Record<KeyMode, string> = {
  'external-id': 'Tasks are found again by this field, so none is ever logged twice.',
  marker:
    'Tasks are found again by a mark at the end of their comments. With a text field on Activity that is an External ID, unique and at least 36 characters long, that takes fewer calls.',
  'read-only': 'The connected user may not make tasks, so nothing can be logged.',
};

type KeyFieldProps = { orgId: string; offers: NonNullable<OrgView['offers']> };

/** By which field of the org tasks are found again. */
export function KeyField({ orgId, offers }: KeyFieldProps) {
  const choose = useChooseKeyField(orgId);
  const { keyMode, keyField, keyFields, chosenKeyField } = offers;
  return (
    <Field
      label="Key of tasks"
      hint={modeWords[keyMode]}
      error={choose.error ? errorSentence(choose.error) : undefined}
    >
      <Select
        value={chosenKeyField ?? ''}
        disabled={choose.isPending}
        onChange={(event) => choose.mutate({ keyField: event.target.value || null })}
      >
        <option value="">
          {usualKeyField}
          {keyField === null && chosenKeyField === null ? ' (not in this org)' : ''}
        </option>
        {keyFields
          .filter((name) => name !== usualKeyField)
          .map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
      </Select>
    </Field>
  );
}
