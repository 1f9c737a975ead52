import { describe, expect, it } from 'vitest';
import { lengthText, peopleText } from './words';

describe('words', () => {
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

  it('count people', () => {
    expect(peopleText(1)).toBe('1 person');
    expect(peopleText(5000)).toBe('5,000 people');
  });
});
