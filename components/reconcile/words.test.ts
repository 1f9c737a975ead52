import { describe, expect, it } from 'vitest';
import type { ReconciliationView } from '@/lib/reconcile/contract';
import { extentText, verdictOf } from './words';

const run = (given: Partial<ReconciliationView>) =>
  ({ state: 'done', kind: 'full', ofShares: 1, missing: 0, extra: 0, different: 0, ...given }) as ReconciliationView;

describe('the words of a comparison', () => {
  it('says what was found once it is done, and how far it is before', () => {
    expect(verdictOf(run({}))).toEqual({ tone: 'good', title: 'No drift' });
    expect(verdictOf(run({ missing: 1 }))).toEqual({ tone: 'warn', title: '1 person drifted' });
    expect(verdictOf(run({ extra: 1000, different: 1 })).title).toBe('1,001 people drifted');
    expect(verdictOf(run({ state: 'confirming', missing: 3 })).title).toBe('Looking again');
  });

  it('says how much was compared', () => {
    expect(extentText(run({}))).toBe('All IDs');
    expect(extentText(run({ kind: 'share', ofShares: 14 }))).toBe('One range in 14');
  });
});
