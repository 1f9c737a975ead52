import { describe, expect, it } from 'vitest';
import { sameOriginUrl } from './callback-url';

const origin = 'https://sales.example.com';

describe('where a sign-in may lead', () => {
  it.each([
    ['/people?sort=name', 'https://sales.example.com/people?sort=name'],
    ['https://sales.example.com/people/7#web', 'https://sales.example.com/people/7#web'],
    ['', 'https://sales.example.com/'],
  ])('%j leads to %j', (target, expected) => {
    expect(sameOriginUrl(target, origin)).toBe(expected);
  });

  it.each([
    'https://evil.example',
    '//evil.example/people',
    '/\\evil.example',
    '\t//evil.example',
    'javascript:alert(1)',
    'http://sales.example.com/people',
    'https://sales.example.com:8443/',
    'https://sales.example.com@evil.example/',
    'https://',
  ])('%j leads home', (target) => {
    expect(sameOriginUrl(target, origin)).toBe(origin);
  });
});
