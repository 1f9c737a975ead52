import type { Clock } from '../clock';

export type ManualClock = Clock & {
  advance(ms: number): void;
  /** Every sleep so far, in ms. */
  sleeps: number[];
};

/** Time that only moves when told, or when somebody sleeps. */
export function manualClock(start: string): ManualClock {
  let now = new Date(start).getTime();
  const sleeps: number[] = [];
  const advance = (ms: number) => {
    now += ms;
  };
  return {
    now: () => new Date(now),
    advance,
    sleeps,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      advance(ms);
    },
  };
}
