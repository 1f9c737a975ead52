'use client';

import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { type ChoiceList, choiceWords, hasToBeGiven } from '@/lib/calls/model';

type ChoiceSelectProps = {
  list: ChoiceList;
  asked: { enabled: boolean; required: boolean; choices: { id: string; name: string }[] };
  value: string;
  error?: string;
  onChange(name: string): void;
};

/** The outcome or the reason, as the admin lets sellers choose; nothing where that is off, or nothing is to be chosen. */
export function ChoiceSelect({ list, asked, value, error, onChange }: ChoiceSelectProps) {
  const { enabled, choices } = asked;
  // What was chosen before it was taken off the list is not offered, and not forgotten silently.
  const isGone = value !== '' && !choices.some(({ name }) => name === value);
  if (!isGone && (!enabled || choices.length === 0)) return null;
  const word = choiceWords[list];
  return (
    <Field
      label={word.charAt(0).toUpperCase() + word.slice(1)}
      required={hasToBeGiven(asked)}
      error={error ?? (isGone ? `“${value}” is not offered any more. Choose another.` : undefined)}
    >
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{hasToBeGiven(asked) ? 'Choose…' : 'None'}</option>
        {isGone ? <option value={value}>{value}</option> : null}
        {choices.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
