import { describe, expect, it } from 'vitest';
import { connectionNotice, isInstanceUrl, isStorm, keyOf, loginResults, loginSentences, loginUrlOf } from './model';

describe('loginUrlOf', () => {
  const demo = 'http://127.0.0.1:4500';

  it.each([
    ['https://login.salesforce.com', 'https://login.salesforce.com'],
    ['https://example.my.salesforce.com/', 'https://example.my.salesforce.com'],
    [
      ' https://Example--dev.sandbox.my.salesforce.com/lightning/page ',
      'https://example--dev.sandbox.my.salesforce.com',
    ],
    ['https://example-dev-ed.develop.my.salesforce.com', 'https://example-dev-ed.develop.my.salesforce.com'],
    ['http://127.0.0.1:4500/', demo],
  ])('%s', (address, url) => {
    expect(loginUrlOf(address, demo)).toEqual({ url });
  });

  it.each([
    'https://example.lightning.force.com',
    'http://example.my.salesforce.com',
    'https://example.my.salesforce.com:8443',
    'https://salesforce.com.evil.example',
    'https://help.salesforce.com',
    'https://evil.sub.salesforce.com',
    'https://a.b.my.salesforce.com',
    'https://evilsalesforce.com',
    'https://evil.example/x.salesforce.com',
    'https://x.salesforce.com@evil.example',
    'http://127.0.0.1:4501',
    'http://127.0.0.1:4500/other',
    'ftp://x.salesforce.com',
    'example',
    '',
  ])('%j is none, in words', (address) => {
    expect(loginUrlOf(address, demo)).toEqual({ problem: expect.stringMatching(/\w+ \w+/) });
  });

  it('knows no simulated Salesforce outside of a demo', () => {
    expect(loginUrlOf(demo, null)).toHaveProperty('problem');
  });
});

describe('isInstanceUrl', () => {
  it.each([
    ['https://example.my.salesforce.com', 'https://login.salesforce.com', true],
    ['https://na1.salesforce.com', 'https://test.salesforce.com', true],
    ['https://evil.example', 'https://login.salesforce.com', false],
    ['http://127.0.0.1:1', 'https://login.salesforce.com', false],
    ['http://localhost:4500', 'http://127.0.0.1:4500', true],
    ['https://evil.example', 'http://127.0.0.1:4500', false],
  ])('%s after a login at %s: %s', (address, login, expected) => {
    expect(isInstanceUrl(address, login)).toBe(expected);
  });
});

it('sees a storm in three renewals within ten minutes', () => {
  const now = new Date('2026-11-02T10:00:00Z');
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  expect(isStorm([ago(9), ago(5), ago(1)], now)).toBe(true);
  expect(isStorm([ago(10), ago(5), ago(1)], now)).toBe(false);
  expect(isStorm([ago(2), ago(1)], now)).toBe(false);
});

describe('connectionNotice', () => {
  it.each([
    ['needs-reauth', 12, 'Salesforce needs you to sign in again; 12 activities wait.'],
    ['needs-reauth', 1, 'Salesforce needs you to sign in again; 1 activity waits.'],
    ['needs-reauth', 0, 'Salesforce needs you to sign in again.'],
    ['paused', 3, 'Your connection to Salesforce is paused; 3 activities wait.'],
    ['active', 500, null],
    [null, 2, 'You are not connected to Salesforce; 2 activities wait.'],
    [null, 0, null],
  ] as const)('%s with %i waiting', (state, waiting, notice) => {
    expect(connectionNotice(state, waiting)).toBe(notice);
  });
});

describe('keyOf', () => {
  const offers = (createable: boolean, keyFields: string[], chosenKeyField: string | null = null) =>
    keyOf({ objects: { Task: { createable, updateable: createable, fields: [] } }, keyFields, chosenKeyField });

  it.each([
    ['our field', offers(true, ['Other__c', 'SalesActions_Key__c']), 'external-id', 'SalesActions_Key__c'],
    ['one that was named', offers(true, ['Other__c'], 'Other__c'), 'external-id', 'Other__c'],
    ['one that is gone', offers(true, ['SalesActions_Key__c'], 'Other__c'), 'marker', null],
    ['none', offers(true, []), 'marker', null],
    ['no right to write', offers(false, ['SalesActions_Key__c']), 'read-only', 'SalesActions_Key__c'],
    ['tasks that are hidden', keyOf({ objects: {}, keyFields: [], chosenKeyField: null }), 'read-only', null],
  ] as const)('with %s', (_, found, keyMode, keyField) => {
    expect(found).toEqual({ keyMode, keyField });
  });
});

it('has a sentence for every outcome of a login', () => {
  expect(loginResults.filter((result) => !/^[A-Z].+\.$/.test(loginSentences[result]))).toEqual([]);
});
