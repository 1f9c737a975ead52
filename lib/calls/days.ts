/** The days of a period as moments, in a time zone: midnight is not the same moment everywhere, nor everywhere there. Pure. */

const dayMs = 86_400_000;

export type Period = { from?: string; to?: string; timeZone: string };

/** When the period begins and when it has ended; absent where it has no end. */
export function periodMoments({ from, to, timeZone }: Period): { from?: Date; until?: Date } {
  return {
    from: from === undefined ? undefined : startOfDay(from, timeZone),
    until: to === undefined ? undefined : startOfDay(dayAfter(to), timeZone),
  };
}

/** The days of a period, if it has both ends and not more than `most` days; none where it ends before it begins. */
export function daysOf({ from, to }: Period, most: number): string[] | null {
  if (from === undefined || to === undefined) return null;
  const days: string[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) {
    if (days.length === most) return null;
    days.push(day);
  }
  return days;
}

/** When each of the days begins, and when the last has ended. */
export function dayBounds(days: string[], timeZone: string): Date[] {
  const last = days.at(-1);
  return last === undefined ? [] : [...days, dayAfter(last)].map((day) => startOfDay(day, timeZone));
}

/** The first moment of a day (`YYYY-MM-DD`), also where the clock is turned at midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  const inUtc = Date.parse(`${day}T00:00:00Z`);
  // Midnight by the offset before and by the one after a change; one of them, or both, are of this day.
  const candidates = [inUtc - dayMs, inUtc + dayMs]
    .map((near) => inUtc - offsetMs(near, timeZone))
    .sort((a, b) => a - b);
  const first = candidates.find((moment) => localDay(moment, timeZone) === day);
  // A day that a zone left out, like 30 December 2011 in Samoa, begins and ends with the next one.
  return new Date(first ?? Math.max(...candidates));
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

function localDay(moment: number, timeZone: string): string {
  return new Date(moment + offsetMs(moment, timeZone)).toISOString().slice(0, 10);
}

/** By how much the clocks of the zone are ahead of UTC at a moment. */
function offsetMs(moment: number, timeZone: string): number {
  const parts = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day, hour, minute, second } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const parts = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  } as const;
  const made = new Intl.DateTimeFormat('en', { timeZone, calendar: 'iso8601', hourCycle: 'h23', ...parts });
  clocks.set(timeZone, made);
  return made;
}
