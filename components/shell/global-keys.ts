'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent } from 'react';
import type { PageLink } from './pages';
import { useShortcuts } from './shortcuts';

/** The keys that work on every page: go to a page, help, and Ctrl K (or ⌘K) for the palette. */
export function useGlobalKeys(input: { pages: PageLink[]; openHelp(): void; togglePalette(): void }) {
  const router = useRouter();
  const goTo = input.pages.flatMap((page) => (page.shortcut ? [[page.shortcut, () => router.push(page.href)]] : []));
  useShortcuts({ '?': input.openHelp, ...Object.fromEntries(goTo) });

  const togglePalette = useEffectEvent(input.togglePalette);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return;
      if (!event.metaKey && !event.ctrlKey) return;
      event.preventDefault();
      togglePalette();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
