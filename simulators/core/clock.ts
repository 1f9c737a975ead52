/** Simulated time: runs with the machine's clock, or stands still at a chosen instant until a test moves it. */
export type SimulatorClock = {
  now(): Date;
  nowMs(): number;
  set(at: Date): void;
  advance(ms: number): void;
  reset(): void;
};

/** With `startAt` the clock stands still there; without it, it is the machine's time and keeps running after `set`. */
export function createClock(startAt?: Date): SimulatorClock {
  const machineMs = () => (startAt ? startAt.getTime() : Date.now());
  let offsetMs = 0;
  const nowMs = () => machineMs() + offsetMs;
  return {
    nowMs,
    now: () => new Date(nowMs()),
    set: (at) => {
      offsetMs = at.getTime() - machineMs();
    },
    advance: (ms) => {
      offsetMs += ms;
    },
    reset: () => {
      offsetMs = 0;
    },
  };
}
