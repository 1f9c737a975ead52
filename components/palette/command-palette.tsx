'use client';

import { Command } from 'cmdk';
import { CircleHelp, PhoneOutgoing } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useLogCall } from '@/components/calls/log-call-provider';
import { personHref, usePeopleSearch } from '@/components/people/queries';
import { errorSentence } from '@/components/shell/error-state';
import type { PageLink } from '@/components/shell/pages';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { Keys } from '@/components/ui/keys';
import { canLookUp } from '@/lib/lookup/contract';
import { displayName } from '@/lib/people/model';

type CommandPaletteProps = {
  pages: PageLink[];
  onOpenChange(open: boolean): void;
  onHelp(): void;
  /** Asks why a person is not here; `about` is what was typed when that can be looked up, else nothing. */
  onLookup(about: string): void;
};

/** Ctrl K: any page, any person. Mounted only while it is open. */
export function CommandPalette({ pages, onOpenChange, onHelp, onLookup }: CommandPaletteProps) {
  const router = useRouter();
  const logCall = useLogCall();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState({ value: '', among: '' });
  const wanted = text.trim();
  const found = pages.filter((page) => matches(pageTitle(page), wanted));
  const hasHelp = matches('Keyboard shortcuts', wanted);
  const hasCall = matches(logCallTitle, wanted);
  const search = usePeopleSearch(useDeferredValue(wanted));
  const people = wanted ? (search.data?.items ?? []) : [];
  // People come later than the text: Enter must open the first of them when nothing else is there.
  const values = [
    ...found.map((page) => page.href),
    ...(hasCall ? [logCallValue] : []),
    ...(hasHelp ? ['help'] : []),
    ...people.map(personValue),
  ];
  // Always offered, but while people may still come Enter must not fall on it.
  const isSearching = Boolean(wanted) && (search.isFetching || search.isPlaceholderData);
  const firstChoice = values[0] ?? (isSearching ? '' : lookupValue);
  // The list chooses its first entry by itself; the lookup, alone before people came, was not somebody's choice.
  const isMeant = values.includes(chosen.value) || (chosen.value === lookupValue && chosen.among === firstChoice);
  const selected = isMeant ? chosen.value : firstChoice;
  const choose = (value: string) => setChosen({ value, among: firstChoice });

  const leaveFor = (action: () => void) => () => {
    onOpenChange(false);
    action();
  };
  return (
    <Dialog open onOpenChange={onOpenChange}>
      <DialogContent title="Search people and pages" hideTitle className="overflow-hidden p-0">
        <Command shouldFilter={false} loop label="Search people and pages" value={selected} onValueChange={choose}>
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder="Search people by name or e-mail, or go to a page"
            className="h-12 w-full border-b bg-transparent px-4 text-sm outline-none placeholder:text-faint"
          />
          <Command.List className="max-h-[55vh] overflow-y-auto p-1.5">
            <Pages found={found} onOpen={(href) => leaveFor(() => router.push(href))()} />
            {hasCall ? (
              <Command.Group heading={<Heading>Do</Heading>}>
                <Item value={logCallValue} onSelect={leaveFor(() => logCall())}>
                  <PhoneOutgoing aria-hidden className="size-4 text-muted" />
                  {logCallTitle}
                </Item>
              </Command.Group>
            ) : null}
            {hasHelp ? (
              <Command.Group heading={<Heading>Help</Heading>}>
                <Item value="help" onSelect={leaveFor(onHelp)} shortcut="?">
                  Keyboard shortcuts
                </Item>
              </Command.Group>
            ) : null}
            <People text={wanted} search={search} onOpen={(href) => leaveFor(() => router.push(href))()} />
            <Command.Group heading={<Heading>Not found?</Heading>}>
              <Item value={lookupValue} onSelect={leaveFor(() => onLookup(canLookUp(wanted) ? wanted : ''))}>
                <CircleHelp aria-hidden className="size-4 text-muted" />
                Why is this person not here?
              </Item>
            </Command.Group>
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

function Pages({ found, onOpen }: { found: PageLink[]; onOpen(href: string): void }) {
  if (found.length === 0) return null;
  return (
    <Command.Group heading={<Heading>Pages</Heading>}>
      {found.map((page) => (
        <Item key={page.href} value={page.href} onSelect={() => onOpen(page.href)} shortcut={page.shortcut}>
          <page.icon aria-hidden className="size-4 text-muted" />
          {pageTitle(page)}
        </Item>
      ))}
    </Command.Group>
  );
}

type PeopleProps = { text: string; search: ReturnType<typeof usePeopleSearch>; onOpen(href: string): void };

function People({ text, search, onOpen }: PeopleProps) {
  if (!text) return null;
  if (search.error) return <p className="px-3 py-2 text-muted">{errorSentence(search.error)}</p>;
  if (!search.data) return null;
  if (search.data.items.length === 0) return <p className="px-3 py-2 text-muted">No person matches “{text}”.</p>;
  return (
    <Command.Group heading={<Heading>People</Heading>}>
      {search.data.items.map((person) => (
        <Item
          key={person.marketoId}
          value={personValue(person)}
          onSelect={() => onOpen(personHref(person))}
          shortcut="↵"
        >
          <span className="truncate font-medium">{displayName(person)}</span>
          <span className="truncate text-muted">{[person.email, person.company].filter(Boolean).join(' · ')}</span>
        </Item>
      ))}
    </Command.Group>
  );
}

type ItemProps = { value: string; onSelect(): void; shortcut?: string; children: ReactNode };

function Item({ value, onSelect, shortcut, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2.5 data-[selected=true]:bg-hover forced-colors:data-[selected=true]:outline"
    >
      {children}
      {shortcut ? <Keys keys={shortcut} className="ml-auto" /> : null}
    </Command.Item>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return <span className="block px-2.5 pt-2 pb-1 font-medium text-faint text-xs">{children}</span>;
}

const lookupValue = 'lookup';
const logCallValue = 'log-call';
const logCallTitle = 'Log a call';

function personValue(person: { marketoId: number }) {
  return `person-${person.marketoId}`;
}

function pageTitle(page: PageLink) {
  return page.group ? `${page.group} › ${page.title}` : page.title;
}

function matches(title: string, text: string) {
  return title.toLowerCase().includes(text.toLowerCase());
}
