import type { Clock } from '@/lib/clock';
import type { MarketoClient } from '@/lib/marketo/client';

/** What one load may spend before it answers with what is known by then. */
export const loadLimits = { calls: 6, ms: 2_500 } as const;

export type LoadBudget = {
  /** Calls that may still be started. */
  callsLeft(): number;
  /** Claims one call; false when none is left. */
  claim(): boolean;
  /** Calls made so far, repeated ones included. */
  callsMade(): number;
};

/** The budget of one load, running from now. Calls that the client repeats by itself are paid from it too. */
export function createLoadBudget(clock: Clock, marketo: Pick<MarketoClient, 'callsMade'>): LoadBudget {
  const endsAtMs = clock.now().getTime() + loadLimits.ms;
  const madeBefore = marketo.callsMade();
  let claimed = 0;
  const callsMade = () => Math.max(claimed, marketo.callsMade() - madeBefore);
  const callsLeft = () => (clock.now().getTime() < endsAtMs ? Math.max(0, loadLimits.calls - callsMade()) : 0);
  return {
    callsLeft,
    callsMade,
    claim: () => {
      if (callsLeft() === 0) return false;
      claimed += 1;
      return true;
    },
  };
}
