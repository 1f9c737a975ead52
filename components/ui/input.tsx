'use client';

import type { ComponentProps } from 'react';
import { cn } from './class-names';
import { useFieldControl } from './field';

export const controlClass =
  'h-8 w-full rounded-md border border-control-line/60 bg-surface px-2.5 text-[0.8125rem] text-fg placeholder:text-faint hover:border-control-line disabled:opacity-60 aria-invalid:border-bad-fg';

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlClass, className)} {...useFieldControl()} {...props} />;
}
