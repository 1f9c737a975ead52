import { describe, expect, it } from 'vitest';
import { type StandingTypes, type TypeLayout, typeLayouts, wantedTypes } from '@/lib/activity-types/model';
import { type SalesActivityBody, salesActivityKinds, salesActivityPayloads } from '@/lib/sales-activities/model';
import { activityFromSalesActivity, deliveryKeysFrom } from './map-sales-activities';

const key = '6c1d0f4e-0b5a-5b1e-9d0e-0c7f7c1b2a33';
const occurredAt = new Date('2026-03-01T09:30:15.678Z');

const mail = { emailId: 'mail-1', emailSubject: 'Spring offer', sentBy: 'sam@example.com' };
const template = { templateId: 't-7', templateName: 'Offer', templateUrl: 'https://app.example.com/templates/7' };
const campaign = { campaignId: 'c-3', campaignName: 'Spring', campaignUrl: 'https://app.example.com/campaigns/3' };
const given = {
  'email-sent': { ...mail, ...template, ...campaign, bodyText: 'Hello', to: ['ada@example.com'] },
  'email-opened': { ...mail, ...template, ...campaign, device: 'Phone', isBot: true },
  'email-clicked': { ...mail, ...template, ...campaign, link: 'https://example.com/pricing' },
  'email-replied': { emailId: 'mail-1', emailSubject: 'Re: Spring offer', receivedBy: 'sam@example.com', ...campaign },
  'email-bounced': { ...mail, ...template, email: 'ada@old.example', category: 'hard', details: '550 no such user' },
  call: {
    madeBy: 'sam@example.com',
    status: 'completed',
    outcome: 'Interested',
    phoneNumber: '+1 555 0100',
    durationSeconds: 95,
    recordingUrl: 'https://calls.example.com/1',
    answeredBy: 'Ada Lovelace',
    ...campaign,
  },
  'campaign-added': { sentBy: 'sam@example.com', ...campaign },
  'campaign-removed': { sentBy: 'sam@example.com', ...campaign, reason: 'Replied' },
} as const;

type Change = Record<string, unknown>;
const bodyOf = (kind: keyof typeof given, change: Change = {}) =>
  ({ kind, payload: salesActivityPayloads[kind].parse({ ...given[kind], ...change }) }) as SalesActivityBody;

function standing(layout: TypeLayout, missingAttributes: string[] = []): StandingTypes {
  const types = wantedTypes[layout].map(({ apiName }, n) => ({
    apiName,
    id: 100_001 + n,
    status: 'approved' as const,
    missingAttributes,
  }));
  return { layout, why: '', types, freeSlots: 0, checkedAt: '2026-03-01T00:00:00Z', mayMake: true };
}

function map(kind: keyof typeof given, layout: TypeLayout = 'eight', change: Change = {}, missing: string[] = []) {
  const body = bodyOf(kind, change);
  const mapped = activityFromSalesActivity({ key, leadId: 1001, occurredAt, body }, standing(layout, missing));
  if (!mapped) throw new Error('This type cannot be used');
  const { attributes, ...rest } = mapped.activity;
  return {
    ...rest,
    note: mapped.note,
    ...Object.fromEntries(attributes.map(({ apiName, value }) => [apiName, value])),
  };
}

const sentMail = {
  emailId: 'mail-1',
  sentBy: 'sam@example.com',
  source: 'Sales App',
  ...template,
  salesPersonId: '1001',
};

describe('a sales activity becomes one of Marketo', () => {
  const common = { leadId: 1001, activityDate: '2026-03-01T09:30:15Z', externalActivityId: key, note: null };
  it.each<[keyof typeof given, number, string, Record<string, unknown>]>([
    ['email-sent', 100_001, 'Spring offer', { ...sentMail, ...campaign }],
    ['email-opened', 100_002, 'Spring offer', { ...sentMail, ...campaign, device: 'Phone', isBot: true }],
    [
      'email-clicked',
      100_003,
      'Spring offer',
      { ...sentMail, ...campaign, link: 'https://example.com/pricing', isBot: false },
    ],
    [
      'email-replied',
      100_004,
      'Re: Spring offer',
      { emailId: 'mail-1', receivedBy: 'sam@example.com', source: 'Sales App', salesPersonId: '1001', ...campaign },
    ],
    [
      'email-bounced',
      100_005,
      'Spring offer',
      { ...sentMail, email: 'ada@old.example', category: 'hard', details: '550 no such user' },
    ],
    [
      'call',
      100_006,
      'Interested',
      {
        madeBy: 'sam@example.com',
        callStatus: 'completed',
        phoneNumber: '+1 555 0100',
        durationSeconds: 95,
        recordingUrl: 'https://calls.example.com/1',
        answeredBy: 'Ada Lovelace',
        source: 'Sales App',
        salesPersonId: '1001',
        ...campaign,
      },
    ],
    [
      'campaign-added',
      100_007,
      'Spring',
      { sentBy: 'sam@example.com', source: 'Sales App', campaignId: 'c-3', campaignUrl: campaign.campaignUrl },
    ],
    [
      'campaign-removed',
      100_008,
      'Spring',
      {
        sentBy: 'sam@example.com',
        source: 'Sales App',
        campaignId: 'c-3',
        campaignUrl: campaign.campaignUrl,
        reason: 'Replied',
      },
    ],
  ])('%s', (kind, activityTypeId, primaryAttributeValue, attributes) => {
    expect(map(kind)).toEqual({ ...common, activityTypeId, primaryAttributeValue, ...attributes });
  });

  it.each<[keyof typeof given, number, string, Record<string, unknown>]>([
    ['email-sent', 100_001, 'Sent', { emailSubject: 'Spring offer' }],
    ['email-opened', 100_001, 'Opened', { device: 'Phone' }],
    ['email-clicked', 100_001, 'Clicked', { link: 'https://example.com/pricing' }],
    ['email-replied', 100_001, 'Replied', { receivedBy: 'sam@example.com' }],
    ['email-bounced', 100_001, 'Bounced', { details: '550 no such user' }],
    ['call', 100_002, 'Interested', { callStatus: 'completed' }],
    ['campaign-added', 100_003, 'Spring', { event: 'Added' }],
    ['campaign-removed', 100_003, 'Spring', { event: 'Removed', reason: 'Replied' }],
  ])('%s, where kinds share their types', (kind, activityTypeId, primaryAttributeValue, attributes) => {
    expect(map(kind, 'compact')).toMatchObject({ ...common, activityTypeId, primaryAttributeValue, ...attributes });
  });

  it.each(typeLayouts)('with no attribute that its type of the layout "%s" does not have', (layout) => {
    for (const kind of salesActivityKinds) {
      const wanted = wantedTypes[layout].find(({ kinds }) => kinds.includes(kind))?.attributes ?? [];
      const { leadId, activityDate, activityTypeId, primaryAttributeValue, note, ...attributes } = map(kind, layout);
      expect(wanted.map(({ apiName }) => apiName)).toEqual(expect.arrayContaining(Object.keys(attributes)));
    }
  });
});

