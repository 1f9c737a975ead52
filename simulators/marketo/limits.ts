/** The limits of the whole instance (calls per 20 s, calls at once, calls per day) and its usage statistics. */
import { MarketoError } from './envelope';
import type { Limits } from './options';

export type DayCounts = {
  date: string;
  total: number;
  /** Calls by the e-mail address of the API user. */
  users: Record<string, number>;
  errors: Record<string, number>;
};

export type Limiter = {
  /** Takes a place for one call, or throws 606, 607 or 615. The caller must hand the admission to `leave`. */
  enter(userId: string): Admission;
  /** Gives the place back; codes that are documented as uncounted are also taken off window and quota. */
  leave(admission: Admission, code: string | null): void;
  /** For errors answered without entering. */
  noteError(code: string): void;
  /** Calls that another integration makes today, all at once. */
  spend(calls: number): void;
  /** Newest day last; today is always there. */
  days(): DayCounts[];
  reset(): void;
};
export type Admission = { atMs: number; date: string; userId: string };

export const otherAppUser = 'other-app@demo.example';

const windowMs = 20_000;
const hourMs = 3_600_000;
const uncounted = new Set(['601', '602', '604', '605', '608', '611']);
const keptDays = 8;

export function createLimiter(input: { limits: Limits; nowMs: () => number }): Limiter {
  const { limits, nowMs } = input;
  let window: number[] = [];
  let inFlight = 0;
  let othersSeenMs = nowMs();
  const days = new Map<string, DayCounts>();

  function day(date: string): DayCounts {
    const known = days.get(date);
    if (known) return known;
    const fresh: DayCounts = { date, total: 0, users: {}, errors: {} };
    days.set(date, fresh);
    for (const old of [...days.keys()].slice(0, -keptDays)) days.delete(old);
    return fresh;
  }

  function count(date: string, userId: string, calls: number): void {
    const counts = day(date);
    counts.total += calls;
    counts.users[userId] = (counts.users[userId] ?? 0) + calls;
  }

  /** What other integrations did since the last look, an hour at a time so that each day gets its own. */
  function letOthersCall(): void {
    const untilMs = nowMs();
    if (untilMs < othersSeenMs) othersSeenMs = untilMs;
    while (limits.otherAppsPer20s > 0) {
      const stepMs = Math.min(hourMs, untilMs - othersSeenMs);
      const calls = Math.floor((stepMs / windowMs) * limits.otherAppsPer20s);
      if (calls < 1) return;
      count(centralDate(othersSeenMs), otherAppUser, calls);
      othersSeenMs += (calls / limits.otherAppsPer20s) * windowMs;
    }
    othersSeenMs = untilMs;
  }

  return {
    enter: (userId) => {
      letOthersCall();
      const atMs = nowMs();
      const date = centralDate(atMs);
      window = window.filter((at) => at > atMs - windowMs && at <= atMs);
      if (day(date).total >= limits.dailyQuota) throw new MarketoError('607', 'Daily quota reached');
      if (inFlight >= limits.concurrent)
        throw new MarketoError('615', `Concurrent access limit '${limits.concurrent}' reached`);
      if (window.length + limits.otherAppsPer20s >= limits.callsPer20s)
        throw new MarketoError('606', `Max rate limit '${limits.callsPer20s}' exceeded with in '20' secs`);
      window.push(atMs);
      inFlight++;
      count(date, userId, 1);
      return { atMs, date, userId };
    },
    leave: (admission, code) => {
      inFlight--;
      if (!code || !uncounted.has(code)) return;
      const place = window.indexOf(admission.atMs);
      if (place >= 0) window.splice(place, 1);
      count(admission.date, admission.userId, -1);
    },
    noteError: (code) => {
      const { errors } = day(centralDate(nowMs()));
      errors[code] = (errors[code] ?? 0) + 1;
    },
    spend: (calls) => count(centralDate(nowMs()), otherAppUser, calls),
    days: () => {
      letOthersCall();
      day(centralDate(nowMs()));
      return [...days.values()];
    },
    reset: () => {
      window = [];
      days.clear();
      othersSeenMs = nowMs();
    },
  };
}

const central = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Chicago', dateStyle: 'short' });

/** The day of the quotas, which ends at midnight US Central Time. */
export function centralDate(atMs: number): string {
  return central.format(atMs);
}
