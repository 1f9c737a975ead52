/** The bars of the day's curve. Pure. */
import type { ChartBar } from '@/components/ui/bar-chart';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { callLanes } from '@/lib/call-budget/model';

type Day = Pick<CallBudgetView, 'asOf' | 'day' | 'hours'>;

/** What was used up to the end of each hour, by lane, and towards midnight as it is expected. */
export function sumBars({ asOf, day, hours }: Day, label: (hour: string) => string): ChartBar[] {
  const nowMs = new Date(asOf).getTime();
  const endMs = new Date(day.endsAt).getTime();
  const sums: Record<string, number> = {};
  return hours.map(({ hour, calls }) => {
    const hourMs = new Date(hour).getTime();
    for (const lane of callLanes) sums[lane] = (sums[lane] ?? 0) + (calls[lane] ?? 0);
    const begun = hourMs <= nowMs;
    const isNow = begun && nowMs < hourMs + 3_600_000;
    const goneShare = Math.min(1, Math.max(0, (hourMs + 3_600_000 - nowMs) / (endMs - nowMs)));
    const expected = Math.round((day.forecast.total - day.total) * goneShare);
    const others = isNow || !begun ? day.others : 0;
    return { key: hour, label: label(hour), values: { ...sums, others, ...(begun ? {} : { expected }) } };
  });
}

/** What was used within each hour, by lane. */
export function hourBars({ hours }: Pick<Day, 'hours'>, label: (hour: string) => string): ChartBar[] {
  return hours.map(({ hour, calls }) => ({ key: hour, label: label(hour), values: { ...calls } }));
}
