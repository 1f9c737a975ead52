/** What happens next with a delivery, when, and whose job it is. Pure. */
import type { Cause, SettingsPage, Solver } from '../diagnostics/model';
import {
  type Destination,
  destinationTitles,
  isSkipReason,
  type SalesActivityKind,
  skipSentence,
} from '../sales-activities/model';
import { isMailEventKind } from '../salesforce-logging/model';
import type { JobName } from '../sync/model';
import type { DeliveryState } from './model';
import type { Obstacle } from './obstacles';

export type Situation = {
  state: DeliveryState;
  destination: Destination;
  kind: SalesActivityKind;
  /** Why it is not wanted, as a code. */
  reason: string | null;
  dueAt: Date;
  /** How often it was looked for in vain. */
  looks: number;
  /** Why it failed last; null where nothing did. */
  cause: Cause | null;
  /** What keeps every delivery of this seller from going there; null where nothing does. */
  obstacle: Obstacle | null;
};

export type WhatNext = {
  sentence: string;
  /** When it is tried or looked for; null where nothing is, or at once. */
  at: Date | null;
  /** Null where nothing is to be done. */
  solver: Solver | null;
  settings?: SettingsPage;
  /** The obstacle keeps it from going. */
  blocked?: true;
  /** The obstacle is that this job is paused. */
  pausedJob?: JobName;
};

/** One sentence for each way a delivery can stand. */
export function whatHappensNext(situation: Situation, now: Date): WhatNext {
  const { state, destination, kind, reason, looks, cause, obstacle } = situation;
  const where = destinationTitles[destination];
  if (state === 'confirmed') return { sentence: `It is in ${where}; nothing more happens.`, at: null, solver: null };
  if (state === 'skipped') {
    const why = isSkipReason(reason) ? ` ${skipSentence(reason, destination, kind)}` : '';
    return { sentence: `It is not sent.${why}`, at: null, solver: null };
  }
  if (state === 'sending') return { sentence: 'It is being sent at this moment.', at: null, solver: 'nobody' };
  if (state === 'stuck') {
    const times = looks === 1 ? 'once' : `${looks} times`;
    const sentence = `It may be in ${where}: it was looked for ${times} in vain, and sending it again could make a second one. Look there yourself, then try again: it is looked for once more before it is sent.`;
    return { sentence, at: null, solver: cause?.solver ?? 'seller' };
  }
  if (state === 'rejected') {
    const sentence = `It waits for a person, and is not tried again by itself. ${cause?.remedy ?? 'Look at the reason, then try again.'}`;
    return { sentence, at: null, solver: cause?.solver ?? 'admin', settings: cause?.settings };
  }
  if (obstacle) {
    const { until, ...rest } = obstacle;
    return { ...rest, at: until, blocked: true };
  }
  return whileItWaits(situation, where, now);
}

function whileItWaits({ state, destination, kind, dueAt, cause }: Situation, where: string, now: Date): WhatNext {
  const isDue = dueAt <= now;
  const at = isDue ? null : dueAt;
  if (state === 'unknown') {
    const what = `It may be in ${where}, so it is looked for there, and only sent again when it is not found`;
    return { sentence: `${what}${isDue ? ', with the next run' : ''}.`, at, solver: 'nobody' };
  }
  if (!cause) {
    const ofMail = destination === 'salesforce' && isMailEventKind(kind);
    if (ofMail && !isDue)
      return { sentence: 'It is noted on the task of its e-mail, as soon as that is there.', at, solver: 'nobody' };
    const sentence = isDue ? 'It is sent with the next run.' : 'It is sent in a moment, together with others.';
    return { sentence, at, solver: 'nobody' };
  }
  const again = isDue ? 'It is tried again with the next run.' : 'It is tried again by itself.';
  const sentence = cause.solver === 'nobody' ? again : `${again} ${cause.remedy}`;
  return { sentence, at, solver: cause.solver, settings: cause.settings };
}
