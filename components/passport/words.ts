import type { PersonEventKind, PersonSource } from '@/lib/people/model';
import type { DirtyReason } from '@/lib/sync/model';

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

export const kindLooks: Record<PersonEventKind, { tone: Tone; title: string }> = {
  listed: { tone: 'good', title: 'Came onto the list' },
  changed: { tone: 'info', title: 'Changed' },
  left: { tone: 'warn', title: 'Left the list' },
  returned: { tone: 'good', title: 'Came back' },
  merged: { tone: 'warn', title: 'Merged' },
};

export const sourceWords: Record<PersonSource, string> = {
  'first-load': 'first load',
  'change-feed': 'feed of changes',
  'event-feed': 'feed of events',
  'delete-feed': 'feed of deletions',
  sweep: 'nightly sweep',
  discovery: 'search for new owners',
  reconcile: 'full comparison with Marketo',
};

/** Why a person left; a reason of a newer server shows as it is. */
export const reasonWords: Record<string, string> = {
  'no owner': 'no sales owner in Salesforce any more',
  unowned: 'no sales owner in Salesforce any more',
  queue: 'belongs to a queue in Salesforce now',
  'Marketo only': 'no longer synced with Salesforce',
  deleted: 'deleted in Marketo',
  merged: 'merged into another record in Marketo',
  missing: 'Marketo no longer gives the record out, without saying why',
};

/** Why somebody is about to be read again; a reason of a newer server shows as it is. */
export const waitingWords: Partial<Record<DirtyReason, string>> = {
  changed: 'Marketo announced a change',
  created: 'Marketo announced a new record',
  owner: 'Marketo announced another owner',
  merged: 'Marketo announced a merge',
  deleted: 'Marketo announced a deletion',
  swept: 'the last answer of Marketo has to be confirmed',
};
