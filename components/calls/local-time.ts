/** Moments as fields of the browser have them: in the viewer's zone, to the minute, without naming the zone. */

/** "2026-11-23T18:05", of the viewer's clock. */
export function localText(moment: Date): string {
  return `${localDay(moment)}T${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
}

/** "2026-11-23", of the viewer's calendar. */
export function localDay(moment: Date): string {
  return `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
}

/** The moment (ISO) that such a text names; null when it names none. */
export function momentFromLocal(text: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)) return null;
  const moment = new Date(text);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The name of the viewer's zone, such as "Europe/Berlin". */
export function viewersZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');
