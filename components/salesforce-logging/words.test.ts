import { describe, expect, it } from 'vitest';
import { groupState, kindsText, loggedGroups } from './words';

const [emails] = loggedGroups;
const at = (day: number) => `2026-03-0${day}T12:00:00.000Z`;

describe('how a group is logged', () => {
  it.each([
    [
      'wholly, from the last of its kinds on',
      { 'email-sent': at(1), 'email-opened': at(3), 'email-clicked': at(2), 'email-bounced': at(1) },
      { on: [...emails.kinds], off: [], since: at(3) },
    ],
    [
      'partly',
      { 'email-sent': at(1), 'email-opened': null, 'email-clicked': at(2), 'email-bounced': at(1) },
      { on: ['email-sent', 'email-clicked', 'email-bounced'], off: ['email-opened'], since: at(2) },
    ],
    ['not at all while nothing was ever switched', {}, { on: [], off: [...emails.kinds], since: null }],
  ])('%s', (_, since, expected) => {
    const switches = Object.entries(since).map(([kind, onSince]) => ({ kind: kind as 'email-sent', onSince }));
    expect(groupState(emails, switches)).toEqual(expected);
  });
});

it('names kinds in words', () => {
  expect(kindsText(['email-sent', 'call'])).toBe('E-mail sent, Call');
});