describe('what Marketo does not take', () => {
  it.each<[string, keyof typeof given, Change, Record<string, unknown>]>([
    ['what is not known is left out', 'email-sent', { campaignName: null }, { note: null }],
    ['a mail without a subject', 'email-sent', { emailSubject: '' }, { primaryAttributeValue: '(none)', note: null }],
    ['a call of which nobody said what came of it', 'call', { outcome: null }, { primaryAttributeValue: 'completed' }],
    [
      'a subject of 1,000 characters',
      'email-sent',
      { emailSubject: 'x'.repeat(1000) },
      { primaryAttributeValue: 'x'.repeat(255), note: 'Email Subject was cut to 255 characters.' },
    ],
    [
      'half of an emoji is none',
      'email-sent',
      { emailSubject: `${'x'.repeat(254)}🚀🚀` },
      { primaryAttributeValue: 'x'.repeat(254), note: expect.stringContaining('cut') },
    ],
    [
      'an emoji that fits stays',
      'email-sent',
      { emailSubject: 'Hi 🚀 שלום' },
      { primaryAttributeValue: 'Hi 🚀 שלום', note: null },
    ],
    ['a long address stays whole', 'call', { recordingUrl: `https://c.example/${'a'.repeat(2000)}` }, { note: null }],
    ['a text of 2,000 characters fits', 'email-bounced', { details: 'é'.repeat(2000) }, { details: 'é'.repeat(2000) }],
  ])('%s', (_, kind, change, expected) => {
    expect(map(kind, 'eight', change)).toMatchObject(expected);
  });

  it('an attribute without a value does not exist', () => {
    expect(Object.keys(map('email-sent', 'eight', { campaignName: null }))).not.toContain('campaignName');
  });

  it('a text of more bytes than Marketo takes is cut between characters', () => {
    const body = bodyOf('email-bounced');
    (body.payload as { details: string }).details = `${'é'.repeat(14_999)}🚀${'é'.repeat(10)}`;
    const mapped = activityFromSalesActivity({ key, leadId: 1, occurredAt, body }, standing('eight'));
    expect(mapped?.activity.attributes).toContainEqual({ apiName: 'details', value: 'é'.repeat(14_999) });
    expect(mapped?.note).toBe('Details was cut to 30000 bytes.');
  });

  it('what an older version kept with a NUL goes without it', () => {
    const body = bodyOf('call');
    (body.payload as { answeredBy: string }).answeredBy = 'Ada\0 \ud800';
    const mapped = activityFromSalesActivity({ key, leadId: 1, occurredAt, body }, standing('eight'));
    expect(mapped?.activity.attributes).toContainEqual({ apiName: 'answeredBy', value: 'Ada \ufffd' });
  });

  it('attributes that the type lacks are left out and named, where there was something to tell', () => {
    const sent = map('email-opened', 'eight', { campaignUrl: null }, ['device', 'campaignUrl']);
    expect(sent.note).toBe('Sent without Device, which the type in Marketo lacks.');
    expect(Object.keys(sent)).not.toContain('device');
  });

  it('is nothing at all while its type cannot be used', () => {
    const types = standing('eight', ['externalActivityId']);
    expect(activityFromSalesActivity({ key, leadId: 1, occurredAt, body: bodyOf('call') }, types)).toBeNull();
  });
});

it('is known again by its key, whatever the attribute is called', () => {
  const wire = { marketoGUID: '5', leadId: 1, activityDate: '2026-03-01T00:00:00Z', activityTypeId: 100_001 };
  const attributes = [
    { name: 'Anything', value: ` ${key.toUpperCase()} ` },
    { name: 'Number', value: 5 },
    { name: 'Nothing' },
  ];
  expect(deliveryKeysFrom({ ...wire, attributes })).toEqual([key]);
  expect(deliveryKeysFrom(wire)).toEqual([]);
});
