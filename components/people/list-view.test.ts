import { describe, expect, it } from 'vitest';
import { sortAfter, sortDirection } from './list-view';

describe('sorting', () => {
  it.each([
    ['name', 'company', 'company'],
    ['company', 'company', '-company'],
    ['-company', 'company', 'company'],
    ['name', 'updatedAt', '-updatedAt'],
    ['-updatedAt', 'updatedAt', 'updatedAt'],
    ['updatedAt', 'updatedAt', '-updatedAt'],
  ] as const)('from %s, choosing %s gives %s', (current, chosen, expected) => {
    expect(sortAfter(current, chosen)).toBe(expected);
  });

  it('tells the direction of a column', () => {
    expect(sortDirection('-email', 'email')).toBe('descending');
    expect(sortDirection('email', 'email')).toBe('ascending');
    expect(sortDirection('email', 'name')).toBe('none');
    expect(sortDirection('email', undefined)).toBe('none');
  });
});
