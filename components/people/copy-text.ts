'use client';

import { toast } from 'sonner';

/** Puts `text` on the clipboard; says so and answers false where the browser does not allow it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast.error('The browser did not allow copying. It does so on https addresses and on localhost.');
    return false;
  }
}
