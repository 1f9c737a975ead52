'use client';

import { Menu as MenuIcon, Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, useState } from 'react';
import { LogCallProvider } from '@/components/calls/log-call-provider';
import { ConnectionBanner } from '@/components/salesforce-connections/connection-banner';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { Keys } from '@/components/ui/keys';
import type { Actor } from '@/lib/auth/model';
import { useCommandKey } from './command-key';
import { useGlobalKeys } from './global-keys';
import { type PageLink, pagesFor } from './pages';
import { SideNav } from './side-nav';
import { UserMenu } from './user-menu';

// Loaded on first use: none is needed to show a page.
const CommandPalette = dynamic(() => import('@/components/palette/command-palette').then((m) => m.CommandPalette));
const LookupDialog = dynamic(() => import('@/components/lookup/lookup-dialog').then((m) => m.LookupDialog));
const KeyboardHelp = dynamic(() => import('./keyboard-help').then((m) => m.KeyboardHelp));

type AppShellProps = { actor: Actor; children: ReactNode };

export function AppShell({ actor, children }: AppShellProps) {
  const pages = pagesFor(actor.role);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [lookup, setLookup] = useState<string | null>(null);
  useGlobalKeys({ pages, openHelp: () => setHelpOpen(true), togglePalette: () => setPaletteOpen((open) => !open) });

  const userMenu = <UserMenu actor={actor} onHelp={() => setHelpOpen(true)} />;
  const openPalette = () => setPaletteOpen(true);
  return (
    <LogCallProvider userId={actor.userId}>
      <div className="flex h-dvh flex-col overflow-hidden md:flex-row">
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <aside className="hidden w-52 shrink-0 flex-col gap-3 border-r bg-subtle p-2 md:flex">
          <Brand />
          <PaletteButton onClick={openPalette} />
          <SideNav pages={pages} />
          <div className="mt-auto">{userMenu}</div>
        </aside>
        <TopBar pages={pages} userMenu={userMenu} onSearch={openPalette} />
        <main
          id="main"
          tabIndex={-1}
          className="relative flex min-h-0 min-w-0 grow flex-col overflow-auto outline-none"
        >
          <ConnectionBanner />
          {children}
        </main>
        {paletteOpen ? (
          <CommandPalette
            pages={pages}
            onOpenChange={setPaletteOpen}
            onHelp={() => setHelpOpen(true)}
            onLookup={setLookup}
          />
        ) : null}
        {lookup === null ? null : <LookupDialog initial={lookup} onClose={() => setLookup(null)} />}
        {helpOpen ? <KeyboardHelp onOpenChange={setHelpOpen} /> : null}
      </div>
    </LogCallProvider>
  );
}

function TopBar({ pages, userMenu, onSearch }: { pages: PageLink[]; userMenu: ReactNode; onSearch(): void }) {
  const [open, setOpen] = useState(false);
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-b bg-subtle px-2 md:hidden">
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button variant="ghost" size="icon" aria-label="Menu">
            <MenuIcon aria-hidden />
          </Button>
        </DialogTrigger>
        <DialogContent
          title="Sales Actions"
          className="top-0 left-0 flex h-dvh max-h-dvh w-64 translate-x-0 flex-col gap-4 rounded-none border-y-0 border-l-0"
        >
          <SideNav pages={pages} onNavigate={() => setOpen(false)} />
          <div className="mt-auto">{userMenu}</div>
        </DialogContent>
      </Dialog>
      <Brand />
      <Button variant="ghost" size="icon" aria-label="Search people and pages" className="ml-auto" onClick={onSearch}>
        <Search aria-hidden />
      </Button>
    </header>
  );
}

function Brand() {
  return <p className="flex h-8 items-center px-2 font-semibold">Sales Actions</p>;
}

function PaletteButton({ onClick }: { onClick(): void }) {
  return (
    <Button
      onClick={onClick}
      className="justify-start px-2 font-normal text-muted"
      aria-keyshortcuts="Control+K Meta+K"
    >
      <Search aria-hidden />
      Search
      <Keys keys={`${useCommandKey()} K`} className="ml-auto" />
    </Button>
  );
}
