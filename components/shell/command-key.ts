'use client';

import { useSyncExternalStore } from 'react';

/** The key that opens the palette together with K, as the viewer's keyboard names it. */
export function useCommandKey() {
  return useSyncExternalStore(neverChanges, readKey, () => 'Ctrl');
}

function readKey() {
  return /mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘' : 'Ctrl';
}

function neverChanges() {
  return () => {};
}
