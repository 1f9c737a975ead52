'use client';

import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './keys';

type TooltipProps = {
  label: ReactNode;
  /** Keys separated by spaces, for example "g p". */
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** One element that can hold a ref; it still needs its own accessible name. */
  children: ReactNode;
};

export function Tooltip({ label, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={500}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={5}
            collisionPadding={8}
            className="z-50 flex max-w-72 items-center gap-2 rounded-md border bg-surface px-2 py-1 text-xs shadow-float"
          >
            {label}
            {shortcut ? <Keys keys={shortcut} /> : null}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
