import type { Tx } from '@/db/client';
import { countActivitiesByWeek } from '@/db/queries/activities';
import { type ActivityRead, selectActivityReads } from '@/db/queries/activity-reads';
import { countWaitingLinesByWeek } from '@/db/queries/journal-lines';
import type { ActivityWeeks } from './contract';
import { lineKindsOf, tabOf } from './journal';
import { activityKinds } from './model';
import { contiguousFrom, daysBefore } from './plan';

const weeksShown = 13;
const daysShown = 90;
const noCounts = Object.fromEntries(activityKinds.map((kind) => [kind, 0])) as Record<
  (typeof activityKinds)[number],
  number
>;

/** The counts of what pages would show; `complete` when nothing of the 90 days is missing. */
export async function storedWeeks(db: Tx, marketoId: number, now: Date): Promise<Omit<ActivityWeeks, 'apiCalls'>> {
  const starts = weekStarts(now);
  const since = new Date(`${starts[0]}T00:00:00Z`);
  const [reads, returned, waiting] = await Promise.all([
    selectActivityReads(db, marketoId),
    countActivitiesByWeek(db, { marketoId, since }),
    countWaitingLinesByWeek(db, { marketoId, kinds: lineKindsOf(), since }),
  ]);
  const counted = [...returned, ...waiting.map((row) => ({ ...row, kind: tabOf(row.kind) }))];
  const weeks = starts.map((weekStart) => {
    const counts = { ...noCounts };
    for (const row of counted) if (row.weekStart === weekStart) counts[row.kind] += row.count;
    return { weekStart, counts };
  });
  return { weeks, complete: contiguousFrom(reads) !== null && !needsOlderWeeks(reads, now) };
}

/** True when the covered range does not reach back 90 days yet. */
export function needsOlderWeeks(reads: ActivityRead[], now: Date): boolean {
  const since = contiguousFrom(reads);
  return since !== null && since > daysBefore(now, daysShown);
}

/** The Mondays (UTC, `YYYY-MM-DD`) of the weeks that hold the last 90 days, oldest first. */
export function weekStarts(now: Date): string[] {
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  return Array.from({ length: weeksShown }, (_, i) =>
    daysBefore(now, sinceMonday + 7 * (weeksShown - 1 - i))
      .toISOString()
      .slice(0, 10),
  );
}
