'use client';

import { useSyncExternalStore } from 'react';
import type { z } from 'zod';

const cache = new Map<string, { raw: string | null; value: unknown }>();
const listeners = new Set<() => void>();

/**
 * A choice kept in this browser, shared by every component and tab that reads the same key.
 * What is stored but no longer valid reads as `fallback`, which must be a constant.
 */
export function useStoredValue<T>(key: string, schema: z.ZodType<T>, fallback: T) {
  const value = useSyncExternalStore(
    subscribe,
    () => read(key, schema, fallback),
    () => fallback,
  );
  return [value, (next: T) => write(key, next)] as const;
}

function read<T>(key: string, schema: z.ZodType<T>, fallback: T): T {
  const raw = readRaw(key);
  const known = cache.get(key);
  if (known && known.raw === raw) return known.value as T;
  const value = parse(raw, schema) ?? fallback;
  cache.set(key, { raw, value });
  return value;
}

function parse<T>(raw: string | null, schema: z.ZodType<T>) {
  if (raw === null) return undefined;
  try {
    return schema.safeParse(JSON.parse(raw)).data;
  } catch {
    return undefined;
  }
}

// Storage throws where the browser forbids it; the choice then lasts as long as the page.
function readRaw(key: string) {
  try {
    return localStorage.getItem(key);
  } catch {
    return cache.get(key)?.raw ?? null;
  }
}

function write(key: string, value: unknown) {
  const raw = JSON.stringify(value);
  try {
    localStorage.setItem(key, raw);
  } catch {
    cache.set(key, { raw, value });
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
