'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import {
  type ChoiceList,
  longestChoiceName,
  type OutcomeType,
  outcomeTypes,
  outcomeTypeTitles,
} from '@/lib/calls/model';

/** As the list has it; reasons have no type. */
export type Choice = { id: string; name: string; type?: OutcomeType };
/** As it is typed. */
export type ChoiceText = { name: string; type: OutcomeType };

type ChoiceFieldsProps = {
  list: ChoiceList;
  label: string;
  value: ChoiceText;
  error?: string;
  onChange(value: ChoiceText): void;
};

/** The name of a choice, and of an outcome what it means. */
export function ChoiceFields({ list, label, value, error, onChange }: ChoiceFieldsProps) {
  return (
    <>
      <Field label={label} required error={error} className="min-w-40 grow">
        <Input
          value={value.name}
          maxLength={longestChoiceName}
          autoComplete="off"
          onChange={(event) => onChange({ ...value, name: event.target.value })}
        />
      </Field>
      {list === 'outcomes' ? (
        <Field label="It means">
          <Select
            value={value.type}
            onChange={({ target }) =>
              onChange({ ...value, type: outcomeTypes.find((type) => type === target.value) ?? value.type })
            }
          >
            {outcomeTypes.map((type) => (
              <option key={type} value={type}>
                {outcomeTypeTitles[type]}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
    </>
  );
}

/** What is sent of it: reasons have no type. */
export function choiceInputOf(list: ChoiceList, { name, type }: ChoiceText) {
  return list === 'outcomes' ? { name, type } : { name };
}
