import { expect, it } from 'vitest';
import { countText, peopleText } from './count-text';

it('counts people in words', () => {
  expect([0, 1, 2, 5000].map(peopleText)).toEqual(['0 people', '1 person', '2 people', '5,000 people']);
});

it('says when a total is only a lower bound', () => {
  expect(countText({ total: 10_000, totalIsEstimate: true })).toBe('10,000+ people');
  expect(countText({ total: 1, totalIsEstimate: false })).toBe('1 person');
});
