/** The date range of a bulk filter: whole seconds, both ends inside, at most 31 days. */
import { parseApiDate, toSeconds } from './dates';
import { MarketoError } from './envelope';

export type SecondRange = { from: number; to: number };

const longestRangeSeconds = 31 * 86_400;

/** Milliseconds are refused. */
export function readRange(name: string, setting: unknown): SecondRange {
  const { startAt, endAt } = (setting ?? {}) as { startAt?: unknown; endAt?: unknown };
  const [from, to] = [startAt, endAt].map((text) => {
    const date = typeof text === 'string' && !/\.\d/.test(text) ? parseApiDate(text) : null;
    if (!date) throw new MarketoError('1003', `Invalid date in filter '${name}'`);
    return toSeconds(date.getTime());
  });
  if (from === undefined || to === undefined || to < from) throw new MarketoError('1003', `Invalid range in '${name}'`);
  if (to - from > longestRangeSeconds) throw new MarketoError('1003', `The range of '${name}' is longer than 31 days`);
  return { from, to };
}

/** `edgeSeconds` before the start count as inside too. */
export function rangeHolds(range: SecondRange, atSeconds: number, edgeSeconds: number): boolean {
  return atSeconds >= range.from - edgeSeconds && atSeconds <= range.to;
}
