'use client';

import { useEffect, useEffectEvent } from 'react';
import { z } from 'zod';
import { useStoredValue } from './stored-value';

/** What to do by keys: a single key ("/"), or two in a row ("g p"). */
export type Bindings = Record<string, () => void>;

/**
 * Single-key shortcuts of the page. Keys typed into a field, held with Ctrl, Alt or ⌘, already handled, or pressed
 * while a dialog is open are not shortcuts; and everybody can turn them off (WCAG 2.1.4). `everywhere` are those that a
 * page may bind otherwise.
 */
export function useShortcuts(bindings: Bindings, { everywhere = false } = {}) {
  const [enabled] = useShortcutsEnabled();
  const run = useEffectEvent((keys: string) => {
    const action = bindings[keys];
    action?.();
    return Boolean(action);
  });

  useEffect(() => (enabled ? listen(run, everywhere ? general : special) : undefined), [enabled, everywhere]);
}

/** Whether single-key shortcuts are on, and how to change that. */
export function useShortcutsEnabled() {
  return useStoredValue('shortcuts', z.boolean(), true);
}

type KeyStroke = { key: string; atMs: number };
type Run = (keys: string) => boolean;

/** What is bound for a page is asked before what is bound everywhere. */
const special = new Set<Run>();
const general = new Set<Run>();
let previous: KeyStroke | null = null;

/** One listener for all parts of a page, so that a pair of keys bound in one is not taken for its second key in another. */
function listen(run: Run, listening: Set<Run>) {
  // A call of its own, since two renders may hand over the same function.
  const one: Run = (keys) => run(keys);
  listening.add(one);
  document.addEventListener('keydown', onKeyDown);
  return () => {
    listening.delete(one);
    if (special.size + general.size === 0) document.removeEventListener('keydown', onKeyDown);
  };
}

function onKeyDown(event: KeyboardEvent) {
  if (!isShortcutEvent(event)) return;
  const stroke = { key: event.key, atMs: event.timeStamp };
  const handled = keysAfter(previous, stroke).some((keys) => [...special, ...general].some((run) => run(keys)));
  previous = handled ? null : stroke;
  if (handled) event.preventDefault();
}

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
