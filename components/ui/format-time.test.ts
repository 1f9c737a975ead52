import { describe, expect, it } from 'vitest';
import { dayText, exactTime, lengthText, relativeTime, shortTime } from './format-time';

const now = new Date('2026-03-02T09:00:00Z');
const secondsFromNow = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('relativeTime', () => {
  it.each([
    [-59, 'just now'],
    [30, 'just now'],
    [-60, '1 min. ago'],
    [-119, '1 min. ago'],
    [-7200, '2 hr. ago'],
    [-86_400, 'yesterday'],
    [-86_400 * 13, 'last wk.'],
    [-86_400 * 70, '2 mo. ago'],
    [3600, 'in 1 hr.'],
  ])('%i seconds from now is %s', (seconds, expected) => {
    expect(relativeTime(secondsFromNow(seconds), now)).toBe(expected);
  });
});

describe('moments', () => {
  it('names the exact time in a zone and in UTC', () => {
    const text = exactTime(now, 'America/Chicago').replace(/\s/g, ' ');
    expect(text).toBe('2 Mar 2026, 03:00:00 GMT-6 (2026-03-02 09:00:00 UTC)');
  });

  it('formats each zone with its own clock', () => {
    expect(shortTime(now, 'UTC')).toBe('2 Mar 2026, 09:00');
    expect(dayText('2026-03-02')).toBe('2 Mar 2026');
    expect(shortTime(now, 'Asia/Tokyo')).toBe('2 Mar 2026, 18:00');
  });
});

describe('lengthText', () => {
  it.each([
    [0.2, 'under 1 s'],
    [45, '45 s'],
    [59.7, '1 min'],
    [125, '2 min 5 s'],
    [3599.8, '1 h'],
    [7500, '2 h 5 min'],
    [90_000, '1 d 1 h'],
  ])('%s seconds are %s', (seconds, text) => {
    expect(lengthText(seconds)).toBe(text);
  });
});
