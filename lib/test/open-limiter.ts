import type { CallLane, CallLimiter } from '../call-budget/model';

/** Lets everybody through and remembers what was asked of it. */
export function openLimiter() {
  const takes: { lane: CallLane; maxWaitMs: number }[] = [];
  const pauses: number[] = [];
  let open = 0;
  const limiter: CallLimiter = {
    async take(input) {
      takes.push(input);
      open += 1;
      return {
        release: async () => {
          open -= 1;
        },
      };
    },
    async pause(pauseMs) {
      pauses.push(pauseMs);
    },
  };
  return { ...limiter, takes, pauses, open: () => open };
}
