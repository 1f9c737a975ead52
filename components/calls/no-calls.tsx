'use client';

import { PhoneOff } from 'lucide-react';
import { EmptyState } from '@/components/shell/empty-state';
import { Button } from '@/components/ui/button';

type NoCallsProps = {
  isNarrowed: boolean;
  isBounded: boolean;
  isAdmin: boolean;
  onClear(): void;
  onAllTime(): void;
  onLog(): void;
};

/** Why there is none: the choice, the period, or none was ever logged. */
export function NoCalls({ isNarrowed, isBounded, isAdmin, onClear, onAllTime, onLog }: NoCallsProps) {
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
      title={`${isAdmin ? 'No calls' : 'None of yours'} ${isBounded ? 'in this period' : 'yet'}`}
      action={
        <>
          <Button variant="primary" onClick={onLog}>
            Log a call
          </Button>
          {isBounded ? <Button onClick={onAllTime}>Show all time</Button> : null}
        </>
      }
    >
      {isAdmin ? 'Calls' : 'Your calls'} appear here when they are logged, or when another system tells of them.
    </EmptyState>
  );
}
