import { describe, expect, it } from 'vitest';
import type { SalesforceStanding } from '@/db/queries/salesforce-standing';
import { type Obstacles, obstacleOf } from './obstacles';

const now = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-01T13:00:00Z');
const connection = {
  userId: 'ann',
  purpose: 'seller',
  orgId: 'o1',
  state: 'active',
  instanceUrl: 'https://a.example',
} as const;
const integration = { ...connection, userId: 'ada', purpose: 'integration' } as const;
const org = { orgId: 'o1', instanceUrl: 'https://a.example', pausedUntil: null, pausedReason: null };

const of = (salesforce: Partial<SalesforceStanding>, paused: Obstacles['paused'] = {}) =>
  obstacleOf(
    { paused, salesforce: { connections: [], orgs: [org], ...salesforce } },
    { destination: 'salesforce', userId: 'ann' },
    now,
  );

describe('what is in the way of a seller’s deliveries', () => {
  it.each<[string, ReturnType<typeof of>, string | null, string?]>([
    ['nobody connected', of({}), 'It waits until the seller connects Salesforce;', 'seller'],
    ['somebody else connected', of({ connections: [{ ...connection, userId: 'bob' }] }), 'It waits until', 'seller'],
    ['connected', of({ connections: [connection] }), null],
    ['the integration connected', of({ connections: [integration] }), null],
    [
      'refused for good',
      of({ connections: [{ ...connection, state: 'needs-reauth' }, integration] }),
      'It waits until the seller connects Salesforce again;',
      'seller',
    ],
    [
      'the integration refused',
      of({ connections: [{ ...integration, state: 'paused' }] }),
      'It waits until the admin connects Salesforce again;',
      'admin',
    ],
    [
      'the org rests',
      of({ connections: [connection], orgs: [{ ...org, pausedUntil: later, pausedReason: 'No calls left.' }] }),
      'Nothing is sent to Salesforce for a while: No calls left.',
      'nobody',
    ],
    ['the org has rested', of({ connections: [connection], orgs: [{ ...org, pausedUntil: now }] }), null],
    [
      'the job is paused',
      of({ connections: [connection] }, { salesforce: 'Access denied' }),
      'Deliveries to Salesforce are paused: Access denied.',
      'admin',
    ],
    ['the job of another destination is paused', of({ connections: [connection] }, { marketo: 'Access denied' }), null],
  ])('%s', (_name, obstacle, sentence, solver) => {
    if (sentence === null) return expect(obstacle).toBeNull();
    expect(obstacle?.sentence.startsWith(sentence)).toBe(true);
    expect(obstacle?.solver).toBe(solver);
  });

  it('says until when an org rests', () => {
    expect(of({ connections: [connection], orgs: [{ ...org, pausedUntil: later }] })?.until).toEqual(later);
  });

  it('knows of nothing in the way to Marketo but a paused job', () => {
    const salesforce = { connections: [], orgs: [] };
    const delivery = { destination: 'marketo', userId: 'ann' } as const;
    expect(obstacleOf({ paused: {}, salesforce }, delivery, now)).toBeNull();
    expect(obstacleOf({ paused: { marketo: '' }, salesforce }, delivery, now)?.sentence).toBe(
      'Deliveries to Marketo are paused. It is sent once they go on.',
    );
  });
});
