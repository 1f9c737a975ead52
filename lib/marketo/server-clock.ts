/** Marketo's time, as the Date headers of its answers tell it. Positions in its feeds are never taken from our clock. */
import type { Clock } from '@/lib/clock';
import type { Fetch } from './exchange';

export type ServerClock = {
  /** `fetch` that listens to the Date headers passing by. */
  listening(fetch: Fetch): Fetch;
  /** Marketo's time, at most a second and an answer's way behind it. Ours before its first answer. */
  now(): Date;
  /** By how much Marketo's clock is ahead of ours; negative when it is behind, null before its first answer. */
  aheadMs(): number | null;
};

export function createServerClock(clock: Clock): ServerClock {
  let aheadMs: number | null = null;
  return {
    listening: (fetch) => async (input, init) => {
      const response = await fetch(input, init);
      const serverMs = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(serverMs)) aheadMs = serverMs - clock.now().getTime();
      return response;
    },
    now: () => new Date(clock.now().getTime() + (aheadMs ?? 0)),
    aheadMs: () => aheadMs,
  };
}
