import { describe, expect, it } from 'vitest';
import type { ActivitiesPage, ActivityView } from '@/lib/activity-grid/contract';
import { askAgainMs, type Feed, olderCursor, withJournal, withNewest, withOlder } from './feed';
import { anActivity } from './sample-activity';

/** Rows numbered by time: a higher number is newer. */
const rows = (...numbers: number[]) =>
  numbers.map((n) =>
    anActivity({ id: String(n), occurredAt: new Date(Date.UTC(2026, 10, 20) + n * 60_000).toISOString() }),
  );

const page = (numbers: number[], given: Partial<ActivitiesPage> = {}): ActivitiesPage => ({
  items: rows(...numbers),
  asOf: '2026-11-23T10:00:00.000Z',
  live: true,
  complete: true,
  apiCalls: 2,
  nextBefore: numbers.length > 0 ? `before ${numbers.at(-1)}` : null,
  notice: null,
  ...given,
});

const numbers = (feed: Feed) => feed.items.map((item) => Number(item.id));

describe('the newest page', () => {
  it('replaces what was known when nothing older is loaded', () => {
    const feed = withNewest(withNewest(undefined, page([30, 29, 28])), page([32, 31, 30]));
    expect(numbers(feed)).toEqual([32, 31, 30]);
    expect(olderCursor(feed)).toBe('before 30');
  });

  it('keeps older rows while it still reaches down to them', () => {
    const older = withOlder(withNewest(undefined, page([30, 29])), 'before 29', page([28, 27]));
    const feed = withNewest(older, page([31, 30]));
    expect(numbers(feed)).toEqual([31, 30, 29, 28, 27]);
    expect(olderCursor(feed)).toBe('before 27');
  });

  it('reads older rows anew when so much is new that a hole would be hidden', () => {
    const older = withOlder(withNewest(undefined, page([30, 29])), 'before 29', page([28, 27]));
    const feed = withNewest(older, page([41, 40]));
    expect(numbers(feed)).toEqual([41, 40]);
    expect(olderCursor(feed)).toBe('before 40');
  });

  it('only adds rows while Marketo is still being read, and asks for older ones after that', () => {
    const first = withNewest(undefined, page([30], { complete: false, nextBefore: null }));
    const second = withNewest(first, page([31, 30], { complete: false }));
    expect(numbers(second)).toEqual([31, 30]);
    expect(second.incompleteAnswers).toBe(2);
    expect(olderCursor(second)).toBeNull();
    expect(olderCursor(withNewest(second, page([31, 30])))).toBe('before 30');
  });

  it('never empties the grid when Marketo did not answer', () => {
    const known = withNewest(undefined, page([30, 29]));
    const feed = withNewest(known, page([], { live: false, notice: 'Marketo is busy.', asOf: null }));
    expect(numbers(feed)).toEqual([30, 29]);
    expect(feed).toMatchObject({ live: false, notice: 'Marketo is busy.', asOf: known.asOf });
  });
});

describe('an older page', () => {
  it('is asked for again until it is complete', () => {
    const head = withNewest(undefined, page([30, 29]));
    const partly = withOlder(head, 'before 29', page([28], { complete: false }));
    expect(olderCursor(partly)).toBe('before 29');
    const whole = withOlder(partly, 'before 29', page([28, 27]));
    expect(numbers(whole)).toEqual([30, 29, 28, 27]);
    expect(olderCursor(whole)).toBe('before 27');
  });

  it('is dropped when its cursor is no longer in use', () => {
    const feed = withNewest(undefined, page([41, 40]));
    expect(withOlder(feed, 'before 29', page([28, 27]))).toBe(feed);
  });

  it('ends the list when nothing is below it', () => {
    const feed = withOlder(withNewest(undefined, page([30])), 'before 30', page([29], { nextBefore: null }));
    expect(olderCursor(feed)).toBeNull();
  });
});

describe('a line of the journal', () => {
  const line = (n: number, given: Partial<ActivityView> = {}) => ({
    ...rows(n)[0]!,
    id: `line ${n}`,
    salesActivityId: `line ${n}`,
    standing: 'waiting' as const,
    ...given,
  });
  const ids = (feed: Feed) => feed.items.map((item) => item.id);
  const known = withNewest(undefined, page([30, 29]));

  it('is in the rows at once, in its place', () => {
    const stored = { ...page([]), items: [line(31), ...rows(30, 29)] };
    expect(ids(withJournal(known, stored))).toEqual(['line 31', '30', '29']);
    const between = { ...page([]), items: [line(29.5)] };
    expect(ids(withJournal(known, between))).toEqual(['30', 'line 29.5', '29']);
  });

  it('comes before a row of Marketo of the same moment, as the pages have it', () => {
    expect(ids(withJournal(known, { ...page([]), items: [line(30)] }))).toEqual(['line 30', '30', '29']);
  });

  it('waits for its page when it is older than the last row, unless that is the oldest', () => {
    const older = { ...page([]), items: [line(5)] };
    expect(ids(withJournal(known, older))).toEqual(['30', '29']);
    const whole = withNewest(undefined, page([30, 29], { nextBefore: null }));
    expect(ids(withJournal(whole, older))).toEqual(['30', '29', 'line 5']);
  });

  it('brings no row of Marketo along that was not asked for', () => {
    expect(ids(withJournal(known, page([32, 31])))).toEqual(['30', '29']);
  });

  it('gives way to the row of Marketo that stands for it, also where older rows are kept', () => {
    const older = withOlder(known, 'before 29', page([28]));
    const waiting = withNewest(older, { ...page([]), items: [line(31), ...rows(30, 29)] });
    expect(ids(waiting)).toEqual(['line 31', '30', '29', '28']);
    const returned = { ...rows(31)[0]!, salesActivityId: 'line 31' };
    const feed = withNewest(waiting, { ...page([]), items: [returned, ...rows(30, 29)] });
    expect(ids(feed)).toEqual(['31', '30', '29', '28']);
  });

  it('shows how it stands now', () => {
    const waiting = withJournal(known, { ...page([]), items: [line(31)] });
    const feed = withJournal(waiting, { ...page([]), items: [line(31, { standing: 'delivered' })] });
    expect(feed.items[0]).toMatchObject({ id: 'line 31', standing: 'delivered' });
  });
});

describe('asking again', () => {
  it('waits one second first and never more than five', () => {
    expect(askAgainMs(1)).toBe(1_000);
    expect(askAgainMs(3)).toBeGreaterThan(askAgainMs(2));
    expect(askAgainMs(50)).toBe(5_000);
  });
});
