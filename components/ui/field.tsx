'use client';

import { createContext, type ReactNode, useContext, useId } from 'react';
import { cn } from './class-names';

type FieldControl = { id?: string; required?: boolean; 'aria-describedby'?: string; 'aria-invalid'?: true };

const FieldContext = createContext<FieldControl>({});

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** What was expected instead; marks the control as invalid. */
  error?: ReactNode;
  required?: boolean;
  className?: string;
  children: ReactNode;
};

/** A labelled control. Input, Select, Checkbox and any control using `useFieldControl` inside it are wired up. */
export function Field({ label, hint, error, required, className, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : null;
  const errorId = error ? `${id}-error` : null;
  const control: FieldControl = {
    id,
    required,
    'aria-describedby': [errorId, hintId].filter(Boolean).join(' ') || undefined,
    'aria-invalid': error ? true : undefined,
  };
  return (
    <div className={cn('grid gap-1.5', className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <FieldContext value={control}>{children}</FieldContext>
      {error && errorId ? (
        <p id={errorId} className="text-bad-fg text-xs">
          {error}
        </p>
      ) : null}
      {hint && hintId ? (
        <div id={hintId} className="text-muted text-xs">
          {hint}
        </div>
      ) : null}
    </div>
  );
}

/** The id and aria attributes a control inside a Field spreads onto itself; empty outside one. */
export function useFieldControl() {
  return useContext(FieldContext);
}
