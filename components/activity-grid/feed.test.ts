import { describe, expect, it } from 'vitest';
import type { ActivitiesPage } from '@/lib/activity-grid/contract';
import { askAgainMs, type Feed, olderCursor, withNewest, withOlder } from './feed';
import { anActivity } from './sample-activity';

/** Rows numbered by time: a higher number is newer. */
const rows = (...numbers: number[]) =>
  numbers.map((n) =>
    anActivity({ marketoGuid: String(n), occurredAt: new Date(Date.UTC(2026, 10, 20) + n * 60_000).toISOString() }),
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

const numbers = (feed: Feed) => feed.items.map((item) => Number(item.marketoGuid));

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

describe('asking again', () => {
  it('waits one second first and never more than five', () => {
    expect(askAgainMs(1)).toBe(1_000);
    expect(askAgainMs(3)).toBeGreaterThan(askAgainMs(2));
    expect(askAgainMs(50)).toBe(5_000);
  });
});
