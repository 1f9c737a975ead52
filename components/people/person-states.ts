import type { PersonState } from '@/lib/people/model';

type StateLook = {
  tone: 'good' | 'warn' | 'bad';
  title: string;
  /** Why the person is no longer in the list; null while listed. */
  why: string | null;
};

export const stateLooks: Record<PersonState, StateLook> = {
  active: { tone: 'good', title: 'In the list', why: null },
  unowned: {
    tone: 'warn',
    title: 'No sales owner',
    why: 'the record has no sales owner in Salesforce any more. It comes back by itself as soon as a user owns it again.',
  },
  deleted: { tone: 'bad', title: 'Deleted', why: 'the record was deleted in Marketo.' },
  merged: { tone: 'warn', title: 'Merged', why: 'the record was merged into another one in Marketo.' },
  missing: {
    tone: 'bad',
    title: 'Missing',
    why: 'Marketo no longer gives this record out, without saying why. It comes back by itself if Marketo does.',
  },
};
