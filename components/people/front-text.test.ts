import { expect, it } from 'vitest';
import { frontText } from './front-text';

it('says who comes first in a search, by what is sorted', () => {
  expect(frontText('zhang', 'name')).toBe('Last names beginning with “zhang” first');
  expect(frontText(' zhang  wei ', '-name')).toBe('Last names beginning with “zhang” or “wei” first');
  expect(frontText('vp of sales emea', 'title')).toBe('Titles beginning with one of the words first');
});

it('is silent without words, and where the order is by no text that is searched', () => {
  expect(frontText('  ', 'name')).toBeNull();
  expect(frontText('web', 'source')).toBeNull();
  expect(frontText('zhang', '-updatedAt')).toBeNull();
});
