import { describe, expect, test } from 'vitest';
import { verdictOf, verdictOfStatus } from './errors';

const now = new Date('2026-11-23T12:00:00Z');
const untilMidnightMs = 18 * 3_600_000;

describe('verdictOf', () => {
  test.each([
    ['601', 'signed-out', 'new-token'],
    ['602', 'signed-out', 'new-token'],
    ['603', 'forbidden', 'never'],
    ['606', 'throttled', 'after-pause'],
    ['615', 'throttled', 'after-pause'],
    ['607', 'quota', 'never'],
    ['500', 'unavailable', 'soon'],
    ['502', 'unavailable', 'soon'],
    ['604', 'unavailable', 'soon'],
    ['608', 'unavailable', 'soon'],
    ['611', 'unavailable', 'soon'],
    ['614', 'unavailable', 'never'],
    ['713', 'unavailable', 'soon'],
    ['1004', 'gone', 'never'],
    ['1003', 'rejected', 'never'],
    ['1006', 'rejected', 'never'],
    ['605', 'rejected', 'never'],
    ['4711', 'rejected', 'never'],
  ])('%s is %s, to be tried again: %s', (code, kind, retry) => {
    expect(judge(code)).toMatchObject({ kind, retry });
  });

  test.each(['702', '1015', '1017'])('%s is no failure', (code) => {
    expect(judge(code)).toBeNull();
  });

  test('a rate limit rests at least the window of 20 seconds, a full house up to 3 seconds', () => {
    expect(judge('606', '', 0)?.retryAfterMs).toBe(20_000);
    expect(judge('606', '', 1)?.retryAfterMs).toBe(21_000);
    expect(judge('615', '', 0)?.retryAfterMs).toBe(300);
    expect(judge('615', '', 1)?.retryAfterMs).toBe(3_000);
  });

  test('the daily quota lasts until midnight in Chicago', () => {
    expect(judge('607')?.retryAfterMs).toBe(untilMidnightMs);
  });

  test.each([
    ['Too many jobs (10) in queue', { kind: 'throttled', retryAfterMs: 60_000 }],
    ['Export daily quota 500MB exceeded.', { kind: 'quota', retryAfterMs: untilMidnightMs }],
  ])('1029 %s', (message, verdict) => {
    expect(judge('1029', message)).toMatchObject(verdict);
  });

  test('1029 for a job that is queued already is no failure', () => {
    expect(judge('1029', 'Job already queued')).toBeNull();
  });

  test("a refusal is told in a sentence with Marketo's own words and its code", () => {
    expect(judge('1003', 'Too many results match the filter.')?.message).toBe(
      'Marketo refused the request: Too many results match the filter (Marketo code 1003).',
    );
    expect(judge('1006', "Field 'linkedIn__c' not found")?.message).toMatch(/settings.*'linkedIn__c'.*1006/);
  });

  function judge(code: string, message = 'words of Marketo', random = 0.5) {
    return verdictOf({ code, message }, now, () => random);
  }
});

describe('verdictOfStatus', () => {
  test.each([
    [200, 'unavailable', 'soon'],
    [502, 'unavailable', 'soon'],
    [503, 'unavailable', 'soon'],
    [302, 'rejected', 'never'],
    [404, 'rejected', 'never'],
    [413, 'rejected', 'never'],
    [414, 'rejected', 'never'],
  ])('HTTP %i without an envelope is %s', (status, kind, retry) => {
    expect(verdictOfStatus(status)).toMatchObject({ kind, retry });
  });

  test('HTTP 429 rests as long as it says', () => {
    expect(verdictOfStatus(429, 7_000)).toMatchObject({ kind: 'throttled', retryAfterMs: 7_000 });
    expect(verdictOfStatus(429)).toMatchObject({ kind: 'throttled', retryAfterMs: 20_000 });
  });
});
