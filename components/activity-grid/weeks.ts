import type { ActivityWeeks } from '@/lib/activity-grid/contract';
import { type ActivityKind, activityKinds } from '@/lib/activity-grid/model';

const dayMs = 86_400_000;

export type WeekCounts = Record<ActivityKind, number>;

/** The Monday (UTC, `YYYY-MM-DD`) of the week a moment falls in. */
export function weekStartOf(moment: string): string {
  const date = new Date(moment);
  const daysSinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - daysSinceMonday * dayMs).toISOString().slice(0, 10);
}

/** The last day (Sunday) of the week that starts on `weekStart`. */
export function weekEndOf(weekStart: string): string {
  return new Date(Date.parse(`${weekStart}T00:00:00Z`) + 6 * dayMs).toISOString().slice(0, 10);
}

export function isInWeek(moment: string, weekStart: string): boolean {
  return weekStartOf(moment) === weekStart;
}

/** True when rows down to `oldest` cannot yet show the whole week. */
export function reachesIntoWeek(oldest: string | undefined, weekStart: string): boolean {
  return oldest === undefined || weekStartOf(oldest) >= weekStart;
}

/** Counts of one week, or of all of them together when none is chosen. */
export function countsOf(weeks: ActivityWeeks['weeks'], weekStart: string | null): WeekCounts {
  const totals = Object.fromEntries(activityKinds.map((kind) => [kind, 0])) as WeekCounts;
  for (const week of weeks) {
    if (weekStart !== null && week.weekStart !== weekStart) continue;
    for (const kind of activityKinds) totals[kind] += week.counts[kind];
  }
  return totals;
}

export function totalOf(counts: WeekCounts): number {
  return activityKinds.reduce((total, kind) => total + counts[kind], 0);
}
