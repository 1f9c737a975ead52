import { describe, expect, it } from 'vitest';
import type { WireActivityType, WireCustomActivityType } from '../marketo/api-types';
import { missingTypes, obstacleToMaking, standingTypesFrom } from './compare-types';
import { deliverableKinds, type TypeDefinition, wantedTypes } from './model';

const { eight, compact } = wantedTypes;
const [send, open] = eight as [TypeDefinition, TypeDefinition];
const native: WireActivityType = { id: 39, name: 'Send Sales Email', attributes: [] };

const approvedOf = (definition: TypeDefinition, change: Partial<WireActivityType> = {}): WireActivityType => ({
  id: 100_001,
  name: definition.name,
  apiName: definition.apiName,
  attributes: definition.attributes,
  ...change,
});
const listed = (definitions: Pick<TypeDefinition, 'apiName'>[], status = 'approved'): WireCustomActivityType[] =>
  definitions.map(({ apiName }) => ({ apiName, status }));
const others = (count: number, status = 'approved') =>
  listed(
    Array.from({ length: count }, (_, n) => ({ apiName: `other${n}` })),
    status,
  );

function look(approved: TypeDefinition[], custom: WireCustomActivityType[] | null, mayMake = true) {
  const usable = [native, ...approved.map((definition) => approvedOf(definition))];
  return standingTypesFrom({ approved: usable, custom, mayMake, checkedAt: new Date('2026-03-01T00:00:00Z') });
}

describe('the layout', () => {
  const emails = compact.slice(0, 1);
  it.each<[string, ReturnType<typeof look>, { layout: string; why: RegExp; missing: number; obstacle: RegExp | null }]>(
    [
      ['an empty instance', look([], []), { layout: 'eight', why: /10 of 10/, missing: 8, obstacle: null }],
      ['exactly enough room', look([], others(2)), { layout: 'eight', why: /8 of 10/, missing: 8, obstacle: null }],
      ['room for seven', look([], others(3)), { layout: 'compact', why: /need 8 free/, missing: 3, obstacle: null }],
      ['room for three', look([], others(7)), { layout: 'compact', why: /has 3/, missing: 3, obstacle: null }],
      ['room for two', look([], others(8)), { layout: 'compact', why: /has 2/, missing: 3, obstacle: /room for 2/ }],
      ['no room', look([], others(12)), { layout: 'compact', why: /has none/, missing: 3, obstacle: /room for none/ }],
      [
        'deleted types take no room',
        look([], [...others(7), ...others(5, 'deleted')]),
        { layout: 'compact', why: /has 3/, missing: 3, obstacle: null },
      ],
      ['all eight', look(eight, listed(eight)), { layout: 'eight', why: /for each kind/, missing: 0, obstacle: null }],
      [
        'all eight as drafts in a full instance',
        look([], [...listed(eight, 'draft'), ...others(2)]),
        { layout: 'eight', why: /for each kind/, missing: 0, obstacle: null },
      ],
      [
        'some of the eight in a full instance',
        look([send], [...listed([send]), ...others(9)]),
        { layout: 'eight', why: /some of the eight/, missing: 7, obstacle: /room for none, and 7/ },
      ],
      [
        'the three, although there is room now',
        look(compact, listed(compact)),
        { layout: 'compact', why: /that kinds share/, missing: 0, obstacle: null },
      ],
      [
        'one of the three, although there is room now',
        look(emails, listed(emails)),
        { layout: 'compact', why: /some of the three/, missing: 2, obstacle: null },
      ],
      ['a role that sees nothing', look([], null), { layout: 'eight', why: /role/, missing: 8, obstacle: /by hand/ }],
      [
        'the three in an instance whose role sees nothing',
        look(compact, null),
        { layout: 'compact', why: /that kinds share/, missing: 0, obstacle: /by hand/ },
      ],
      [
        'a role that may only look',
        look([], [], false),
        { layout: 'eight', why: /10 of 10/, missing: 8, obstacle: /Read-Write Activity Metadata/ },
      ],
    ],
  )('for %s', (_, standing, { layout, why, missing, obstacle }) => {
    expect(standing).toMatchObject({ layout, why: expect.stringMatching(why) });
    expect(missingTypes(standing.types, standing.layout)).toHaveLength(missing);
    if (obstacle === null) expect(obstacleToMaking(standing)).toBeNull();
    else expect(obstacleToMaking(standing)).toMatch(obstacle);
  });
});

describe('a type', () => {
  const only = (approved: WireActivityType[], custom: WireCustomActivityType[] | null) => {
    const standing = standingTypesFrom({ approved, custom, mayMake: true, checkedAt: new Date() });
    return standing.types.find(({ apiName }) => apiName === send.apiName);
  };

  it.each([
    ['that is not there', [], [], { id: null, status: 'missing', missingAttributes: [] }],
    ['that is a draft', [], listed([send], 'draft'), { id: null, status: 'draft', missingAttributes: [] }],
    ['that is approved', [approvedOf(send)], listed([send]), { id: 100_001, status: 'approved' }],
    ['with a draft', [approvedOf(send)], listed([send], 'Approved With Draft'), { status: 'approved with draft' }],
    ['that was deleted', [], listed([send], 'deleted'), { id: null, status: 'missing' }],
    [
      'that was deleted and made again',
      [],
      [...listed([send], 'deleted'), ...listed([send], 'draft')],
      { status: 'draft' },
    ],
    ['where the role sees only what is approved', [approvedOf(send)], null, { id: 100_001, status: 'approved' }],
    ['told by its name only', [approvedOf(send, { apiName: null })], null, { id: 100_001, status: 'approved' }],
    [
      'with attributes told by their names only',
      [approvedOf(send, { attributes: send.attributes.map(({ name }) => ({ name })) })],
      null,
      { missingAttributes: [] },
    ],
    [
      'that lacks attributes',
      [approvedOf(send, { attributes: send.attributes.slice(0, -2) })],
      listed([send]),
      { status: 'approved', missingAttributes: ['campaignName', 'campaignUrl'] },
    ],
    ['of a status nobody knows', [approvedOf(send)], listed([send], 'archived'), { status: 'approved' }],
  ])('%s', (_, approved, custom, expected) => {
    expect(only(approved, custom)).toMatchObject(expected);
  });

  it('only carries deliveries by itself, not because others do', () => {
    const standing = look([send, open], listed([send, open]));
    expect(deliverableKinds(standing)).toEqual(['email-sent', 'email-opened']);
  });
});
