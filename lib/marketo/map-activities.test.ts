import { describe, expect, test } from 'vitest';
import type { WireActivity } from './api-types';
import { activityFromWire, feedTypeIds, gridTypeGroups, kindOfActivityType, mergeFromActivity } from './map-activities';

const types = [
  { id: 1, name: 'Visit Webpage' },
  { id: 2, name: 'Fill Out Form' },
  { id: 3, name: 'Click Link' },
  { id: 6, name: 'Send Email' },
  { id: 7, name: 'Email Delivered' },
  { id: 8, name: 'Email Bounced' },
  { id: 9, name: 'Unsubscribe Email' },
  { id: 10, name: 'Open Email' },
  { id: 11, name: 'Click Email' },
  { id: 12, name: 'New Lead' },
  { id: 13, name: 'Change Data Value' },
  { id: 21, name: 'Convert Lead' },
  { id: 22, name: 'Change Score' },
  { id: 23, name: 'Change Owner' },
  { id: 26, name: 'SFDC Activity' },
  { id: 27, name: 'Email Bounced Soft' },
  { id: 29, name: 'Delete Lead from SFDC' },
  { id: 32, name: 'Merge Leads' },
  { id: 39, name: 'Send Sales Email' },
  { id: 40, name: 'Open Sales Email' },
  { id: 41, name: 'Click Sales Email' },
  { id: 45, name: 'Receive Sales Email' },
  { id: 46, name: 'Interesting Moment' },
  { id: 48, name: 'Sales Email Bounced' },
  { id: 161, name: 'Received Sales Call' },
];

test.each([
  ['Send Email', 'email'],
  ['open sales email ', 'email'],
  ['Replied to Sales Email', 'email'],
  ['Sales Call Received', 'call'],
  ['Interesting Moment', 'interesting-moment'],
  ['Visit Webpage', 'web'],
  ['Change Score', 'score'],
  ['Sales Actions Click Sales Email', 'email'],
  ['Sales Actions Email Activity', 'email'],
  ['sales actions call', 'call'],
  ['Sales Actions Add to Sales Campaign', null],
  ['Change Data Value', null],
  ['Merge Leads', null],
  ['Acme Something Else', null],
])('%s is shown as %s', (name, kind) => {
  expect(kindOfActivityType(name)).toBe(kind);
});

describe('type groups', () => {
  test('every shown type is asked for once, ten at most in a call', () => {
    const groups = gridTypeGroups(types);
    expect(groups).toHaveLength(2);
    for (const group of groups) expect(group.typeIds.length).toBeLessThanOrEqual(10);
    const shown = types.filter((t) => kindOfActivityType(t.name)).map((t) => t.id);
    expect(groups.flatMap((g) => g.typeIds).sort((a, b) => a - b)).toEqual(shown);
  });

  test('a type with another id is found by its name, and a group without types is left out', () => {
    expect(gridTypeGroups([{ id: 9001, name: 'Received Sales Call' }])).toEqual([
      { name: 'web-and-sales', typeIds: [9001] },
    ]);
  });

  test('our own types are a group of their own, whichever of them there are', () => {
    const ours = [
      'Sales Actions Send Sales Email',
      'Sales Actions Open Sales Email',
      'Sales Actions Click Sales Email',
      'Sales Actions Reply Sales Email',
      'Sales Actions Bounce Sales Email',
      'Sales Actions Call',
      'Sales Actions Add to Sales Campaign',
      'Sales Actions Remove from Sales Campaign',
    ].map((name, index) => ({ id: 100_001 + index, name }));
    expect(gridTypeGroups([...types, ...ours])[2]).toEqual({
      name: 'sales-actions',
      typeIds: [100_001, 100_002, 100_003, 100_004, 100_005, 100_006],
    });
    const compact = ['Sales Actions Email Activity', 'Sales Actions Call', 'Sales Actions Campaign Membership'];
    const few = compact.map((name, index) => ({ id: 100_001 + index, name }));
    expect(gridTypeGroups(few)).toEqual([{ name: 'sales-actions', typeIds: [100_001, 100_002] }]);
  });

  test('both spellings at once still fit in one call', () => {
    const both = [...types, { id: 500, name: 'Replied to Sales Email' }, { id: 501, name: 'Sales Call Received' }];
    expect(gridTypeGroups(both).map((g) => g.typeIds.length)).toEqual([9, 10]);
  });

  test('the feed hears of people who appear, change owner, merge and go', () => {
    expect(feedTypeIds(types)).toEqual([12, 21, 23, 29, 32]);
  });
});

