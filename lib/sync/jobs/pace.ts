/** Spreads the calls of a long job over hours, so that it never takes what others need. Pure. */
import type { Step } from '../engine';

const pauseMs = 5 * 60_000;
// A small instance is through in one go: a pause after every few calls would only make it late.
const leastCalls = 20;

/** The pause that is due after `calls` of `ofCalls` calls, so that all take about `overMs`; undefined while none is. */
export function pauseAfter(input: { calls: number; ofCalls: number; overMs: number; now: Date }): Step<never>['wait'] {
  const callsAtOnce = Math.max(leastCalls, Math.ceil(input.ofCalls / (input.overMs / pauseMs)));
  if (input.calls % callsAtOnce !== 0) return undefined;
  const until = new Date(input.now.getTime() + pauseMs);
  return { until, why: 'A part is read; the next follows in five minutes, to leave calls for others.' };
}
