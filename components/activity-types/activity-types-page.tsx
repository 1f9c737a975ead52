'use client';

import { Shapes } from 'lucide-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { EmptyState } from '@/components/shell/empty-state';
import { ErrorBanner, ErrorState } from '@/components/shell/error-state';
import { LoadingState } from '@/components/shell/loading-state';
import { PageHeader } from '@/components/shell/page-header';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { ActivityTypesView } from '@/lib/activity-types/contract';
import { typeLayouts } from '@/lib/activity-types/model';
import { CannotCard } from './cannot-card';
import { CheckButton } from './check-button';
import { InstructionsCard } from './instructions-card';
import { MakeDialog } from './make-dialog';
import { useActivityTypes } from './queries';
import { StandingCard } from './standing-card';
import { TypesCard } from './types-card';

/** Settings › Marketo activities: the custom activity types by which sales activities are delivered. */
export function ActivityTypesPage() {
  const { data: view, error, refetch } = useActivityTypes();
  if (!view) {
    return (
      <>
        <PageHeader title="Marketo activities" />
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <LoadingState label="Loading the activity types" />
        )}
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Marketo activities"
        count={view.connected && view.asOf ? <Standing view={view} /> : null}
        asOf={view.asOf}
        actions={view.connected ? <Actions view={view} /> : null}
      />
      {error ? <ErrorBanner error={error} onRetry={() => refetch()} /> : null}
      {view.connected ? <Types view={view} /> : <NotConnected />}
    </>
  );
}

function Standing({ view: { making } }: { view: ActivityTypesView }) {
  if (making.underWay) return <Badge tone="info">Being made</Badge>;
  if (making.ready === making.of) return <Badge tone="good">Ready</Badge>;
  return <Badge tone="warn">{`${making.ready} of ${making.of} ready`}</Badge>;
}

function Actions({ view }: { view: ActivityTypesView }) {
  const canMake = view.asOf && !view.obstacle && view.making.ready < view.making.of && !view.making.underWay;
  return (
    <>
      <CheckButton />
      {canMake ? <MakeDialog view={view} /> : null}
    </>
  );
}

function Types({ view }: { view: ActivityTypesView }) {
  const [chosen, setChosen] = useQueryState(
    'layout',
    parseAsStringLiteral(typeLayouts).withOptions({ history: 'replace', scroll: false }),
  );
  const layout = chosen ?? view.layout;
  if (!view.asOf) {
    return (
      <EmptyState icon={Shapes} title="Marketo was not looked at yet">
        Look at it to see which activity types are there, and which deliveries still need.
      </EmptyState>
    );
  }
  return (
    <div className="grid w-full max-w-7xl grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <StandingCard view={view} />
      <InstructionsCard view={view} layout={layout} />
      <TypesCard view={view} layout={layout} onLayout={(next) => setChosen(next === view.layout ? null : next)} />
      <CannotCard />
    </div>
  );
}

function NotConnected() {
  return (
    <EmptyState
      icon={Shapes}
      title="Marketo is not connected"
      action={
        <Button asChild variant="primary">
          <Link href="/settings/marketo">Connect Marketo</Link>
        </Button>
      }
    >
      Once it is, this shows which activity types sales activities need there, and makes them.
    </EmptyState>
  );
}
