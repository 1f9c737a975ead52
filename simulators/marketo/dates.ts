/** The date spellings of the API. All have second resolution. */
import type { Quirks } from './options';

export type DateStyle = 'z' | 'offset';

/** `2016-05-17T22:11:45Z`, or `…+0000`; with the `zoo` quirk four spellings in turn by the second. */
export function apiDate(atSeconds: number, style: DateStyle, quirk: Quirks['dates'] = 'documented'): string {
  const spelling = quirk === 'zoo' ? atSeconds % 4 : style === 'z' ? 0 : 1;
  if (spelling === 2) return `${isoSeconds(atSeconds - 8 * 3600)}-08:00`;
  if (spelling === 3) return isoSeconds(atSeconds).replace('T', ' ');
  return isoSeconds(atSeconds) + (spelling === 0 ? 'Z' : '+0000');
}

/** Null when it is not an ISO 8601 date-time with `Z` or an offset. */
export function parseApiDate(text: string): Date | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)$/.exec(text);
  if (!match) return null;
  const [, local = '', zone = ''] = match;
  const date = new Date(local + zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The asset API's own spelling: `2017-07-27T01:38:33Z+0000`. */
export const assetDate = (atMs: number) => `${isoSeconds(toSeconds(atMs))}Z+0000`;

export const toSeconds = (ms: number) => Math.floor(ms / 1000);

function isoSeconds(atSeconds: number): string {
  return new Date(atSeconds * 1000).toISOString().slice(0, 19);
}
