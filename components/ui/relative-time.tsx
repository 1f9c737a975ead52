'use client';

import { useSyncExternalStore } from 'react';
import { exactTime, relativeTime } from './format-time';

type RelativeTimeProps = {
  /** ISO moment; null shows `fallback`. */
  value: string | null;
  fallback?: string;
  className?: string;
};

/** A moment as distance from now, kept current; the exact time on hover. */
export function RelativeTime({ value, fallback = '—', className }: RelativeTimeProps) {
  const now = useNow();
  if (!value) return <span className={className}>{fallback}</span>;
  const at = new Date(value);
  return (
    <time dateTime={value} title={exactTime(at)} className={className} suppressHydrationWarning>
      {relativeTime(at, new Date(now))}
    </time>
  );
}

const tickMs = 15_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since the epoch, one shared timer for the whole page. */
export function useNow() {
  return useSyncExternalStore(subscribe, readNow, readNow);
}

function readNow() {
  return nowMs;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  nowMs = Date.now();
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick() {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}
