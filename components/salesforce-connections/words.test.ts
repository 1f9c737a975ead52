import { describe, expect, it } from 'vitest';
import { activitiesText, loginChoiceOf } from './words';

describe('loginChoiceOf', () => {
  it.each([
    ['https://login.salesforce.com', { login: 'production', address: '' }],
    ['https://test.salesforce.com', { login: 'sandbox', address: '' }],
    ['https://example.my.salesforce.com', { login: 'custom', address: 'https://example.my.salesforce.com' }],
  ])('of %s', (url, choice) => {
    expect(loginChoiceOf(url)).toEqual(choice);
  });
});

it('counts activities in words', () => {
  expect([0, 1, 1_200].map(activitiesText)).toEqual(['0 activities', '1 activity', '1,200 activities']);
});
