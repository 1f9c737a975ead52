/** What a page that was read changes about how far its type group has been read. No I/O. */
import type { ActivityRead } from '@/db/queries/activity-reads';
import { reachesStart, type Step } from './plan';

// Rows are in the order Marketo committed them, which may lag behind their own times.
const commitLagMs = 3_600_000;

export type PageFacts = {
  nextPageToken: string;
  moreResult: boolean;
  /** The newest row of the page, null for an empty page. */
  newest: Date | null;
  /** When the page was asked for. */
  askedAt: Date;
};

export type ReadProgress = Partial<Omit<ActivityRead, 'marketoId' | 'typeGroup' | 'fingerprint'>>;

const noWindow = { windowToken: null, windowFrom: null, windowTo: null };

/** The columns of the group's row that change with this page. */
export function progressAfter(step: Step, page: PageFacts): ReadProgress {
  if (step.purpose === 'overlap') return { overlapReadAt: page.askedAt };
  if (step.purpose === 'head') {
    return page.moreResult
      ? { headToken: page.nextPageToken }
      : { headToken: page.nextPageToken, headReadAt: page.askedAt };
  }
  if (!isFinished(step, page)) {
    return { windowToken: page.nextPageToken, windowFrom: step.from, windowTo: step.to };
  }
  const covered = {
    ...noWindow,
    coveredFrom: step.from,
    reachedStart: step.from !== null && reachesStart(step.from, page.askedAt),
  };
  if (step.to) return covered;
  return { ...covered, headToken: page.nextPageToken, headReadAt: page.askedAt, overlapReadAt: page.askedAt };
}

/** True when the step has nothing more to read: the log ended, or the rows are past the window's end. */
export function isFinished(step: Step, page: PageFacts): boolean {
  if (!page.moreResult) return true;
  if (!step.to || !page.newest) return false;
  return page.newest.getTime() > step.to.getTime() + commitLagMs;
}

/** What to forget when Marketo no longer accepts the token of this step, so that the next round starts it anew. */
export function progressWithoutToken(step: Step): ReadProgress {
  if (step.purpose === 'head') return { ...noWindow, headToken: null, coveredFrom: null, reachedStart: false };
  return noWindow;
}
