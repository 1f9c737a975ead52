'use client';

import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { dynamicFields, longestSubject, renderSubject } from '@/lib/salesforce-logging/model';
import { fieldTitles, sampleValues } from './words';

type SubjectEditorProps = { value: string; error?: string; disabled: boolean; onChange(value: string): void };

/** Free text and dynamic fields, put in where the cursor stands, with what comes of them. */
export function SubjectEditor({ value, error, disabled, onChange }: SubjectEditorProps) {
  const input = useRef<HTMLInputElement>(null);
  function insert(name: string) {
    const at = input.current?.selectionStart ?? value.length;
    const end = input.current?.selectionEnd ?? at;
    const token = `{{${name}}}`;
    onChange(value.slice(0, at) + token + value.slice(end));
    // The browser puts the cursor at the end of a value that it is given.
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at + token.length, at + token.length);
    });
  }
  return (
    <div className="grid gap-2">
      <Field
        label="Subject of e-mails and calls"
        error={error}
        hint={`What is not known is left empty; at most ${longestSubject} characters are kept. Replies are always “Reply: …”.`}
      >
        <Input
          ref={input}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
          autoComplete="off"
        />
      </Field>
      <fieldset className="flex flex-wrap gap-1.5" disabled={disabled}>
        <legend className="sr-only">Add a dynamic field to the subject</legend>
        {dynamicFields.map((name) => (
          <Button key={name} size="sm" onClick={() => insert(name)}>
            {fieldTitles[name]}
          </Button>
        ))}
      </fieldset>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs" aria-label="Preview of the subject">
        {sampleValues.map(({ title, values }) => (
          <div key={title} className="contents">
            <dt className="text-muted">{title}</dt>
            <dd className="break-words">{renderSubject(value, values) || '(empty)'}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
