'use client';

import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type SecretFieldProps = {
  label?: string;
  stored: boolean;
  value: string;
  error?: string;
  onChange(value: string): void;
};

/** A secret can be set and replaced, never seen again. */
export function SecretField({ label = 'Client secret', stored, value, error, onChange }: SecretFieldProps) {
  const [replacing, setReplacing] = useState(false);
  if (stored && !replacing && !value && !error) {
    return (
      <div className="grid gap-1.5">
        <span className="font-medium">{label}</span>
        <div className="flex flex-wrap items-center gap-3">
          <span className="inline-flex items-center gap-1.5 text-muted">
            <LockKeyhole aria-hidden className="size-4" />
            Stored encrypted
          </span>
          <Button size="sm" onClick={() => setReplacing(true)} aria-label={`Replace the ${label.toLowerCase()}`}>
            Replace
          </Button>
        </div>
      </div>
    );
  }
  return (
    <Field
      label={label}
      required={!stored}
      error={error}
      hint={stored ? 'Leave empty to keep the stored one.' : undefined}
    >
      <Input
        type="password"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoFocus={replacing}
        autoComplete="new-password"
        spellCheck={false}
      />
    </Field>
  );
}
