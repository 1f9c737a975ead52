import { describe, expect, it } from 'vitest';
import { groupSince, loggedGroups } from './words';

const [emails] = loggedGroups;
const at = (day: number) => `2026-03-0${day}T12:00:00.000Z`;

describe('since when a group is logged', () => {
  it.each([
    [
      'from the last of its kinds on',
      { 'email-sent': at(1), 'email-opened': at(3), 'email-clicked': at(2), 'email-bounced': at(1) },
      at(3),
    ],
    [
      'not at all while one is off',
      { 'email-sent': at(1), 'email-opened': null, 'email-clicked': at(2), 'email-bounced': at(1) },
      null,
    ],
    ['not at all while nothing was ever switched', {}, null],
  ])('%s', (_, since, expected) => {
    const switches = Object.entries(since).map(([kind, onSince]) => ({ kind: kind as 'email-sent', onSince }));
    expect(groupSince(emails, switches)).toBe(expected);
  });
});
