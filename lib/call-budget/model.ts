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

/** What counts against the limits at one moment: calls started within the window, and those still in flight. */
export type CallLoad = {
  pausedUntil: Date | null;
  calls: { lane: CallLane; takenAt: Date; inFlight: boolean }[];
};

/** A permit to make one provider call; `release` must be called when the answer has arrived or failed. */
export type CallPermit = { release(): Promise<void> };

/** Hands out permits; waits for one, and throws a throttled ProviderFault when it would take longer than `maxWaitMs`. */
export type CallLimiter = {
  take(input: { lane: CallLane; maxWaitMs: number; signal?: AbortSignal }): Promise<CallPermit>;
  /** Called after a 606 or 615: nobody calls until `pauseMs` from now. */
  pause(pauseMs: number): Promise<void>;
};

/** Marketo's daily quota starts anew at midnight US Central Time. */
export function nextCentralMidnight(now: Date): Date {
  const tomorrow = new Date(`${centralDate(now)}T00:00:00Z`);
  tomorrow.setUTCDate(tomorrow.getUTCDate() + 1);
  return centralMidnight(tomorrow.toISOString().slice(0, 10));
}

/** When the quota day that holds `now` began. */
export function lastCentralMidnight(now: Date): Date {
  return centralMidnight(centralDate(now));
}

const central = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/Chicago',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
});

/** Midnight is 05:00 UTC in summer and 06:00 in winter. The clock changes at two, never at midnight. */
function centralMidnight(isoDay: string): Date {
  const inSummer = new Date(`${isoDay}T05:00:00Z`);
  return centralPart(inSummer, 'hour') === '00' ? inSummer : new Date(`${isoDay}T06:00:00Z`);
}

function centralDate(now: Date): string {
  return [centralPart(now, 'year'), centralPart(now, 'month'), centralPart(now, 'day')].join('-');
}

function centralPart(now: Date, type: Intl.DateTimeFormatPartTypes): string {
  return central.formatToParts(now).find((part) => part.type === type)?.value ?? '';
}
