import { describe, expect, it } from 'vitest';
import { askAgainMs, isToBeAsked, lingers, type OrgBudget, restOf, salesforceLanes } from './model';

const now = new Date('2026-11-02T10:00:00Z');
const at = (ms: number) => new Date(now.getTime() + ms);
const org = (given: Partial<OrgBudget> = {}): OrgBudget => ({
  used: 0,
  limit: 100_000,
  usageAt: now,
  ownCalls: 0,
  sharePercent: null,
  pausedUntil: null,
  pausedReason: null,
  ...given,
});
const resting = (given: Partial<OrgBudget>) => salesforceLanes.filter((lane) => restOf(lane, org(given), now));

describe('who rests', () => {
  it.each<[string, Partial<OrgBudget>, string[]]>([
    ['nobody while there is room', { used: 84_999 }, []],
    ['updates first', { used: 85_000 }, ['updates']],
    ['then reads', { used: 90_000 }, ['updates', 'reads']],
    ['then activities', { used: 95_000 }, ['activities', 'updates', 'reads']],
    ['opt-outs never', { used: 100_000 }, ['activities', 'updates', 'reads']],
    ['nobody before the org has told', { used: null, limit: null }, []],
    ['nobody of an org without a limit', { used: 5, limit: 0 }, []],
    ['nobody below our share', { used: 40_000, ownCalls: 29_999 }, []],
    ['all but opt-outs once our share is used', { ownCalls: 30_000 }, ['activities', 'updates', 'reads']],
    ['a larger share', { ownCalls: 30_000, sharePercent: 50 }, []],
    ['a smaller share', { ownCalls: 1_000, sharePercent: 1 }, ['activities', 'updates', 'reads']],
    [
      'all but opt-outs in a pause',
      { pausedUntil: at(60_000), pausedReason: 'None left.' },
      ['activities', 'updates', 'reads'],
    ],
    [
      'and after it, until the org was asked',
      { pausedUntil: at(-60_000), pausedReason: 'None left.' },
      ['activities', 'updates', 'reads'],
    ],
  ])('%s', (_, given, lanes) => {
    expect(resting(given)).toEqual(lanes);
  });

  it('is told until when, and why', () => {
    expect(restOf('activities', org({ used: 95_900 }), now)).toEqual({
      until: at(askAgainMs),
      why: expect.stringMatching(/^95 % of the org's API calls/),
    });
    expect(restOf('reads', org({ ownCalls: 30_000 }), now)?.why).toMatch(/its 30 %/);
    const paused = { pausedUntil: at(5_000), pausedReason: 'None left.' };
    expect(restOf('reads', org(paused), now)).toEqual({ until: at(5_000), why: 'None left.' });
  });
});

describe('when the org is asked', () => {
  it.each<[string, Partial<OrgBudget>, boolean]>([
    ['not while nobody rests', { used: 84_000, usageAt: at(-24 * askAgainMs) }, false],
    ['not right after it told', { used: 96_000, usageAt: at(-askAgainMs + 1) }, false],
    ['when some rest and it has been silent', { used: 85_000, usageAt: at(-askAgainMs) }, true],
    ['not during a pause', { used: 1, pausedUntil: at(1) }, false],
    ['after a pause', { used: 1, pausedUntil: at(0) }, true],
    ['not before it ever told', { used: null, usageAt: null }, false],
  ])('%s', (_, given, asked) => {
    expect(isToBeAsked(org(given), now)).toBe(asked);
  });
});

it('waits longer for company as calls become few', () => {
  expect([69_999, 70_000].map((used) => lingers({ used, limit: 100_000 }))).toEqual([false, true]);
  expect(lingers({ used: null, limit: null })).toBe(false);
});
