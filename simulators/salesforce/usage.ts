/** The API budget of a rolling day, and how many long requests are in progress. */
import { SalesforceError } from './errors';
import type { Limits } from './options';

export type Usage = {
  used(): number;
  /** Counts one call; refuses it when the budget is spent (refused calls do not count). */
  enter(): object;
  leave(entry: object): void;
  /** Calls that somebody else makes, all at once. */
  spend(calls: number): void;
  clear(): void;
};

const dayMs = 86_400_000;

export function createUsage({ limits, nowMs }: { limits: Limits; nowMs(): number }): Usage {
  let spent: { atMs: number; calls: number }[] = [];
  let total = 0;
  const inProgress = new Map<object, number>();

  function used(): number {
    const oldest = nowMs() - dayMs;
    while (spent[0] && spent[0].atMs <= oldest) total -= spent.shift()?.calls ?? 0;
    return total;
  }

  function spend(calls: number): void {
    const minute = Math.floor(nowMs() / 60_000) * 60_000;
    const last = spent.at(-1);
    if (last?.atMs === minute) last.calls += calls;
    else spent.push({ atMs: minute, calls });
    total += calls;
  }

  return {
    used,
    spend,
    enter: () => {
      if (used() >= limits.dailyRequests) throw new SalesforceError('REQUEST_LIMIT_EXCEEDED');
      const startedMs = performance.now();
      const long = [...inProgress.values()].filter((at) => startedMs - at >= limits.longRequestMs).length;
      if (long >= limits.longRequests) {
        const message = 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.';
        throw new SalesforceError('REQUEST_LIMIT_EXCEEDED', message);
      }
      spend(1);
      const entry = {};
      inProgress.set(entry, startedMs);
      return entry;
    },
    leave: (entry) => {
      inProgress.delete(entry);
    },
    clear: () => {
      spent = [];
      total = 0;
    },
  };
}
