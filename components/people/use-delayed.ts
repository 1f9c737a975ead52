'use client';

import { useEffect, useState } from 'react';

/** `value` as it was when it had not changed for `delayMs`. */
export function useDelayed<T>(value: T, delayMs: number): T {
  const [delayed, setDelayed] = useState(value);
  useEffect(() => {
    const timer = setTimeout(setDelayed, delayMs, value);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return delayed;
}
