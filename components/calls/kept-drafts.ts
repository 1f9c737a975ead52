/** Drafts outlive the form that was closed and the page that was loaded anew, in this tab and for this user. */
import { z } from 'zod';
import { Draft } from './draft';

const storageKey = 'call-drafts';
const Kept = z.object({ userId: z.string(), drafts: z.record(z.string(), Draft) });

const nameOf = (marketoId: number | null) => String(marketoId ?? 'nobody');

/** What was typed about this person (about nobody yet, for null) and not saved. */
export function keptDraft(userId: string, marketoId: number | null): Draft | null {
  return read(userId)[nameOf(marketoId)] ?? null;
}

/** Keeps a draft of the form that was opened for this person; null forgets it. */
export function keepDraft(userId: string, marketoId: number | null, draft: Draft | null): void {
  const { [nameOf(marketoId)]: _, ...others } = read(userId);
  const drafts = draft ? { ...others, [nameOf(marketoId)]: draft } : others;
  write(Object.keys(drafts).length > 0 ? JSON.stringify({ userId, drafts } satisfies z.infer<typeof Kept>) : null);
}

/** Whoever signs in after somebody else in one tab finds nothing. */
function read(userId: string): Record<string, Draft> {
  try {
    const kept = Kept.safeParse(JSON.parse(storage().getItem(storageKey) ?? 'null'));
    return kept.success && kept.data.userId === userId ? kept.data.drafts : {};
  } catch {
    return {};
  }
}

function write(value: string | null): void {
  try {
    if (value === null) storage().removeItem(storageKey);
    else storage().setItem(storageKey, value);
  } catch {
    // The browser forbids it, or is full: the draft then lasts as long as the form.
  }
}

// Of the tab, and gone with it: notes about people are nothing to leave on a shared computer.
const storage = () => sessionStorage;
