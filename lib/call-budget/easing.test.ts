import { expect, test } from 'vitest';
import { type Easing, easedAgain, easedLimits } from './easing';
import { politeLimits } from './model';

const start = new Date('2026-11-23T12:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

test('after a 606 the calls of a window are halved, and are as many as before after 100 s', () => {
  const easing = easedAgain(null, 'calls', start);
  const calls = [0, 20, 60, 100, 500].map((s) => easedLimits(politeLimits, easing, after(s)).callsPerWindow);
  expect(calls).toEqual([25, 30, 40, 50, 50]);
  expect(easedLimits(politeLimits, easing, start).concurrent).toBe(5);
});

test('after a 615 the calls at once are halved for a minute', () => {
  const easing = easedAgain(null, 'at-once', start);
  const concurrent = [0, 30, 60].map((s) => easedLimits(politeLimits, easing, after(s)).concurrent);
  expect(concurrent).toEqual([2, 3, 5]);
  expect(easedLimits(politeLimits, easing, start).callsPerWindow).toBe(50);
});

test('several answers to the same burst count once, a later one halves again', () => {
  const once = easedAgain(null, 'calls', start);
  expect(easedAgain(once, 'calls', after(2))).toEqual(once);
  const twice = easedAgain(once, 'calls', after(20));
  expect(easedLimits(politeLimits, twice, after(20)).callsPerWindow).toBe(15);
});

test('one kind does not undo the other', () => {
  const both = easedAgain(easedAgain(null, 'calls', start), 'at-once', after(1));
  expect(easedLimits(politeLimits, both, after(1))).toMatchObject({ callsPerWindow: 25, concurrent: 2 });
});

test('a tenth is always left', () => {
  let easing: Easing | null = null;
  for (let s = 0; s < 400; s += 20) easing = easedAgain(easing, 'calls', after(s));
  expect(easedLimits(politeLimits, easing, after(380)).callsPerWindow).toBeGreaterThanOrEqual(5);
});
