/** Who may spend provider calls, most urgent first. A lower lane can never starve a higher one. */
export const callLanes = ['send-check', 'live-grid', 'deliveries', 'feeds', 'loads'] as const;
export type CallLane = (typeof callLanes)[number];

export type CallLimits = {
  /** Calls all processes together may start in any window. */
  callsPerWindow: number;
  windowMs: number;
  /** Calls all processes together may have in flight. */
  concurrent: number;
  /** Slots of the window, and of `concurrent`, that only send-check and live-grid may use. */
  reservedCalls: number;
  reservedConcurrent: number;
};

/** Adobe asks each integration to stay at or below half of the instance's 100 calls per 20 s and 10 at once. */
export const politeLimits: CallLimits = {
  callsPerWindow: 50,
  windowMs: 20_000,
  concurrent: 5,
  reservedCalls: 15,
  reservedConcurrent: 1,
};

export const isUrgent = (lane: CallLane) => lane === 'send-check' || lane === 'live-grid';

/** A permit to make one provider call; `release` must be called when the answer has arrived or failed. */
export type CallPermit = { release(): Promise<void> };

/** Hands out permits; waits for one, and throws a throttled ProviderFault when it would take longer than `maxWaitMs`. */
export type CallLimiter = {
  take(input: { lane: CallLane; maxWaitMs: number; signal?: AbortSignal }): Promise<CallPermit>;
  /** Called after a 606 or 615: nobody calls until `pauseMs` from now. */
  pause(pauseMs: number): Promise<void>;
};
