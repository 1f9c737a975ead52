'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { copyText } from './copy-text';

const shownForMs = 1_500;

/** Puts a value on the clipboard and says so. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const back = setTimeout(() => setCopied(false), shownForMs);
    return () => clearTimeout(back);
  }, [copied]);

  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={label}
      title={label}
      onClick={async () => setCopied(await copyText(value))}
    >
      {copied ? <Check aria-hidden className="text-good-fg" /> : <Copy aria-hidden />}
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </Button>
  );
}
