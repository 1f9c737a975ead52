import type { RunOutcome, RunTrigger, StageState, SyncPhase, SyncStage } from '@/lib/sync/model';

type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

export const phaseWords: Record<SyncPhase, { tone: Tone; title: string; sentence: string }> = {
  'not-started': {
    tone: 'neutral',
    title: 'Not started',
    sentence: 'People are not synced yet. Start the sync once Marketo is connected.',
  },
  loading: {
    tone: 'info',
    title: 'First load',
    sentence: 'Everybody is being read once. People appear in the list as they come.',
  },
  following: {
    tone: 'good',
    title: 'Following',
    sentence: 'The first load is done. Changes in Marketo are read as they happen.',
  },
  paused: {
    tone: 'warn',
    title: 'Paused',
    sentence: 'Nothing is read at present. Resuming goes on where it stopped.',
  },
};

export const stageWords: Record<SyncStage, string> = {
  connect: 'Connect Marketo',
  method: 'Choose how to load',
  positions: 'Note where the feeds stand',
  load: 'Load everybody once',
  opportunities: 'Read opportunities',
  following: 'Follow changes',
};

export const stageStateWords: Record<StageState, string> = {
  done: 'done',
  now: 'under way',
  stopped: 'stopped here',
  ahead: 'not yet',
};

/** What the progress of the first load counts. */
export const unitWords = { ids: 'Marketo ID', records: 'Record', exports: 'Export' } as const;

export const outcomeWords: Record<RunOutcome, { tone: Tone; title: string }> = {
  done: { tone: 'good', title: 'Done' },
  paused: { tone: 'neutral', title: 'To be continued' },
  throttled: { tone: 'warn', title: 'Slowed by Marketo' },
  failed: { tone: 'bad', title: 'Failed' },
};

export const triggerWords: Record<RunTrigger, string> = {
  cron: 'schedule',
  worker: 'worker',
  admin: 'an admin',
  command: 'command line',
  chain: 'another job',
  write: 'a sales activity',
};

/** Why people are kept as tombstones, by state; a state of a newer server shows as it is. */
export const goneWords: Record<string, string> = {
  unowned: 'lost their sales owner',
  deleted: 'deleted in Marketo',
  merged: 'merged into another record',
  missing: 'no longer given out by Marketo',
};

/** Why a record was read but not taken in; a reason of a newer server shows as it is. */
export const skippedWords: Record<string, string> = {
  queue: 'owned by a queue',
  'Marketo only': 'only in Marketo, not in Salesforce',
  'no owner': 'without a sales owner',
  'over the cap': 'new, while the list is full',
  merged: 'merged into another record',
  deleted: 'deleted in Marketo',
  'not in Marketo, asking again': 'not given out by Marketo, asked again later',
};
