'use client';

import { Dialog, DialogContent } from '@/components/ui/dialog';
import { Keys } from '@/components/ui/keys';
import { useCommandKey } from './command-key';
import { useShortcutsEnabled } from './shortcuts';

const groups = [
  {
    title: 'Anywhere',
    shortcuts: [
      ['Ctrl K', 'Search people, go to a page'],
      ['g p', 'Go to People'],
      ['g c', 'Go to Calls'],
      ['g a', 'Go to Sales activities'],
      ['g s', 'Go to Sync (admins)'],
      ['c', 'Log a call'],
      ['?', 'Show this help'],
    ],
  },
  {
    title: 'People list',
    shortcuts: [
      ['/', 'Search'],
      ['j', 'Next row'],
      ['k', 'Previous row'],
      ['↑ ↓ ← →', 'Move from cell to cell'],
      ['PgUp PgDn', 'A screen up or down'],
      ['Ctrl Home', 'First row'],
      ['Enter', 'Open the person'],
      ['Space', 'Peek at the person'],
      ['x', 'Select the row (with Shift: up to it)'],
      ['c', 'Log a call with the person'],
      ['Esc', 'Close the peek panel, clear the selection'],
    ],
  },
  {
    title: 'A person',
    shortcuts: [
      ['c', 'Log a call with the person'],
      ['p', 'Passport, and back to the fields'],
    ],
  },
  {
    title: 'Calls',
    shortcuts: [
      ['Ctrl Enter', 'Save the form, from any field'],
      ['/', 'Search'],
      ['j', 'Next call'],
      ['k', 'Previous call'],
      ['Enter', 'Open the call'],
    ],
  },
  {
    title: 'Sales activities',
    shortcuts: [
      ['j', 'Next line'],
      ['k', 'Previous line'],
      ['Enter', 'Open where it was delivered'],
    ],
  },
] as const;

type KeyboardHelpProps = { onOpenChange(open: boolean): void };

export function KeyboardHelp({ onOpenChange }: KeyboardHelpProps) {
  const [enabled] = useShortcutsEnabled();
  const commandKey = useCommandKey();
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent
        title="Keyboard shortcuts"
        description={enabled ? undefined : 'Single-key shortcuts are off. Turn them on in the menu under your name.'}
      >
        {groups.map((group) => (
          <section key={group.title} className="mt-4">
            <h3 className="mb-1 font-medium text-muted text-xs">{group.title}</h3>
            <dl>
              {group.shortcuts.map(([keys, meaning]) => (
                <div key={keys} className="flex min-h-7 items-center justify-between gap-4">
                  <dt>{meaning}</dt>
                  <dd>
                    <Keys keys={keys.replace('Ctrl', commandKey)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </DialogContent>
    </Dialog>
  );
}
