import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActivityRead } from '@/db/queries/activity-reads';
import { contiguousFrom, headSteps, type Step, windowSteps } from './plan';
import { isFinished, progressAfter } from './progress';
import { aRead } from './sample-read';

const minuteMs = 60_000;
const start = new Date('2026-09-01T00:00:00Z').getTime();

type LogRow = { group: string; happenedMs: number; committedMs: number };
type Token = { sinceMs: number; row: number };

/** A log in commit order, where each row may be committed up to an hour after it happened. */
const anyLog = fc
  .array(
    fc.record({
      group: fc.constantFrom('email', 'web'),
      afterMinutes: fc.noBias(fc.integer({ min: 0, max: 120 })),
      lagMinutes: fc.noBias(fc.integer({ min: 0, max: 59 })),
    }),
    { minLength: 300, maxLength: 400, size: 'max' },
  )
  .map((rows) => {
    let atMs = start;
    const log = rows.map(({ group, afterMinutes, lagMinutes }): LogRow => {
      atMs += afterMinutes * minuteMs;
      return { group, happenedMs: atMs, committedMs: atMs + lagMinutes * minuteMs };
    });
    return log.sort((a, b) => a.committedMs - b.committedMs);
  });

describe('reading windows, loads and late commits in any mixture', () => {
  it('never leaves a gap in the range it calls covered', () => {
    const property = fc.property(
      anyLog,
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.record({ hoursLater: fc.integer({ min: 0, max: 3 }), calls: fc.integer({ min: 2, max: 6 }) }), {
        minLength: 40,
        maxLength: 60,
        size: 'max',
      }),
      (log, scanBlock, loads) => {
        const reader = aReader(log, scanBlock);
        let nowMs = (log[Math.floor(log.length * 0.8)]?.committedMs ?? start) + minuteMs;
        for (const load of loads) {
          nowMs += load.hoursLater * 60 * minuteMs;
          reader.load(new Date(nowMs), load.calls);
          expect(reader.missing(nowMs)).toEqual([]);
        }
      },
    );
    // Failing runs are long: the seed replays one, shrinking would take minutes.
    fc.assert(property, { numRuns: 100, endOnFailure: true });
  });
});

function aReader(log: LogRow[], scanBlock: number) {
  let reads: ActivityRead[] = [aRead({ typeGroup: 'email' }), aRead({ typeGroup: 'web' })];
  const known = new Set<LogRow>();
  const caughtUp = new Set<string>();

  return { load, missing };

  function load(now: Date, calls: number) {
    caughtUp.clear();
    for (let left = calls; left > 0; ) {
      const towardsNow = headSteps(reads, { now, headMaxAgeMs: 0, caughtUp });
      const steps = towardsNow.length > 0 ? towardsNow : windowSteps(reads, { now, rowsCovered: new Map() });
      if (steps.length === 0) return;
      for (const step of steps.slice(0, left)) readPage(step, now);
      left -= steps.length;
    }
  }

  /** Rows committed by now, in the covered range, and not known although every group is read up to now. */
  function missing(nowMs: number) {
    const since = contiguousFrom(reads);
    if (!since || caughtUp.size < reads.length) return [];
    return log.filter((row) => row.committedMs <= nowMs && row.happenedMs >= since.getTime() && !known.has(row));
  }

  function readPage(step: Step, now: Date) {
    const committed = log.filter((row) => row.committedMs <= now.getTime());
    const token: Token = step.token ? JSON.parse(step.token) : dateToken(committed, step.from?.getTime() ?? 0);
    const end = Math.min(committed.length, token.row + scanBlock);
    const rows = committed
      .slice(token.row, end)
      .filter((row) => row.group === step.read.typeGroup && row.happenedMs >= token.sinceMs);
    for (const row of rows) known.add(row);
    const page = {
      nextPageToken: JSON.stringify({ ...token, row: end }),
      moreResult: end < committed.length,
      newest: rows.length > 0 ? new Date(Math.max(...rows.map((row) => row.happenedMs))) : null,
      askedAt: now,
    };
    if (isFinished(step, page) && !step.to) caughtUp.add(step.read.typeGroup);
    reads = reads.map((read) => (read === step.read ? { ...read, ...progressAfter(step, page) } : read));
  }
}

function dateToken(committed: LogRow[], sinceMs: number): Token {
  const first = committed.findIndex((row) => row.happenedMs >= sinceMs);
  return { sinceMs, row: first < 0 ? committed.length : first };
}
