/** One time for the simulated Marketo and for us; our machines may be some minutes off. */
import type { Clock } from '../../clock';

export type VirtualTime = {
  nowMs(): number;
  now(): Date;
  /** The same moment by the clocks of our machines. */
  oursMs(): number;
  advance(ms: number): void;
  /** Never moves back. */
  advanceTo(atMs: number): void;
  /** The time as our machines see it; every look is a millisecond later. `sleep` says how a process waits. */
  clockOf(sleep: (ms: number) => Promise<void>): Clock;
};

export function virtualTime(
  marketo: { now(): Date; advance(ms: number): void },
  /** How far our machines are ahead of Marketo. */
  skewMs: number,
): VirtualTime {
  const nowMs = () => marketo.now().getTime();
  return {
    nowMs,
    now: marketo.now,
    oursMs: () => nowMs() + skewMs,
    advance: marketo.advance,
    advanceTo: (atMs) => marketo.advance(Math.max(0, atMs - nowMs())),
    clockOf: (sleep) => ({
      now: () => {
        marketo.advance(1);
        return new Date(nowMs() + skewMs);
      },
      sleep: (ms) => sleep(ms),
    }),
  };
}
