const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** "5 min. ago", "in 2 hr.", and "just now" within the minute. */
export function relativeTime(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'just now';
}

/** The exact moment in the given zone (the viewer's when absent), then in UTC. */
export function exactTime(at: Date, timeZone?: string): string {
  const local = formatter('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone }).format(at);
  return `${local} (${at.toISOString().slice(0, 19).replace('T', ' ')} UTC)`;
}

/** Date and time to the minute, for columns: "23 Nov 2026, 18:05". */
export function shortTime(at: Date, timeZone?: string): string {
  return formatter('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
}

/** A day of the calendar, "2026-11-23", as "23 Nov 2026". */
export function dayText(day: string): string {
  return formatter('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

/** An hour by the viewer's own clock: "Mon 04:00". */
export function hourText(hour: string): string {
  return formatter('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(hour));
}

/** A length of time in its two largest units: "2 h 5 min", "45 s". */
export function lengthText(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joined(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A length of time as a clock shows it: "3:20", "1:02:03". */
export function clockLength(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

// Making one costs as much as drawing a row of a table.
function formatter(locale: string, options: Intl.DateTimeFormatOptions) {
  const key = [locale, ...Object.values(options)].join(' ');
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}
