'use client';

import { Copy } from 'lucide-react';
import { toast } from 'sonner';
import { copyText } from '@/components/people/copy-text';
import { Button } from '@/components/ui/button';
import type { CallView } from '@/lib/calls/contract';
import { csvFromCalls } from './csv';
import { callsText } from './words';

/** Copies the calls that were loaded so far. */
export function CopyCallsButton({ calls }: { calls: CallView[] }) {
  const copy = async () => {
    if (await copyText(csvFromCalls(calls))) toast.success(`Copied ${callsText(calls.length)} as CSV`);
  };
  return (
    <Button size="sm" disabled={calls.length === 0} onClick={copy}>
      <Copy aria-hidden />
      {calls.length > 0 ? `Copy ${calls.length.toLocaleString('en')} as CSV` : 'Copy as CSV'}
    </Button>
  );
}
