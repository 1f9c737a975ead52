import { describe, expect, it } from 'vitest';
import { salesActivityKinds } from '../sales-activities/model';
import {
  definitionOf,
  deliverableKinds,
  isComplete,
  isUsable,
  keyAttribute,
  type StandingType,
  type StandingTypes,
  typeLayouts,
  wantedTypes,
} from './model';

const all = typeLayouts.flatMap((layout) => wantedTypes[layout]);
const distinct = [...new Set(all)];
const namesOf = (kind: (typeof salesActivityKinds)[number], layout: (typeof typeLayouts)[number]) => {
  const { primaryAttribute, attributes } = definitionOf(layout, kind);
  return [primaryAttribute, ...attributes].map(({ name }) => name);
};

describe('the wanted types', () => {
  it.each(all)('$apiName obeys the rules of Marketo', ({ apiName, name, attributes, primaryAttribute }) => {
    expect(apiName).toMatch(/^salesActions[A-Z][A-Za-z0-9]*$/);
    expect(apiName.length).toBeLessThanOrEqual(255);
    expect(name).toMatch(/^Sales Actions [A-Za-z0-9_ ]+$/);
    expect(attributes.length).toBeLessThanOrEqual(20);
    expect(attributes).toContain(keyAttribute);
    const apiNames = [primaryAttribute, ...attributes].map((attribute) => attribute.apiName);
    expect(new Set(apiNames).size).toBe(apiNames.length);
    const names = [primaryAttribute, ...attributes].map((attribute) => attribute.name);
    expect(new Set(names).size).toBe(names.length);
    for (const one of names) expect(one).toMatch(/^[A-Za-z0-9 ]+$/);
  });

  it('have names, filters and triggers of their own', () => {
    for (const part of ['apiName', 'name', 'filterName', 'triggerName'] as const) {
      expect(new Set(distinct.map((type) => type[part])).size).toBe(distinct.length);
    }
    expect(distinct).toHaveLength(10);
  });

  it.each(typeLayouts)('of the layout "%s" take every kind, once', (layout) => {
    const kinds = wantedTypes[layout].flatMap((type) => type.kinds);
    expect(kinds.toSorted()).toEqual([...salesActivityKinds].sort());
  });

  const mail =
    'Sent By, Source, Template ID, Sales Template URL, Sales Campaign URL, Sales Template Name, Email Subject, Sales Campaign Name, Marketo Sales Person ID';
  const membership = 'Sales Campaign Name, Sales Call Status, Sales Campaign URL, Sent By, Source, Sales Campaign ID';
  it.each([
    ['email-sent', mail],
    ['email-opened', mail],
    ['email-clicked', `Link, ${mail}`],
    ['email-replied', 'Received By, Source, Marketo Sales Person ID'],
    ['email-bounced', 'Details, Email, Sent By, Marketo Sales Person ID, Template ID'],
    [
      'call',
      'Sales Call Made By, Sales Call Status, Sales Call Subject, Sales Campaign Name, Sales Campaign URL, Sales Phone Number Called, Source, Sales Call Duration, Sales Call Recording URL, Sales Call Answered By, Marketo Sales Person ID',
    ],
    ['campaign-added', membership],
    ['campaign-removed', membership],
  ] as const)('for "%s" have every attribute of the native type', (kind, names) => {
    for (const layout of typeLayouts) expect(namesOf(kind, layout)).toEqual(expect.arrayContaining(names.split(', ')));
  });
});

describe('a type of the instance', () => {
  const approved: StandingType = {
    apiName: 'salesActionsCall',
    id: 100_001,
    status: 'approved',
    missingAttributes: [],
  };
  it.each<[string, Partial<StandingType>, { usable: boolean; complete: boolean }]>([
    ['approved', {}, { usable: true, complete: true }],
    ['missing', { id: null, status: 'missing' }, { usable: false, complete: false }],
    ['a draft', { id: null, status: 'draft' }, { usable: false, complete: false }],
    ['approved, with a draft', { status: 'approved with draft' }, { usable: true, complete: false }],
    ['without an attribute', { missingAttributes: ['answeredBy'] }, { usable: true, complete: false }],
    ['without its key', { missingAttributes: ['externalActivityId'] }, { usable: false, complete: false }],
  ])('that is %s', (_, change, { usable, complete }) => {
    const type = { ...approved, ...change };
    expect([isUsable(type), isComplete(type)]).toEqual([usable, complete]);
    const standing: StandingTypes = {
      layout: 'compact',
      why: '',
      types: [type],
      freeSlots: 0,
      checkedAt: '2026-03-01T00:00:00Z',
      mayMake: true,
    };
    expect(deliverableKinds(standing)).toEqual(usable ? ['call'] : []);
  });
});
