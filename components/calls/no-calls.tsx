'use client';

import { PhoneOff } from 'lucide-react';
import { EmptyState } from '@/components/shell/empty-state';
import { Button } from '@/components/ui/button';

type NoCallsProps = { isNarrowed: boolean; isBounded: boolean; onClear(): void; onAllTime(): void; onLog(): void };

/** Why there is none: the choice, the period, or none was ever logged. */
export function NoCalls({ isNarrowed, isBounded, onClear, onAllTime, onLog }: NoCallsProps) {
  if (isNarrowed) {
    return (
      <EmptyState
        icon={PhoneOff}
        title="No call fits"
        action={<Button onClick={onClear}>Clear search and filters</Button>}
      >
        No call of this period fits the search and all the filters together.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={PhoneOff}
      title={isBounded ? 'No calls in this period' : 'No calls yet'}
      action={
        <>
          <Button variant="primary" onClick={onLog}>
            Log a call
          </Button>
          {isBounded ? <Button onClick={onAllTime}>Show all time</Button> : null}
        </>
      }
    >
      Calls appear here when they are logged, or when another system tells of them.
    </EmptyState>
  );
}
