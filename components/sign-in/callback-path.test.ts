import { describe, expect, it } from 'vitest';
import { callbackPath } from './callback-path';

describe('callbackPath', () => {
  it.each(['/people', '/people?search=a&sort=-updatedAt', '/people/12#top', '/settings/sync'])('keeps %s', (path) => {
    expect(callbackPath(path)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'people',
    'https://evil.example/people',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    ['/people', '/people/2'],
  ])('sends %j to the people list', (wanted) => {
    expect(callbackPath(wanted)).toBe('/people');
  });
});
