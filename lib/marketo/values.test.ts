import { describe, expect, test } from 'vitest';
import { salesforceId, textOf } from './values';

describe('textOf', () => {
  test.each([
    ['  Ada ', 'Ada'],
    ['', null],
    ['   ', null],
    [null, null],
    [undefined, null],
    [0, '0'],
    ['a\0b', 'ab'],
    ['lone \ud83d half', 'lone \ufffd half'],
    ['True', 'True'],
    [[1, 'two', null], '1, two'],
    [[], null],
    [{ a: 1 }, '{"a":1}'],
  ])('%j becomes %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});

describe('salesforceId', () => {
  test.each([
    // Pairs of both forms as Salesforce itself writes them.
    ['0013000000FCQwk', '0013000000FCQwkAAH'],
    ['00530000000iTz0', '00530000000iTz0AAE'],
    ['0013000000FCQwkAAH', '0013000000FCQwkAAH'],
    ['  00530000000iTz0 ', '00530000000iTz0AAE'],
    ['CRM-17', 'CRM-17'],
    ['', null],
    [null, null],
  ])('%s becomes %s', (given, id) => {
    expect(salesforceId(given)).toBe(id);
  });
});
