'use client';

import { Gauge } from 'lucide-react';
import Link from 'next/link';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { CallBudgetView } from '@/lib/call-budget/contract';
import { DayCard } from './day-card';
import { ErrorsCard } from './errors-card';
import { FeaturesCard } from './features-card';
import { LanesCard } from './lanes-card';
import { useCallBudget } from './queries';
import { WhatIfCard } from './what-if-card';
import { isEased } from './words';

/** Settings › Marketo API calls. */
export function CallBudgetPage() {
  const { data: budget, error, refetch } = useCallBudget();
  if (!budget) {
    return (
      <>
        <PageHeader title="Marketo API calls" />
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <LoadingState label="Loading the Marketo API calls" />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader title="Marketo API calls" count={<Standing budget={budget} />} asOf={budget.asOf} />
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      {budget.connected ? (
        <div className="grid w-full max-w-7xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
          <DayCard budget={budget} />
          <LanesCard budget={budget} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <WhatIfCard budget={budget} />
            <div className="grid gap-4">
              <FeaturesCard features={budget.features} />
              <ErrorsCard day={budget.day} />
            </div>
          </div>
        </div>
      ) : (
        <EmptyState
          icon={Gauge}
          title="Marketo is not connected"
          action={
            <Button asChild variant="primary">
              <Link href="/settings/marketo">Connect Marketo</Link>
            </Button>
          }
        >
          Once it is, this shows which API calls are made, what for, and what is left of the day.
        </EmptyState>
      )}
    </>
  );
}

function Standing({ budget }: { budget: CallBudgetView }) {
  if (!budget.connected) return null;
  const resting = budget.lanes.filter((lane) => lane.resting).length;
  if (resting > 1) return <Badge tone="bad">Only what is urgent</Badge>;
  if (resting === 1) return <Badge tone="warn">Loads rest</Badge>;
  if (budget.feedPauseSeconds > budget.feedIntervalSeconds) return <Badge tone="warn">Feeds slowed</Badge>;
  const { window } = budget;
  return isEased(window) || window.pausedUntil ? (
    <Badge tone="warn">Marketo is busy</Badge>
  ) : (
    <Badge tone="good">Open</Badge>
  );
}
