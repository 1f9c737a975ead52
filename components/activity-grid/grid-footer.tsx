'use client';

import { EmptyState } from '@/components/shell/empty-state';
import { errorSentence } from '@/components/shell/error-state';
import { Button } from '@/components/ui/button';
import type { Feed } from './feed';
import { tabTitle } from './kinds';
import type { useOlderActivities } from './queries';
import type { GridTab } from './rows';
import { weekTitle } from './week-labels';

type GridFooterProps = {
  older: ReturnType<typeof useOlderActivities>;
  /** True while a chosen week is being read to its start. */
  readsOn: boolean;
  count: number;
  /** False while Marketo may have more than what is shown. */
  complete: boolean;
};

/** Below the last row: older rows, by button or because the end came into sight. */
export function GridFooter({ older, readsOn, count, complete }: GridFooterProps) {
  if (older.problem) {
    return (
      <Footer>
        {errorSentence(older.problem)} <LoadOlder onClick={() => older.loadOlder()} title="Try again" />
      </Footer>
    );
  }
  if (older.isLoading || readsOn) return <Footer>Reading older activities…</Footer>;
  if (older.hasOlder) {
    return (
      <Footer>
        <LoadOlder onClick={() => older.loadOlder()} title="Load older" />
      </Footer>
    );
  }
  if (!complete) return <Footer>{count.toLocaleString('en')} known so far.</Footer>;
  return <Footer>{count.toLocaleString('en')} shown. This is the oldest that Marketo keeps.</Footer>;
}

type GridEmptyProps = {
  tab: GridTab;
  week: string | null;
  feed: Feed;
  hasOlder: boolean;
  onLoadOlder(): void;
};

/** Why there is no row: nothing in the week, nothing of the kind, or nothing yet. */
export function GridEmpty({ tab, week, feed, hasOlder, onLoadOlder }: GridEmptyProps) {
  const what = tab === 'all' ? 'activities' : `${tabTitle(tab).toLowerCase()} activities`;
  if (feed.live && !feed.complete) return <Footer>Reading from Marketo…</Footer>;
  if (!feed.live && feed.asOf === null) {
    return <EmptyState title="Nothing read yet">Marketo has not been read for this person so far.</EmptyState>;
  }
  if (week !== null) {
    return (
      <EmptyState title={`No ${what} in the week ${weekTitle(week)}`}>Choose another week, or all weeks.</EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No ${what}`}
      action={hasOlder ? <Button onClick={() => onLoadOlder()}>Load older</Button> : undefined}
    >
      {hasOlder ? 'There is none in the time read so far.' : 'Marketo has recorded none for this person.'}
    </EmptyState>
  );
}

function LoadOlder({ title, onClick }: { title: string; onClick(): void }) {
  return (
    <Button size="sm" onClick={onClick}>
      {title}
    </Button>
  );
}

function Footer({ children }: { children: React.ReactNode }) {
  return <div className="flex min-h-12 items-center justify-center gap-2 px-4 text-muted">{children}</div>;
}
