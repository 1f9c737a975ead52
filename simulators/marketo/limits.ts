/** The limits of the whole instance (calls per 20 s, calls at once, calls per day) and its usage statistics. */
import { MarketoError } from './envelope';
import type { Limits } from './options';

export type DayCounts = { date: string; total: number; errors: Record<string, number> };

export type Limiter = {
  /** Takes a place for one call, or throws 606, 607 or 615. The caller must hand the admission to `leave`. */
  enter(): Admission;
  /** Gives the place back; codes that are documented as uncounted are also taken off window and quota. */
  leave(admission: Admission, code: string | null): void;
  /** For errors answered without entering. */
  noteError(code: string): void;
  /** Newest day last; today is always there. */
  days(): DayCounts[];
  reset(): void;
};
export type Admission = { atMs: number; date: string };

const windowMs = 20_000;
const uncounted = new Set(['601', '602', '604', '605', '608', '611']);
const keptDays = 8;

export function createLimiter(input: { limits: Limits; nowMs: () => number }): Limiter {
  const { limits, nowMs } = input;
  let window: number[] = [];
  let inFlight = 0;
  const days = new Map<string, DayCounts>();

  function day(date: string): DayCounts {
    const known = days.get(date);
    if (known) return known;
    const fresh: DayCounts = { date, total: 0, errors: {} };
    days.set(date, fresh);
    for (const old of [...days.keys()].slice(0, -keptDays)) days.delete(old);
    return fresh;
  }

  return {
    enter: () => {
      const atMs = nowMs();
      const date = centralDate(atMs);
      window = window.filter((at) => at > atMs - windowMs && at <= atMs);
      if (day(date).total >= limits.dailyQuota) throw new MarketoError('607', 'Daily quota reached');
      if (inFlight >= limits.concurrent)
        throw new MarketoError('615', `Concurrent access limit '${limits.concurrent}' reached`);
      if (window.length >= limits.callsPer20s)
        throw new MarketoError('606', `Max rate limit '${limits.callsPer20s}' exceeded with in '20' secs`);
      window.push(atMs);
      inFlight++;
      day(date).total++;
      return { atMs, date };
    },
    leave: (admission, code) => {
      inFlight--;
      if (!code || !uncounted.has(code)) return;
      const place = window.indexOf(admission.atMs);
      if (place >= 0) window.splice(place, 1);
      day(admission.date).total--;
    },
    noteError: (code) => {
      const { errors } = day(centralDate(nowMs()));
      errors[code] = (errors[code] ?? 0) + 1;
    },
    days: () => {
      day(centralDate(nowMs()));
      return [...days.values()];
    },
    reset: () => {
      window = [];
      days.clear();
    },
  };
}

const central = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago', dateStyle: 'short' });

/** The day of the quota, which ends at midnight US Central Time. */
function centralDate(atMs: number): string {
  return central.format(atMs);
}
