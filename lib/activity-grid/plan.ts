/** What to ask Marketo next about one person, decided from how far each type group has been read. No I/O. */
import type { ActivityRead } from '@/db/queries/activity-reads';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

// Marketo keeps activities for 25 months; the first window is what most loads need, the rest only fill a page.
const windowDays = [7, 30, 90, 365, 760] as const;
const firstWindowDays = windowDays[0];
const retentionDays = windowDays[4];
// Two pages of 300: a window of a busy person that one load can finish.
const rowsPerWindow = 600;
const overlapEveryMs = hourMs;

/** One page to read. Without a `token` it starts at the day token of `from`; without a `to` it ends at the present. */
export type Step = {
  purpose: 'head' | 'window' | 'overlap';
  read: ActivityRead;
  from: Date | null;
  to: Date | null;
  token: string | null;
};

/** True when going on from the stored token would cost more than reading the first window anew. */
export function isStale(read: ActivityRead, now: Date): boolean {
  if (read.headToken) return !read.headReadAt || age(read.headReadAt, now) > firstWindowDays * dayMs;
  return read.windowFrom !== null && age(read.windowFrom, now) > 2 * firstWindowDays * dayMs;
}

/** Steps towards the present: the first window of a group never read, else on from its position. */
export function headSteps(
  reads: ActivityRead[],
  given: { now: Date; headMaxAgeMs: number; caughtUp: ReadonlySet<string> },
): Step[] {
  return reads.flatMap((read): Step[] => {
    if (!read.headToken) {
      const from = read.windowFrom ?? daysBefore(given.now, firstWindowDays);
      return [{ purpose: 'window', read, from, to: null, token: read.windowToken }];
    }
    if (given.caughtUp.has(read.typeGroup) || !read.headReadAt) return [];
    if (age(read.headReadAt, given.now) < given.headMaxAgeMs) return [];
    return [{ purpose: 'head', read, from: null, to: null, token: read.headToken }];
  });
}

/** Steps into the past, for the groups that keep the common range short. `rowsCovered` counts the stored rows of each. */
export function windowSteps(
  reads: ActivityRead[],
  given: { now: Date; rowsCovered: ReadonlyMap<string, number> },
): Step[] {
  const common = contiguousFrom(reads)?.getTime();
  return reads.flatMap((read): Step[] => {
    if (read.reachedStart || !read.coveredFrom || read.coveredFrom.getTime() !== common) return [];
    if (read.windowFrom) {
      return [{ purpose: 'window', read, from: read.windowFrom, to: read.windowTo, token: read.windowToken }];
    }
    const from = nextWindowFrom(read.coveredFrom, given.rowsCovered.get(read.typeGroup) ?? 0, given.now);
    return [{ purpose: 'window', read, from, to: read.coveredFrom, token: null }];
  });
}

/** Steps through the last day again, once an hour: rows can be committed behind a position already read. */
export function overlapSteps(
  reads: ActivityRead[],
  given: { now: Date; begun: ReadonlyMap<string, string | null> },
): Step[] {
  return reads.flatMap((read): Step[] => {
    const token = given.begun.get(read.typeGroup);
    if (token === null) return [];
    const due = !read.overlapReadAt || age(read.overlapReadAt, given.now) >= overlapEveryMs;
    if (token === undefined && !due) return [];
    return [{ purpose: 'overlap', read, from: daysBefore(given.now, 1), to: null, token: token ?? null }];
  });
}

/**
 * Since when every activity of every group is stored: the start of time when nothing older exists, null while a first
 * window is still being read.
 */
export function contiguousFrom(reads: ActivityRead[]): Date | null {
  let common = 0;
  for (const read of reads) {
    if (!read.coveredFrom) return null;
    if (!read.reachedStart) common = Math.max(common, read.coveredFrom.getTime());
  }
  return reads.length === 0 ? null : new Date(common);
}

/** True when a window from this moment reaches all that Marketo still keeps. */
export function reachesStart(from: Date, now: Date): boolean {
  return from <= daysBefore(now, retentionDays);
}

/** Midnight UTC, `days` days before the day of `now`. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(Math.floor(now.getTime() / dayMs) * dayMs - days * dayMs);
}

function nextWindowFrom(coveredFrom: Date, rowsCovered: number, now: Date): Date {
  const ladder = windowDays.map((days) => daysBefore(now, days)).find((from) => from < coveredFrom);
  const coveredDays = Math.max(1, age(coveredFrom, now) / dayMs);
  const days = Math.max(1, Math.floor((rowsPerWindow * coveredDays) / Math.max(1, rowsCovered)));
  const dense = daysBefore(coveredFrom, days);
  return ladder && ladder > dense ? ladder : dense;
}

function age(moment: Date, now: Date): number {
  return now.getTime() - moment.getTime();
}
