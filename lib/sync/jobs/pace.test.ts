import { expect, it } from 'vitest';
import { pauseAfter } from './pace';

const now = new Date('2026-03-02T03:15:00Z');
const fourHours = 4 * 3600_000;
const pauses = (ofCalls: number) =>
  Array.from({ length: ofCalls }, (_, i) => pauseAfter({ calls: i + 1, ofCalls, overMs: fourHours, now })).filter(
    Boolean,
  );

it('spreads 3,334 calls over the four hours', () => {
  expect(pauses(3_334)).toHaveLength(47);
});

it('pauses for five minutes', () => {
  expect(pauses(3_334)[0]?.until).toEqual(new Date('2026-03-02T03:20:00Z'));
});

it('lets a small instance through in one go', () => {
  expect(pauses(19)).toEqual([]);
});
