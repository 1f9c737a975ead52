import { describe, expect, it } from 'vitest';
import type { DeliveryBrief } from '@/lib/deliveries/contract';
import { lookAgainMs } from './pace';

const now = Date.parse('2026-03-01T12:00:00Z');
const brief = (given: Partial<DeliveryBrief>): DeliveryBrief => ({
  key: '0d5b2f8e-7a25-4c0f-8a53-0a8f5f0e2b11',
  destination: 'marketo',
  state: 'queued',
  reason: null,
  failed: false,
  blocked: false,
  next: '',
  nextAt: null,
  ...given,
});

describe('how soon a badge looks again', () => {
  it.each<[string, Partial<DeliveryBrief>[], number | false]>([
    ['never without deliveries', [], false],
    ['never once all is over', [{ state: 'confirmed' }, { state: 'skipped' }, { state: 'rejected' }], false],
    ['soon while one is sent', [{ state: 'confirmed' }, { state: 'sending' }], 3_000],
    ['soon when one is due', [{ state: 'queued' }], 3_000],
    ['soon when one is due within a minute', [{ nextAt: '2026-03-01T12:00:59Z' }], 3_000],
    ['later when one is due later', [{ nextAt: '2026-03-01T13:00:00Z' }], 30_000],
    ['later while somebody has to connect', [{ blocked: true }], 30_000],
    ['soon when one of them is due', [{ blocked: true }, { state: 'unknown' }], 3_000],
  ])('%s', (_name, given, expected) => {
    expect(lookAgainMs(given.map(brief), now)).toBe(expected);
  });

  it('is never before anything is known', () => {
    expect(lookAgainMs(undefined, now)).toBe(false);
  });
});
