'use client';

import { Info, LoaderCircle, RefreshCw } from 'lucide-react';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import { exactTime, shortTime } from '@/components/ui/format-time';
import { Tooltip } from '@/components/ui/tooltip';
import type { Feed } from './feed';

type GridStatusProps = { feed: Feed | undefined; isAsking: boolean; onRefresh(): void };

/** How current the rows are, and the button that asks Marketo again. */
export function GridStatus({ feed, isAsking, onRefresh }: GridStatusProps) {
  return (
    <div className="ml-auto flex shrink-0 items-center gap-2 py-1 pr-2 pl-3 text-muted text-xs">
      {isAsking || (feed?.live && !feed.complete) ? (
        <span className="inline-flex items-center gap-1.5">
          <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
          {feed?.live && !feed.complete ? 'Still reading from Marketo…' : 'Asking Marketo…'}
        </span>
      ) : null}
      <AsOf feed={feed} />
      <Announcement feed={feed} />
      <Tooltip label="Ask Marketo again">
        <Button variant="ghost" size="icon" aria-label="Ask Marketo again" onClick={onRefresh} aria-disabled={isAsking}>
          <RefreshCw aria-hidden />
        </Button>
      </Tooltip>
    </div>
  );
}

type GridNoticeProps = { feed: Feed | undefined; problem: Error | null; onRetry(): void };

/** Why the rows are not live: calm, because the last good rows are still there. */
export function GridNotice({ feed, problem, onRetry }: GridNoticeProps) {
  const sentence = problem ? errorSentence(problem) : feed?.notice;
  if (!sentence || !feed) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 border-b bg-info-bg px-4 py-1.5 text-info-fg">
      <Info aria-hidden className="size-4 shrink-0" />
      <span>
        {sentence}{' '}
        {feed.asOf && feed.items.length > 0 ? <>The rows below are as of {shortTime(new Date(feed.asOf))}.</> : null}
      </span>
      <Button size="sm" className="ml-auto" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

function AsOf({ feed }: { feed: Feed | undefined }) {
  if (!feed?.asOf) return null;
  const at = new Date(feed.asOf);
  return (
    <span title={exactTime(at)}>
      {feed.live ? 'Live as of' : 'Known at'}{' '}
      <time dateTime={feed.asOf}>{feed.live ? clockTime(at) : shortTime(at)}</time>
    </span>
  );
}

/** Says only when the state changes, not at each answer. */
function Announcement({ feed }: { feed: Feed | undefined }) {
  const state = !feed
    ? ''
    : !feed.live
      ? 'Showing known rows'
      : feed.complete
        ? 'Rows are live'
        : 'Reading from Marketo';
  return (
    <span role="status" className="sr-only">
      {state}
    </span>
  );
}

function clockTime(at: Date) {
  return at.toLocaleTimeString('en-GB');
}
