'use client';

import { useEffect, useEffectEvent, useState } from 'react';

const everyMs = 20_000;

/** Tells a screen reader how far something is, but at most three times a minute. */
export function SpokenNowAndThen({ text }: { text: string }) {
  const [spoken, setSpoken] = useState('');
  const speak = useEffectEvent(() => setSpoken(text));

  useEffect(() => {
    const timer = setInterval(() => speak(), everyMs);
    return () => clearInterval(timer);
  }, []);

  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}