describe('activityFromWire', () => {
  test('a web visit', () => {
    const visit = wire(1, { primaryAttributeValue: 'Pricing', 'Webpage URL': '/pricing', 'Query Parameters': '' });
    expect(activityFromWire(visit, types)).toEqual({
      marketoGuid: 'g1',
      marketoId: 775,
      typeId: 1,
      kind: 'web',
      type: 'Visit Webpage',
      occurredAt: new Date('2026-11-20T10:00:00Z'),
      title: 'Pricing',
      attributes: { 'Webpage URL': '/pricing' },
    });
  });

  test.each<[string, number, Record<string, unknown>, string]>([
    ['a marketing e-mail by its asset', 6, { primaryAttributeValue: 'Autumn.Invitation' }, 'Autumn.Invitation'],
    [
      'a sales e-mail by its subject',
      39,
      { primaryAttributeValue: 12, 'Email Subject': 'Hello (SIA-1)' },
      'Hello (SIA-1)',
    ],
    ['a page without a name by its address', 1, { 'Webpage URL': '/home' }, '/home'],
    ['a score by its change', 22, { primaryAttributeValue: 'Lead Score', 'Change Value': '+10' }, 'Lead Score +10'],
    [
      'a score whose change has no sign',
      22,
      { primaryAttributeValue: 'Lead Score', 'Change Value': 10 },
      'Lead Score +10',
    ],
    ['a falling score', 22, { primaryAttributeValue: 'Lead Score', 'Change Value': -5 }, 'Lead Score -5'],
    ['a moment by its text', 46, { primaryAttributeValue: 'Web', Description: 'Asked for a demo' }, 'Asked for a demo'],
    ['a moment without a text by its type', 46, { primaryAttributeValue: 'Milestone' }, 'Milestone'],
    ['a call by its outcome', 161, { 'Sales Call Subject': 'Left a message' }, 'Left a message'],
    ['anything else by its type', 45, {}, 'Receive Sales Email'],
  ])('titles %s', (_, typeId, values, title) => {
    expect(activityFromWire(wire(typeId, values), types)?.title).toBe(title);
  });

  test.each([['True'], [true], ['true']])('a bot (%s) can be told', (value) => {
    const open = activityFromWire(wire(10, { 'Is Bot Activity': value, Score: 2.5, Tags: ['a', 'b'] }), types);
    expect(open?.attributes).toEqual({ 'Is Bot Activity': 'true', Score: '2.5', Tags: 'a, b' });
  });

  test('form contents are not shown', () => {
    expect(activityFromWire(wire(2, { 'Form Fields': 'a:1:{s:8:"Password"}' }), types)?.attributes).toEqual({});
  });

  test('types that are not shown, unknown types and unreadable dates give no row', () => {
    expect(activityFromWire(wire(13, {}), types)).toBeNull();
    expect(activityFromWire(wire(99, {}), types)).toBeNull();
    expect(activityFromWire({ ...wire(6, {}), activityDate: 'soon' }, types)).toBeNull();
  });

  function wire(activityTypeId: number, values: Record<string, unknown>): WireActivity {
    const { primaryAttributeValue, ...attributes } = values;
    return {
      marketoGUID: 'g1',
      leadId: 775,
      activityDate: '2026-11-20T10:00:00Z',
      activityTypeId,
      primaryAttributeValue,
      attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
    };
  }
});

describe('mergeFromActivity', () => {
  test.each([
    ['a list', [887, 888]],
    ['texts in a list', ['887', '888']],
    ['JSON', '[887,888]'],
    ['JSON of texts', '["887","888"]'],
    ['commas', '887, 888'],
    ['the winner among them', [7, 887, 888, 887]],
  ])('reads losers given as %s', (_, value) => {
    expect(mergeFromActivity(merge('Merge IDs', value))).toEqual({ winnerId: 7, loserIds: [887, 888] });
  });

  test('reads a single number, and nothing', () => {
    expect(mergeFromActivity(merge('Merge Ids', 887))).toEqual({ winnerId: 7, loserIds: [887] });
    expect(mergeFromActivity(merge('Merge IDs', null))).toEqual({ winnerId: 7, loserIds: [] });
  });

  test('an activity of another kind is no merge', () => {
    expect(mergeFromActivity(merge('Merge Source', 'leaddb'))).toBeNull();
    expect(mergeFromActivity({ ...merge('', null), attributes: undefined })).toBeNull();
  });

  function merge(name: string, value: unknown): WireActivity {
    return {
      marketoGUID: 'g1',
      leadId: 7,
      activityDate: '2026-11-23T10:00:00Z',
      activityTypeId: 32,
      primaryAttributeValue: null,
      attributes: [{ name, value }],
    };
  }
});

test.each([
  ['by their titles', ['External Activity ID', 'Call Subject', 'Duration Seconds', 'Recording URL', 'Notes']],
  ['by their API names', ['externalActivityId', 'callSubject', 'durationSeconds', 'recordingUrl', 'notes']],
])('a call of ours is read the same, its attributes named %s', (_, names) => {
  const [key = '', subject, duration = '', recording = '', notes = ''] = names;
  const wire = {
    marketoGUID: 'g1',
    leadId: 7,
    activityDate: '2026-03-01T10:00:00Z',
    activityTypeId: 100_006,
    primaryAttributeValue: 'Left a message',
    attributes: [
      { name: key, value: '5f0c3a52' },
      { name: duration, value: 200 },
      { name: recording, value: 'https://example.com/r' },
      { name: notes, value: 'Again on Monday' },
    ],
  };
  const ours = [{ id: 100_006, name: 'Sales Actions Call', primaryAttribute: subject }];
  expect(activityFromWire(wire, ours)).toMatchObject({
    kind: 'call',
    type: 'Sales Actions Call',
    title: 'Left a message',
    attributes: {
      'External Activity ID': '5f0c3a52',
      'Call Subject': 'Left a message',
      'Duration Seconds': '200',
      'Recording URL': 'https://example.com/r',
      Notes: 'Again on Monday',
    },
  });
});

test('the primary attribute stays readable under its own name', () => {
  const wire = {
    marketoGUID: 'g1',
    leadId: 7,
    activityDate: '2026-03-01T10:00:00Z',
    activityTypeId: 46,
    primaryAttributeValue: 'Milestone',
    attributes: [{ name: 'Description', value: 'Visited pricing' }],
  };
  const types46 = [{ id: 46, name: 'Interesting Moment', primaryAttribute: 'Type' }];
  expect(activityFromWire(wire, types46)).toMatchObject({
    title: 'Visited pricing',
    attributes: { Type: 'Milestone', Description: 'Visited pricing' },
  });
});
