import { describe, expect, it } from 'vitest';
import { progressText } from './retry-lines';

const retry = {
  id: 'r',
  problemId: 'p',
  destination: 'salesforce',
  title: 'Locked',
  at: '2026-03-01T12:00:00Z',
  by: 'Ada',
} as const;

describe('how far a retry is', () => {
  it.each([
    [{ total: 40, through: 0, failedAgain: 0, notWanted: 0, waiting: 40 }, '0 of 40 went through, 40 are still to go.'],
    [
      { total: 1_040, through: 1_012, failedAgain: 1, notWanted: 2, waiting: 25 },
      '1,012 of 1,040 went through, 1 was refused again, 2 are not wanted any more, 25 are still to go.',
    ],
    [{ total: 1, through: 1, failedAgain: 0, notWanted: 0, waiting: 0 }, '1 of 1 went through.'],
  ])('%j', (counts, text) => {
    expect(progressText({ ...retry, ...counts })).toBe(text);
  });
});
