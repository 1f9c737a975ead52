/** Date literals as half-open ranges of instants, in UTC: the simulated users live there. */
export type Range = { fromMs: number; toMs: number };

const dayMs = 86_400_000;

export function rangeOf(name: string, days: number, nowMs: number): Range {
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const span = (fromMs: number, count: number) => ({ fromMs, toMs: fromMs + count * dayMs });
  switch (name) {
    case 'TODAY':
      return span(today, 1);
    case 'YESTERDAY':
      return span(today - dayMs, 1);
    case 'TOMORROW':
      return span(today + dayMs, 1);
    case 'LAST_N_DAYS':
      return span(today - days * dayMs, days + 1);
    case 'NEXT_N_DAYS':
      return span(today + dayMs, days);
    case 'LAST_90_DAYS':
      return span(today - 90 * dayMs, 91);
    case 'NEXT_90_DAYS':
      return span(today + dayMs, 90);
    default:
      return calendarRange(name, today);
  }
}

/** THIS_WEEK, LAST_MONTH and their like; weeks begin on Sunday. */
function calendarRange(name: string, today: number): Range {
  const [which = 'THIS', unit = 'WEEK'] = name.split('_');
  const step = which === 'LAST' ? -1 : which === 'NEXT' ? 1 : 0;
  const date = new Date(today);
  if (unit === 'WEEK') {
    const fromMs = today - date.getUTCDay() * dayMs + step * 7 * dayMs;
    return { fromMs, toMs: fromMs + 7 * dayMs };
  }
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit] ?? 1;
  const first = Math.floor(date.getUTCMonth() / months) * months + step * months;
  const at = (month: number) => Date.UTC(date.getUTCFullYear(), month, 1);
  return { fromMs: at(first), toMs: at(first + months) };
}
