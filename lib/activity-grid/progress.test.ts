import { describe, expect, it } from 'vitest';
import { daysBefore, type Step } from './plan';
import { isFinished, type PageFacts, progressAfter, progressWithoutToken } from './progress';
import { aRead } from './sample-read';

const askedAt = new Date('2026-11-23T15:30:00Z');
const page = (given: Partial<PageFacts> = {}): PageFacts => ({
  nextPageToken: 'next',
  moreResult: false,
  newest: null,
  askedAt,
  ...given,
});
const step = (given: Partial<Step>): Step => ({
  purpose: 'window',
  read: aRead(),
  from: daysBefore(askedAt, 30),
  to: daysBefore(askedAt, 7),
  token: null,
  ...given,
});
const noWindow = { windowToken: null, windowFrom: null, windowTo: null };

describe('the position towards now', () => {
  const head = step({ purpose: 'head', from: null, to: null, token: 'head' });

  it('moves with every page, but is current only at the end of the log', () => {
    expect(progressAfter(head, page({ moreResult: true }))).toEqual({ headToken: 'next' });
    expect(progressAfter(head, page())).toEqual({ headToken: 'next', headReadAt: askedAt });
  });
});

describe('the first window', () => {
  const first = step({ from: daysBefore(askedAt, 7), to: null });

  it('is remembered while it is being read', () => {
    const progress = progressAfter(first, page({ moreResult: true, newest: askedAt }));
    expect(progress).toEqual({ windowToken: 'next', windowFrom: first.from, windowTo: null });
  });

  it('becomes the position and the covered range at its end', () => {
    expect(progressAfter(first, page())).toEqual({
      ...noWindow,
      headToken: 'next',
      headReadAt: askedAt,
      overlapReadAt: askedAt,
      coveredFrom: first.from,
      reachedStart: false,
    });
  });
});

describe('an older window', () => {
  const older = step({});
  const hoursAfterEnd = (hours: number) => new Date(daysBefore(askedAt, 7).getTime() + hours * 3_600_000);

  it('goes on through empty pages and through rows just past its end', () => {
    expect(isFinished(older, page({ moreResult: true }))).toBe(false);
    expect(isFinished(older, page({ moreResult: true, newest: hoursAfterEnd(0.5) }))).toBe(false);
  });

  it('ends when rows are clearly past its end, or with the log', () => {
    expect(isFinished(older, page({ moreResult: true, newest: hoursAfterEnd(1.1) }))).toBe(true);
    expect(isFinished(older, page())).toBe(true);
  });

  it('extends the covered range and leaves the position towards now alone', () => {
    expect(progressAfter(older, page())).toEqual({ ...noWindow, coveredFrom: older.from, reachedStart: false });
  });

  it('notes when nothing older exists', () => {
    const last = step({ from: daysBefore(askedAt, 760) });
    expect(progressAfter(last, page())).toMatchObject({ reachedStart: true });
  });
});

describe('a token that is no longer accepted', () => {
  it('of the position starts the group anew', () => {
    const progress = progressWithoutToken(step({ purpose: 'head', token: 'head' }));
    expect(progress).toMatchObject({ headToken: null, coveredFrom: null, reachedStart: false });
  });

  it('of a window starts only the window anew', () => {
    expect(progressWithoutToken(step({ token: 'middle' }))).toEqual(noWindow);
  });
});
