import type { Clock } from '../clock';

/** A clock for tests that stands still until it is moved. */
export function testClock(start = '2026-03-02T09:00:00Z'): Clock & { advance(ms: number): void } {
  let now = new Date(start);
  return {
    now: () => now,
    sleep: async () => {},
    advance: (ms) => {
      now = new Date(now.getTime() + ms);
    },
  };
}
