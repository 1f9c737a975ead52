import type { Clock } from '../clock';

export type ManualClock = Clock & { advance(ms: number): void };

/** Time that only moves when told, or when somebody sleeps. */
export function manualClock(start: string): ManualClock {
  let now = new Date(start).getTime();
  const advance = (ms: number) => {
    now += ms;
  };
  return { now: () => new Date(now), advance, sleep: async (ms) => advance(ms) };
}
