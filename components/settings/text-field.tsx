'use client';

import type { ComponentProps } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type TextFieldProps = Omit<ComponentProps<typeof Field>, 'children'> & {
  value: string;
  onChange(value: string): void;
} & Pick<ComponentProps<'input'>, 'placeholder' | 'inputMode'>;

/** A labelled line of text that no password manager fills. */
export function TextField({ value, onChange, placeholder, inputMode, ...field }: TextFieldProps) {
  return (
    <Field {...field}>
      <Input
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={placeholder}
        inputMode={inputMode}
        autoComplete="off"
        spellCheck={false}
      />
    </Field>
  );
}
