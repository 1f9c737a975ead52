import { describe, expect, it } from 'vitest';
import type { SalesforceStanding } from '@/db/queries/salesforce-standing';
import { standingTypesFrom } from '../activity-types/compare-types';
import { type MarketoStanding, type Obstacles, obstacleOf } from './obstacles';

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
const org = { orgId: 'o1', instanceUrl: 'https://a.example', isDescribed: true };

const nobody: SalesforceStanding = { connections: [], orgs: [], deactivated: [] };
const reachable: MarketoStanding = { connected: true, types: null, rest: null };
const of = (
  salesforce: Partial<SalesforceStanding>,
  paused: Obstacles['paused'] = {},
  rests: Obstacles['rests'] = new Map(),
) =>
  obstacleOf(
    { paused, rests, salesforce: { ...nobody, orgs: [org], ...salesforce }, marketo: reachable },
    { destination: 'salesforce', userId: 'ann', kind: 'call' },
    now,
  );

describe('what is in the way of a seller’s deliveries', () => {
  it.each<[string, ReturnType<typeof of>, string | null, string?]>([
    ['nobody connected', of({}), 'It waits until the seller connects Salesforce;', 'seller'],
    [
      'deactivated',
      of({ deactivated: ['ann'] }),
      'The seller was deactivated here, so a connection of the seller’s is not used. It waits until an admin connects',
      'admin',
    ],
    ['deactivated, with an integration', of({ connections: [integration], deactivated: ['ann'] }), null],
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
      'It waits until an admin lets the paused connection to Salesforce try again;',
      'admin',
    ],
    [
      'the integration refused for good',
      of({ connections: [{ ...integration, state: 'needs-reauth' }] }),
      'It waits until an admin connects Salesforce again;',
      'admin',
    ],
    [
      'paused, though there is an integration',
      of({ connections: [{ ...connection, state: 'paused' }, integration] }),
      'It waits until the seller lets the paused connection to Salesforce try again;',
      'seller',
    ],
    [
      'an org that was never described',
      of({ connections: [connection], orgs: [{ ...org, isDescribed: false }] }),
      'What the Salesforce org offers has not been read yet.',
      'nobody',
    ],
    [
      'the org rests',
      of({ connections: [connection] }, {}, new Map([['o1', { until: later, why: 'No calls left.' }]])),
      'Nothing is sent to Salesforce for a while: No calls left.',
      'nobody',
    ],
    ['another org rests', of({ connections: [connection] }, {}, new Map([['o2', { until: later, why: '' }]])), null],
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
    const rests = new Map([['o1', { until: later, why: 'No calls left.' }]]);
    expect(of({ connections: [connection] }, {}, rests)?.until).toEqual(later);
  });
});

describe('what is in the way to Marketo', () => {
  const types = standingTypesFrom({ approved: [], custom: [], mayMake: true, checkedAt: now });
  const to = (marketo: Partial<MarketoStanding>, paused: Obstacles['paused'] = {}) =>
    obstacleOf(
      { paused, rests: new Map(), salesforce: nobody, marketo: { ...reachable, ...marketo } },
      { destination: 'marketo', userId: 'ann', kind: 'call' },
      now,
    );

  it.each<[string, ReturnType<typeof to>, string | null, string?]>([
    ['nothing', to({}), null],
    ['no connection', to({ connected: false }), 'It waits until an admin connects Marketo;', 'admin'],
    ['no type', to({ types }), '“Call” cannot be sent: in Marketo the activity type “Sales Actions Call”', 'admin'],
    [
      'a rest',
      to({ rest: { until: later, why: 'The quota is used up' } }),
      'Nothing is sent to Marketo for a while: The quota is used up.',
      'nobody',
    ],
    ['a rest that is over', to({ rest: { until: now, why: null } }), null],
    ['a paused job', to({}, { marketo: '' }), 'Deliveries to Marketo are paused. It is sent once they go on.', 'admin'],
  ])('%s', (_, obstacle, sentence, solver) => {
    if (sentence === null) return expect(obstacle).toBeNull();
    expect(obstacle?.sentence.startsWith(sentence)).toBe(true);
    expect(obstacle?.solver).toBe(solver);
  });
});
