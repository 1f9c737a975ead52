import type { CallFeature, CallLane, CallLimiter } from '../call-budget/model';

/** Lets everybody through and remembers what was asked of it. */
export function openLimiter() {
  const takes: { lane: CallLane; feature?: CallFeature; maxWaitMs: number }[] = [];
  const pauses: number[] = [];
  const rests: number[] = [];
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
    async quotaSpent(restMs) {
      rests.push(restMs);
    },
  };
  return { ...limiter, takes, pauses, rests, open: () => open };
}
