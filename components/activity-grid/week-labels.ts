import { type ActivityKind, activityKinds } from '@/lib/activity-grid/model';
import { kindLooks } from './kinds';
import { totalOf, type WeekCounts, weekEndOf } from './weeks';

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** "16 Nov – 22 Nov". */
export function weekTitle(weekStart: string): string {
  return `${dayText(weekStart)} – ${dayText(weekEndOf(weekStart))}`;
}

export function dayText(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

/** "12 activities: E-mail 8, Web 4". */
export function countsText(counts: WeekCounts): string {
  const parts = kindsWithRows(counts).map((kind) => `${kindLooks[kind].title} ${counts[kind]}`);
  if (parts.length === 0) return 'no activities';
  const total = totalOf(counts);
  return `${total} ${total === 1 ? 'activity' : 'activities'}: ${parts.join(', ')}`;
}

export function kindsWithRows(counts: WeekCounts): ActivityKind[] {
  return activityKinds.filter((kind) => counts[kind] > 0);
}
