'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { type ComponentProps, type ReactNode, useRef, useState } from 'react';
import { Button } from './button';
import { cn } from './class-names';

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

/** Whether a dialog is open, for `Dialog`: with every opening and closing `reset` forgets what came of the last try. */
export function useDialogOpen(reset: () => void) {
  const [open, setOpen] = useState(false);
  const onOpenChange = (next: boolean) => {
    reset();
    setOpen(next);
  };
  return { open, onOpenChange };
}

/** The place of a dialog that comes in from the right, beside what it is about. */
export const sidePanelClass =
  'slide-in-from-right-4 top-0 right-0 left-auto flex h-dvh max-h-dvh w-[min(28rem,100vw)] animate-in translate-x-0 flex-col gap-3 overflow-auto rounded-none border-y-0 border-r-0 duration-100';

type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, 'title'> & {
  title: ReactNode;
  description?: ReactNode;
  /** Keeps the title for screen readers only. */
  hideTitle?: boolean;
};

export function DialogContent({ title, description, hideTitle, className, children, ...props }: DialogContentProps) {
  const opener = useRef<Element | null>(null);
  const noDescription = description ? {} : { 'aria-describedby': undefined };
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
      <Radix.Content
        className={cn(
          'fixed top-[12vh] left-1/2 z-50 max-h-[76vh] w-[min(32rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-y-auto rounded-xl border bg-surface p-5 shadow-float',
          className,
        )}
        {...noDescription}
        {...props}
        onOpenAutoFocus={(event) => {
          opener.current = document.activeElement;
          props.onOpenAutoFocus?.(event);
        }}
        onCloseAutoFocus={(event) => {
          props.onCloseAutoFocus?.(event);
          // Opened by a key there is no trigger, to which alone Radix would give the focus back.
          if (event.defaultPrevented || !(opener.current instanceof HTMLElement)) return;
          if (opener.current === document.body) return;
          event.preventDefault();
          opener.current.focus();
        }}
      >
        <Radix.Title className={hideTitle ? 'sr-only' : 'pr-8 font-semibold text-base'}>{title}</Radix.Title>
        {description ? <Radix.Description className="mt-1 text-muted">{description}</Radix.Description> : null}
        {children}
        {hideTitle ? null : (
          <Radix.Close asChild>
            <Button variant="ghost" size="icon" aria-label="Close" className="absolute top-4 right-4">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        )}
      </Radix.Content>
    </Radix.Portal>
  );
}

export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('mt-5 flex flex-wrap justify-end gap-2', className)} {...props} />;
}
