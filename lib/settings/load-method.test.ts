import { describe, expect, test } from 'vitest';
import { chooseLoadMethod, loadMethodOptions } from './load-method';
import type { Capabilities } from './model';

const everything: Capabilities = {
  checkedAt: '2026-11-23T12:00:00.000Z',
  bulkExtract: true,
  smartListFilter: true,
  updatedAtFilter: true,
  smartList: { id: 1001, name: 'Owned people' },
  staticList: { id: 7, name: 'Owned people, kept' },
  notes: [],
};
const noLists = { ...everything, smartList: null, staticList: null };
const day = { highestId: 300_000, callsLeftToday: 50_000 };

describe('left to itself it takes', () => {
  test.each([
    ['the smart list', everything, day, 'smart-list', /Owned people/],
    [
      'the static list when smart lists cannot be exported',
      { ...everything, smartListFilter: false },
      day,
      'static-list',
      /kept/,
    ],
    ['the static list when there is no smart list', { ...everything, smartList: null }, day, 'static-list', /kept/],
    [
      'every ID when that is a fifth of today at most',
      noLists,
      { ...day, callsLeftToday: 5_000 },
      'id-ranges',
      /1,000 calls/,
    ],
    ['exports by month when it is more', noLists, { ...day, callsLeftToday: 4_999 }, 'created-windows', /4,999/],
    [
      'every ID all the same without exports',
      { ...noLists, bulkExtract: false },
      { ...day, callsLeftToday: 1 },
      'id-ranges',
      /cannot be used/,
    ],
    [
      'every ID when the lists cannot be exported',
      { ...everything, bulkExtract: false },
      day,
      'id-ranges',
      /1,000 calls/,
    ],
    [
      'every ID while nobody knows how many there are',
      noLists,
      { highestId: null, callsLeftToday: 9 },
      'id-ranges',
      /when it starts/,
    ],
    ['every ID before Marketo was asked', null, { highestId: null, callsLeftToday: null }, 'id-ranges', /No list/],
    [
      'every ID when Marketo does not tell what is left',
      noLists,
      { ...day, callsLeftToday: null },
      'id-ranges',
      /1,000 calls/,
    ],
  ] as const)('%s', (_, capabilities, numbers, method, why) => {
    expect(chooseLoadMethod({ capabilities, choice: 'auto', ...numbers })).toEqual({
      method,
      why: expect.stringMatching(why),
    });
  });
});

describe('an admin’s choice', () => {
  test.each(['smart-list', 'static-list', 'id-ranges', 'created-windows'] as const)(
    'of %s is done if it can be',
    (choice) => {
      expect(chooseLoadMethod({ capabilities: everything, choice, ...day })).toEqual({
        method: choice,
        why: 'An admin chose it.',
      });
    },
  );

  test('that cannot be done gives way to the first that can, and both are said', () => {
    const capabilities = { ...everything, smartListFilter: false };
    expect(chooseLoadMethod({ capabilities, choice: 'smart-list', ...day })).toEqual({
      method: 'static-list',
      why: expect.stringMatching(/^What an admin chose cannot be done\. This instance cannot .* static list “/),
    });
  });
});

test('every method is listed with what stands in its way', () => {
  expect(loadMethodOptions({ ...everything, smartList: null, bulkExtract: true })).toEqual([
    { method: 'smart-list', obstacle: 'There is no smart list of that name or ID.' },
    { method: 'static-list', obstacle: null },
    { method: 'id-ranges', obstacle: null },
    { method: 'created-windows', obstacle: null },
  ]);
  expect(loadMethodOptions(null).filter(({ obstacle }) => obstacle === null)).toEqual([
    { method: 'id-ranges', obstacle: null },
  ]);
});
