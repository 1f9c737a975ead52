'use client';

import { type ComponentProps, useId } from 'react';
import { cn } from './class-names';
import { useFieldControl } from './field';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'>;

export function Checkbox({ className, ...props }: CheckboxProps) {
  return (
    <input
      type="checkbox"
      className={cn('size-4 shrink-0 accent-accent', className)}
      {...useFieldControl()}
      {...props}
    />
  );
}

/** A checkbox with its sentence beside it; the whole line can be clicked. */
export function CheckboxLine({ className, children, ...props }: CheckboxProps) {
  const id = useId();
  return (
    <label htmlFor={id} className={cn('flex min-h-6 items-start gap-2', className)}>
      <Checkbox {...props} id={id} className="mt-0.5" />
      <span>{children}</span>
    </label>
  );
}
