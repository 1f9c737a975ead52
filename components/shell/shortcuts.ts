'use client';

import { useEffect, useEffectEvent } from 'react';
import { z } from 'zod';
import { useStoredValue } from './stored-value';

/** What to do by keys: a single key ("/"), or two in a row ("g p"). */
export type Bindings = Record<string, () => void>;

/**
 * Single-key shortcuts of the page. Keys typed into a field, held with Ctrl, Alt or ⌘, already handled, or pressed
 * while a dialog is open are not shortcuts; and everybody can turn them off (WCAG 2.1.4).
 */
export function useShortcuts(bindings: Bindings) {
  const [enabled] = useShortcutsEnabled();
  const run = useEffectEvent((keys: string) => {
    const action = bindings[keys];
    action?.();
    return Boolean(action);
  });

  useEffect(() => {
    if (!enabled) return;
    let previous: KeyStroke | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isShortcutEvent(event)) return;
      const stroke = { key: event.key, atMs: event.timeStamp };
      const handled = keysAfter(previous, stroke).some(run);
      previous = handled ? null : stroke;
      if (handled) event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [enabled]);
}

/** Whether single-key shortcuts are on, and how to change that. */
export function useShortcutsEnabled() {
  return useStoredValue('shortcuts', z.boolean(), true);
}

type KeyStroke = { key: string; atMs: number };

/** How long after the first key of a pair the second one may come. */
export const pairMs = 1000;

/** The shortcuts a stroke may mean, the longer one first. */
export function keysAfter(previous: KeyStroke | null, stroke: KeyStroke): string[] {
  const inTime = previous !== null && stroke.atMs - previous.atMs <= pairMs;
  return inTime ? [`${previous.key} ${stroke.key}`, stroke.key] : [stroke.key];
}

function isShortcutEvent(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return false;
  return !isTyping(event.target) && !document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]');
}

function isTyping(target: EventTarget | null) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input:not([type="checkbox"]), textarea, select');
}
