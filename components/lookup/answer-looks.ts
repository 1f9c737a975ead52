import type { LookupAnswer } from '@/lib/lookup/model';

type Look = { tone: 'neutral' | 'info' | 'good' | 'warn' | 'bad'; title: string };

export const answerLooks: Record<LookupAnswer, Look> = {
  here: { tone: 'good', title: 'In the list' },
  leaving: { tone: 'warn', title: 'Leaving the list' },
  unowned: { tone: 'warn', title: 'No sales owner' },
  queue: { tone: 'warn', title: 'Owned by a queue' },
  'marketo-only': { tone: 'warn', title: 'Only in Marketo' },
  deleted: { tone: 'bad', title: 'Deleted' },
  merged: { tone: 'warn', title: 'Merged' },
  missing: { tone: 'bad', title: 'Missing' },
  unknown: { tone: 'bad', title: 'Not given out' },
  'over-the-cap': { tone: 'warn', title: 'The list is full' },
  'not-started': { tone: 'neutral', title: 'Sync not started' },
  paused: { tone: 'warn', title: 'Sync paused' },
  'not-loaded': { tone: 'info', title: 'Not loaded yet' },
  waiting: { tone: 'info', title: 'Waiting in line' },
  soon: { tone: 'info', title: 'Coming' },
  'not-asked': { tone: 'neutral', title: 'Could not ask' },
};
