import { expect, it } from 'vitest';
import { frontText } from './front-text';

it('says who comes first in a search, by what is sorted', () => {
  expect(frontText({ search: 'zhang', company: null, sort: 'name' })).toBe('Last names beginning with “zhang” first');
  expect(frontText({ search: ' zhang  wei zhang ', company: null, sort: '-name' })).toBe(
    'Last names beginning with “zhang” or “wei” first',
  );
  expect(frontText({ search: 'vp of sales emea', company: null, sort: 'title' })).toBe(
    'Titles beginning with one of the words first',
  );
});

it('is silent without words, and where the order is by no text that is searched', () => {
  expect(frontText({ search: '  ', company: null, sort: 'name' })).toBeNull();
  expect(frontText({ search: 'web', company: null, sort: 'source' })).toBeNull();
  expect(frontText({ search: 'zhang', company: null, sort: '-updatedAt' })).toBeNull();
  expect(frontText({ search: 'zhang', company: 'Globex', sort: 'company' })).toBeNull();
});
