'use client';

import { Popover as Radix } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;

/** Give it an `aria-label`: it is a dialog to a screen reader. */
export function PopoverContent({
  className,
  sideOffset = 4,
  align = 'start',
  ...props
}: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={sideOffset}
        align={align}
        collisionPadding={8}
        className={cn('z-50 w-72 rounded-lg border bg-surface p-3 shadow-float', className)}
        {...props}
      />
    </Radix.Portal>
  );
}
