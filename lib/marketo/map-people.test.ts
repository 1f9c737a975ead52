import { describe, expect, test } from 'vitest';
import { defaultOwnerRule } from '@/lib/settings/model';
import type { WireOpportunityRole } from './api-types';
import { fieldMappingFromDescription } from './field-mapping';
import { hasSalesOwner, opportunityByLead, personFromLead } from './map-people';

const readAt = new Date('2026-11-23T12:00:00Z');
const names = [
  'firstName',
  'lastName',
  'email',
  'title',
  'company',
  'phone',
  'leadSource',
  'sfdcContactId',
  'sfdcLeadId',
  'sfdcAccountId',
  'sfdcLeadOwnerId',
];
const mapping = fieldMappingFromDescription({ fields: names.map((name) => ({ name })) });

describe('personFromLead', () => {
  test('reads the product fields', () => {
    const lead = {
      id: 318581,
      firstName: ' Ada ',
      lastName: 'Løvelace 🦊',
      email: 'ada@example.com',
      title: '',
      company: 'Analytical\0 Engines',
      phone: 4420794,
      leadSource: null,
      sfdcContactId: '0033000000FCQwk',
      sfdcLeadOwnerId: '00530000000iTz0AAE',
      createdAt: '2015-03-17T00:18:40Z',
      updatedAt: '2016-05-17T22:11:45+0000',
    };
    expect(personFromLead(lead, mapping, readAt)).toEqual({
      marketoId: 318581,
      firstName: 'Ada',
      lastName: 'Løvelace 🦊',
      email: 'ada@example.com',
      title: null,
      company: 'Analytical Engines',
      phone: '4420794',
      linkedinUrl: null,
      source: null,
      sfdcContactId: expect.stringMatching(/^0033000000FCQwk[A-Z0-5]{3}$/),
      sfdcLeadId: null,
      sfdcAccountId: null,
      owner: { sfdcId: '00530000000iTz0AAE', name: null },
      marketoCreatedAt: new Date('2015-03-17T00:18:40Z'),
      marketoUpdatedAt: new Date('2016-05-17T22:11:45Z'),
      readAt,
    });
  });

  test('an absent field and a null one read the same', () => {
    const explicit = Object.fromEntries(names.map((name) => [name, null]));
    expect(personFromLead({ id: 1 }, mapping, readAt)).toEqual(personFromLead({ id: 1, ...explicit }, mapping, readAt));
  });
});

describe('hasSalesOwner', () => {
  const user = '00530000000iTz0AAE';
  const queue = '00G30000000abcdEAA';
  test.each([
    ['lead of a user', { lead: true, owner: user }, { owned: true, reason: 'owned' }],
    ['lead of a queue', { lead: true, owner: queue }, { owned: false, reason: 'queue' }],
    ['lead of a queue in small letters', { lead: true, owner: queue.toLowerCase() }, { owned: false, reason: 'queue' }],
    ['lead without an owner', { lead: true }, { owned: false, reason: 'no owner' }],
    ['contact of a user', { contact: true, owner: user }, { owned: true, reason: 'owned' }],
    ['contact whose owner Marketo left empty', { contact: true }, { owned: true, reason: 'owned' }],
    ['contact of a queue', { contact: true, owner: queue }, { owned: false, reason: 'queue' }],
    ['converted lead', { lead: true, contact: true }, { owned: true, reason: 'owned' }],
    ['Marketo-only person', {}, { owned: false, reason: 'Marketo only' }],
    ['Marketo-only person with a stray owner', { owner: user }, { owned: false, reason: 'Marketo only' }],
  ])('%s', (_, given, expected) => {
    expect(hasSalesOwner(aPerson(given), defaultOwnerRule)).toEqual(expected);
  });

  test('where contacts are not always owned, an empty owner counts', () => {
    const strict = { mode: 'auto', contactsAlwaysOwned: false } as const;
    expect(hasSalesOwner(aPerson({ contact: true }), strict)).toEqual({ owned: false, reason: 'no owner' });
  });

  function aPerson(given: { lead?: boolean; contact?: boolean; owner?: string }) {
    return {
      sfdcContactId: given.contact ? '0033000000FCQwkAAH' : null,
      sfdcLeadId: given.lead ? '00Q3000000FCQwkAAH' : null,
      owner: { sfdcId: given.owner ?? null, name: null },
    };
  }
});

describe('opportunityByLead', () => {
  const role = (id: string | null, more: Partial<WireOpportunityRole> = {}) => ({
    leadId: 1,
    externalOpportunityId: id,
    ...more,
  });
  test.each<[string, WireOpportunityRole[], string | undefined]>([
    [
      'the primary one',
      [role('B', { externalCreatedDate: '2026-01-01T00:00:00Z' }), role('A', { isPrimary: true })],
      'A',
    ],
    [
      'the newest of several primary ones',
      [
        role('A', { isPrimary: true, externalCreatedDate: '2024-01-01T00:00:00Z' }),
        role('B', { isPrimary: true, externalCreatedDate: '2025-01-01T00:00:00Z' }),
      ],
      'B',
    ],
    ['a dated one before one without a date', [role('A'), role('B', { externalCreatedDate: '2020-01-01' })], 'B'],
    ['the smallest id at last', [role('C'), role('A'), role('B')], 'A'],
    ['no role without an id', [role(null)], undefined],
  ])('chooses %s', (_, roles, id) => {
    expect(opportunityByLead(roles).get(1)).toBe(id);
    expect(opportunityByLead(roles.toReversed()).get(1)).toBe(id);
  });

  test('keeps people apart and normalises ids', () => {
    const chosen = opportunityByLead([role('0063000000FCQwk'), { leadId: 2, externalOpportunityId: 'X' }]);
    expect(chosen.get(1)).toHaveLength(18);
    expect(chosen.get(2)).toBe('X');
  });
});
