'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { useStoredValue } from './stored-value';
import { themeKey } from './theme-script';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const Theme = z.enum(themes);
const darkQuery = '(prefers-color-scheme: dark)';

/** The chosen theme, and what it comes to now. */
export function useTheme() {
  const [theme, setTheme] = useStoredValue<Theme>(themeKey, Theme, 'system');
  const systemIsDark = useSyncExternalStore(
    subscribeToSystem,
    () => matchMedia(darkQuery).matches,
    () => false,
  );
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark);
  return { theme, setTheme, dark };
}

/** Keeps the class on <html> equal to the choice; called once, at the root. */
export function useThemeClass() {
  const { dark } = useTheme();
  useEffect(() => {
    document.documentElement.classList.toggle('dark', dark);
  }, [dark]);
}

function subscribeToSystem(listener: () => void) {
  const query = matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
