import { describe, expect, it } from 'vitest';
import { causeOf, givenUp } from '../diagnostics/catalogue';
import { deliveryMoves, deliveryStates, mayRetry } from './model';
import type { Obstacle } from './obstacles';
import { type Situation, whatHappensNext } from './what-next';

const now = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-01T12:10:00Z');
const locked = causeOf({ destination: 'salesforce', code: 'UNABLE_TO_LOCK_ROW', kind: 'unavailable', message: '' });
const rule = causeOf({
  destination: 'salesforce',
  code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  kind: 'forbidden',
  message: '',
});
const notConnected: Obstacle = {
  sentence: 'It waits until the seller connects Salesforce; it is then sent by itself.',
  until: null,
  solver: 'seller',
  settings: 'salesforce',
};
const resting: Obstacle = {
  sentence: 'Nothing is sent to Salesforce for a while.',
  until: later,
  solver: 'nobody',
};

const calm = { destination: 'salesforce', kind: 'call', reason: null, looks: 0, cause: null, obstacle: null } as const;
const next = (given: Partial<Situation> & Pick<Situation, 'state'>) =>
  whatHappensNext({ ...calm, dueAt: later, ...given }, now);

type Row = [name: string, given: Partial<Situation> & Pick<Situation, 'state'>, answer: [string, Date | null, unknown]];

const rows: Row[] = [
  ['confirmed', { state: 'confirmed' }, ['It is in Salesforce; nothing more happens.', null, null]],
  [
    'skipped while it was off',
    { state: 'skipped', reason: 'switched-off' },
    ['It is not sent. An admin has not switched “Call” on for Salesforce.', null, null],
  ],
  [
    'skipped without a place',
    { state: 'skipped', reason: 'not-offered', kind: 'campaign-added' },
    ['It is not sent. Salesforce has no place for “Added to a sales campaign”.', null, null],
  ],
  [
    'skipped for a reason of a newer server',
    { state: 'skipped', reason: 'brand-new' },
    ['It is not sent.', null, null],
  ],
  ['sending', { state: 'sending' }, ['It is being sent at this moment.', null, 'nobody']],
  ['queued, not due', { state: 'queued' }, ['It is sent in a moment, together with others.', later, 'nobody']],
  [
    'queued until its mail is there',
    { state: 'queued', kind: 'email-opened' },
    ['It is noted on the task of its e-mail, as soon as that is there.', later, 'nobody'],
  ],
  ['queued and due', { state: 'queued', dueAt: now }, ['It is sent with the next run.', null, 'nobody']],
  ['queued after what passes', { state: 'queued', cause: locked }, ['It is tried again by itself.', later, 'nobody']],
  [
    'queued after what passes, and due',
    { state: 'queued', cause: locked, dueAt: now },
    ['It is tried again with the next run.', null, 'nobody'],
  ],
  [
    'queued after what somebody has to remove',
    { state: 'queued', cause: rule },
    [`It is tried again by itself. ${rule.remedy}`, later, 'salesforce-admin'],
  ],
  [
    'queued with nobody connected',
    { state: 'queued', obstacle: notConnected },
    [notConnected.sentence, null, 'seller'],
  ],
  ['queued while the org rests', { state: 'queued', obstacle: resting }, [resting.sentence, later, 'nobody']],
  [
    'unknown',
    { state: 'unknown', looks: 2 },
    ['It may be in Salesforce, so it is looked for there, and only sent again when it is not found.', later, 'nobody'],
  ],
  [
    'unknown and due',
    { state: 'unknown', dueAt: now },
    [
      'It may be in Salesforce, so it is looked for there, and only sent again when it is not found, with the next run.',
      null,
      'nobody',
    ],
  ],
  [
    'unknown with nobody connected',
    { state: 'unknown', obstacle: notConnected },
    [notConnected.sentence, null, 'seller'],
  ],
  [
    'rejected',
    { state: 'rejected', cause: rule, obstacle: notConnected },
    [`It waits for a person, and is not tried again by itself. ${rule.remedy}`, null, 'salesforce-admin'],
  ],
  [
    'rejected after what should have passed',
    { state: 'rejected', cause: givenUp(locked) },
    [
      'It waits for a person, and is not tried again by itself. It was tried again and again in vain. Try again once it has passed.',
      null,
      'admin',
    ],
  ],
  [
    'rejected without a known cause',
    { state: 'rejected' },
    ['It waits for a person, and is not tried again by itself. Look at the reason, then try again.', null, 'admin'],
  ],
  [
    'stuck',
    { state: 'stuck', looks: 12 },
    [
      'It may be in Salesforce: it was looked for 12 times in vain, and sending it again could make a second one. Look there yourself, then try again: it is looked for once more before it is sent.',
      null,
      'seller',
    ],
  ],
];

describe('what happens next', () => {
  it.each(rows)('%s', (_name, given, [sentence, at, solver]) => {
    expect(next(given)).toMatchObject({ sentence, at, solver });
  });

  it('is said of every state', () => {
    expect(new Set(rows.map(([, { state }]) => state))).toEqual(new Set(deliveryStates));
  });

  it('never names a time where only a person moves it on', () => {
    for (const state of ['rejected', 'stuck', 'confirmed', 'skipped'] as const) {
      expect(next({ state, cause: rule }).at).toBeNull();
    }
  });
});

describe('a retry', () => {
  it('is offered where a delivery failed and may move on', () => {
    const offered = deliveryStates.filter((state) => mayRetry({ state, problemId: 'p' }));
    expect(offered).toEqual(['queued', 'rejected', 'unknown', 'stuck']);
    expect(offered.every((state) => deliveryMoves[state].length > 0)).toBe(true);
    expect(deliveryStates.some((state) => mayRetry({ state, problemId: null }))).toBe(false);
  });
});
